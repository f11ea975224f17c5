using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Aws;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The fields of a form body.</summary>
    public IReadOnlyDictionary<string, string> Form { get; } = Headers.GetValueOrDefault("content-type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) == true
        ? Encoding.UTF8.GetString(Body).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => Decode(pair[0]), pair => Decode(pair[1]))
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
    public static WireReply Reset { get; } = new(-1, "");

    /// <summary>Never answers.</summary>
    public static WireReply Silence { get; } = new(-2, "");

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
}

/// <summary>A small HTTP server on loopback that answers, fails and falls silent as a test wants.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<WireRequest> _requests = new();

    public LoopbackServer(Func<WireRequest, WireReply> answer)
    {
        Answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Func<WireRequest, WireReply> Answer { get; set; }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public IReadOnlyList<WireRequest> Requests => [.. _requests];

    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _listener.Stop();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream, cancellationToken) is { } request)
                {
                    _requests.Enqueue(request);
                    var reply = Answer(request);
                    if (reply == WireReply.Reset)
                    {
                        client.LingerState = new(enable: true, seconds: 0);
                        return;
                    }

                    if (reply == WireReply.Silence)
                    {
                        await Task.Delay(Timeout.Infinite, cancellationToken);
                    }

                    await WriteAsync(stream, request, reply, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private static async Task<WireRequest?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^4..] is [(byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1].Trim());
        if (headers.GetValueOrDefault("expect") == "100-continue")
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        var body = new byte[int.Parse(headers.GetValueOrDefault("content-length") ?? "0", System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new(first[0], first[1], headers, body);
    }

    private static async Task WriteAsync(NetworkStream stream, WireRequest request, WireReply reply, CancellationToken cancellationToken)
    {
        var body = request.Method == "HEAD" ? [] : Encoding.UTF8.GetBytes(reply.Body);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Whatever\r\nContent-Length: {body.Length}\r\n");
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    }
}
