using System.Net;
using Microsoft.AspNetCore.Http;

namespace Serverless.Local.Http;

/// <summary>A request as the gateway sees it, ready to be written as an event.</summary>
internal readonly ref struct GatewayRequest
{
    /// <summary>The API.</summary>
    public required HttpApiDefinition Api { get; init; }

    /// <summary>The route that took it.</summary>
    public required ServedRoute Route { get; init; }

    /// <summary>The account that events name.</summary>
    public required string AccountId { get; init; }

    public required string Method { get; init; }

    /// <summary>The path as it was sent, with the stage.</summary>
    public required string Path { get; init; }

    /// <summary>The path as it was sent, without the stage.</summary>
    public required string PathInStage { get; init; }

    /// <summary>The query as it was sent, without the question mark.</summary>
    public required string Query { get; init; }

    public required string Protocol { get; init; }

    public required IHeaderDictionary Headers { get; init; }

    public required ReadOnlySpan<byte> Body { get; init; }

    public required IPAddress? SourceAddress { get; init; }

    public required int Port { get; init; }

    /// <summary>The gateway's own id of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>The X-Ray root, <c>Root=1-…</c>.</summary>
    public required string TraceRoot { get; init; }

    public required DateTimeOffset Time { get; init; }

    public string SourceIp => SourceAddress is null || SourceAddress.Equals(IPAddress.Loopback) ? "127.0.0.1" : SourceAddress.ToString();

    public string UserAgent => Headers.UserAgent.Count > 0 ? Headers.UserAgent.ToString() : "";

    public string Host => Headers.Host.ToString();

    /// <summary>
    /// Whether the body goes into the event as base64. Only four families are text to an HTTP API, observed on the real one: forms and
    /// bodies without a type are binary to it.
    /// </summary>
    public bool IsBinary
    {
        get
        {
            var type = Headers.ContentType.ToString().AsSpan();
            var end = type.IndexOf(';');
            type = (end < 0 ? type : type[..end]).Trim();
            return !(type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
                || type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Equals("application/xml", StringComparison.OrdinalIgnoreCase)
                || type.Equals("application/javascript", StringComparison.OrdinalIgnoreCase));
        }
    }
}
