using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Serverless.Local.Http;

/// <summary>One request and its answer.</summary>
internal sealed class Exchange
{
    // These describe the connection, which is ours, not the content, which is the function's. (RFC 9110, 7.6.1)
    private static readonly HashSet<string> ConnectionHeaders = new(
        ["connection", "content-length", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"],
        StringComparer.OrdinalIgnoreCase);

    private readonly IHttpResponseFeature _response;

    public Exchange(IFeatureCollection context, string requestId)
    {
        Context = context;
        Request = context.GetRequiredFeature<IHttpRequestFeature>();
        _response = context.GetRequiredFeature<IHttpResponseFeature>();
        RequestId = requestId;
        Headers["apigw-requestid"] = requestId;
    }

    public IFeatureCollection Context { get; }

    public IHttpRequestFeature Request { get; }

    /// <summary>The gateway's own id of the request.</summary>
    public string RequestId { get; }

    /// <summary>The headers of the answer.</summary>
    public IHeaderDictionary Headers => _response.Headers;

    public void SetStatus(int status) => _response.StatusCode = status;

    /// <summary>The gateway's own words: <c>{"message":"…"}</c>.</summary>
    public Task RefuseAsync(int status, string message)
    {
        SetStatus(status);
        Headers.ContentType = "application/json";
        var text = JsonEncodedText.Encode(message, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return WriteBodyAsync(Encoding.UTF8.GetBytes($$"""{"message":"{{text}}"}"""));
    }

    /// <summary>The function's answer. Headers that HTTP does not allow end in 500.</summary>
    public Task WriteAsync(int status, IEnumerable<KeyValuePair<string, string>> headers, IReadOnlyList<string> cookies, bool hasContentType, ReadOnlyMemory<byte> body, bool withoutCors)
    {
        try
        {
            foreach (var (name, value) in headers)
            {
                if (!ConnectionHeaders.Contains(name) && !(withoutCors && CorsPolicy.Replaces(name)))
                {
                    Headers.Append(name, value);
                }
            }

            foreach (var cookie in cookies)
            {
                Headers.Append("Set-Cookie", cookie);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            Headers.Clear();
            Headers["apigw-requestid"] = RequestId;
            return RefuseAsync(500, "Internal Server Error");
        }

        SetStatus(status);
        if (status is 204 or 304)
        {
            return Task.CompletedTask;
        }

        if (!hasContentType && StringValues.IsNullOrEmpty(Headers.ContentType))
        {
            Headers.ContentType = "text/plain; charset=utf-8";
        }

        return WriteBodyAsync(body);
    }

    private async Task WriteBodyAsync(ReadOnlyMemory<byte> body)
    {
        Headers.ContentLength = body.Length;
        if (Request.Method != "HEAD" && body.Length > 0)
        {
            await Context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(body);
        }
    }
}
