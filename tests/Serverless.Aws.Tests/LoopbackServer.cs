using System.Text;
using Serverless.Testing;

namespace Serverless.Aws;

/// <summary>A request as it came over the wire, in the ways that AWS is asked.</summary>
internal sealed record WireRequest(LoopbackRequest Request) : LoopbackRequest(Request)
{
    /// <summary>The fields of a form body.</summary>
    public IReadOnlyDictionary<string, string> Form { get; } = Request.Headers.GetValueOrDefault("content-type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) == true
        ? Encoding.UTF8.GetString(Request.Body).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => Decode(pair[0]), pair => Decode(pair[1]))
        : new Dictionary<string, string>();

    public string? Action => Form.GetValueOrDefault("Action");

    /// <summary>The body without the framing of signed chunks and without trailers.</summary>
    public byte[] Content
    {
        get
        {
            if (Headers.GetValueOrDefault("x-amz-content-sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) != true)
            {
                return Body;
            }

            var content = new MemoryStream();
            for (var at = 0; ;)
            {
                var end = at + Body.AsSpan(at).IndexOf("\r\n"u8);
                var size = Convert.ToInt32(Encoding.ASCII.GetString(Body, at, end - at).Split(';')[0], 16);
                if (size == 0)
                {
                    return content.ToArray();
                }

                content.Write(Body, end + 2, size);
                at = end + 2 + size + 2;
            }
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>What a <see cref="LoopbackServer"/> does with a request.</summary>
internal sealed record WireReply(int Status, string Body, params (string Name, string Value)[] Headers)
{
    /// <summary>Closes the connection without an answer.</summary>
    public static WireReply Reset { get; } = new(LoopbackReply.Reset, "");

    /// <summary>Never answers.</summary>
    public static WireReply Silence { get; } = new(LoopbackReply.Silence, "");

    public static WireReply Ok(string body = "") => new(200, body, ("Content-Type", "text/xml"));

    /// <summary>A reply of the Query protocol.</summary>
    public static WireReply Query(string action, string result) =>
        Ok($"""<{action}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{action}Response>""");

    /// <summary>An error of the Query protocol.</summary>
    public static WireReply Error(int status, string code, string message) =>
        new(status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-2</RequestId></ErrorResponse>", ("Content-Type", "text/xml"));

    /// <summary>An error of S3.</summary>
    public static WireReply S3Error(int status, string code, string message = "no") =>
        new(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>r-3</RequestId></Error>", ("Content-Type", "application/xml"));

    /// <summary>The page of a firewall.</summary>
    public static WireReply Html(int status) => new(status, "<html><body><h1>Blocked by policy<br></h1></body></html>", ("Content-Type", "text/html"));

    public LoopbackReply ToHttp() => new(Status, Encoding.UTF8.GetBytes(Body), Headers);
}

/// <summary>A service of AWS on loopback that answers, fails and falls silent as a test wants.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly LoopbackHttp _http;

    public LoopbackServer(Func<WireRequest, WireReply> answer)
    {
        Answer = answer;
        _http = new(request => Answer(new(request)).ToHttp());
    }

    public Func<WireRequest, WireReply> Answer { get; set; }

    public string Url => $"http://127.0.0.1:{_http.Port}";

    public IReadOnlyList<WireRequest> Requests => [.. _http.Requests.Select(request => new WireRequest(request))];

    public void Dispose() => _http.Dispose();
}
