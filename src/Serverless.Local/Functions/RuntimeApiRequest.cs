using System.Buffers.Text;
using System.Text;

namespace Serverless.Local.Functions;

/// <summary>The calls of the Runtime API.</summary>
internal enum RuntimeApiCall
{
    Unknown,
    Next,
    Response,
    Error,
    InitError,
}

/// <summary>What a runtime sent is not HTTP/1.1 as it is used here; the connection ends.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);

/// <summary>
/// The head of a request to the Runtime API, read strictly: what two readers could understand differently is refused.
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, RFC 9112)
/// </summary>
internal readonly record struct RuntimeApiRequest
{
    /// <summary>Which call it is.</summary>
    public RuntimeApiCall Call { get; private init; }

    /// <summary>The request id of the path; all zero when there is none or it is none of ours.</summary>
    public Guid RequestId { get; private init; }

    /// <summary>Bytes of the body; 0 when there is none, -1 when it comes in chunks.</summary>
    public long ContentLength { get; private init; }

    /// <summary>The <c>Host</c> header; null when it is missing.</summary>
    public string? Host { get; private init; }

    /// <summary>Whether the body may be sent only after a 100.</summary>
    public bool ExpectsContinue { get; private init; }

    /// <summary>Whether the connection ends with the answer.</summary>
    public bool Closes { get; private init; }

    /// <summary>Whether the response is streamed.</summary>
    public bool IsStreaming { get; private init; }

    /// <summary>Whether the body may start with a prelude of status and headers.</summary>
    public bool IsHttpIntegration { get; private init; }

    /// <summary>The <c>Lambda-Runtime-Function-Error-Type</c> header; null when it is missing.</summary>
    public string? ErrorType { get; private init; }

    /// <summary>Reads a head.</summary>
    /// <param name="head">From the request line to the empty line, without that.</param>
    /// <exception cref="MalformedRequestException">It is not a head.</exception>
    public static RuntimeApiRequest Read(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf("\r\n"u8);
        var request = ReadLine(end < 0 ? head : head[..end]);
        var seen = new SeenHeaders();
        while (end >= 0)
        {
            head = head[(end + 2)..];
            end = head.IndexOf("\r\n"u8);
            request = ReadHeader(request, end < 0 ? head : head[..end], ref seen);
        }

        return seen is { Length: true, Chunked: true } ? throw new MalformedRequestException("Both a length and chunks.") : request;
    }

    private static RuntimeApiRequest ReadLine(ReadOnlySpan<byte> line)
    {
        var methodEnd = line.IndexOf((byte)' ');
        var targetEnd = line.LastIndexOf((byte)' ');
        if (methodEnd <= 0 || targetEnd <= methodEnd || line[(targetEnd + 1)..] is not [(byte)'H', (byte)'T', (byte)'T', (byte)'P', (byte)'/', (byte)'1', (byte)'.', (byte)'0' or (byte)'1'])
        {
            throw new MalformedRequestException("Not an HTTP/1.1 request line.");
        }

        var call = Route(line[..methodEnd], line[(methodEnd + 1)..targetEnd], out var requestId);
        return new() { Call = call, RequestId = requestId, Closes = line[^1] == (byte)'0' };
    }

    private static RuntimeApiCall Route(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, out Guid requestId)
    {
        requestId = default;
        var prefix = "/2018-06-01/runtime/"u8;
        if (!target.StartsWith(prefix))
        {
            return RuntimeApiCall.Unknown;
        }

        target = target[prefix.Length..];
        if (method.SequenceEqual("GET"u8))
        {
            return target.SequenceEqual("invocation/next"u8) ? RuntimeApiCall.Next : RuntimeApiCall.Unknown;
        }

        if (!method.SequenceEqual("POST"u8))
        {
            return RuntimeApiCall.Unknown;
        }

        return target.SequenceEqual("init/error"u8) ? RuntimeApiCall.InitError
            : target.StartsWith("invocation/"u8) ? Answer(target["invocation/"u8.Length..], out requestId)
            : RuntimeApiCall.Unknown;
    }

    private static RuntimeApiCall Answer(ReadOnlySpan<byte> target, out Guid requestId)
    {
        requestId = default;
        var slash = target.IndexOf((byte)'/');
        var call = slash < 0 ? RuntimeApiCall.Unknown
            : target[(slash + 1)..].SequenceEqual("response"u8) ? RuntimeApiCall.Response
            : target[(slash + 1)..].SequenceEqual("error"u8) ? RuntimeApiCall.Error
            : RuntimeApiCall.Unknown;
        if (slash == 36 && Utf8Parser.TryParse(target[..slash], out Guid id, out var length) && length == slash)
        {
            requestId = id;
        }

        return call;
    }

    private static RuntimeApiRequest ReadHeader(RuntimeApiRequest request, ReadOnlySpan<byte> line, ref SeenHeaders seen)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].IndexOfAnyInRange((byte)0, (byte)' ') >= 0 || line.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) >= 0)
        {
            throw new MalformedRequestException("Not a header line.");
        }

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        switch (name.Length)
        {
            case 4 when Is(name, "host"u8):
                return request.Host is null ? request with { Host = Encoding.UTF8.GetString(value) } : throw new MalformedRequestException("Two hosts.");
            case 6 when Is(name, "expect"u8):
                return request with { ExpectsContinue = Is(value, "100-continue"u8) };
            case 10 when Is(name, "connection"u8):
                return request with { Closes = Is(value, "close"u8) || (request.Closes && !Is(value, "keep-alive"u8)) };
            case 12 when Is(name, "content-type"u8):
                return request with { IsHttpIntegration = Is(value, "application/vnd.awslambda.http-integration-response"u8) };
            case 14 when Is(name, "content-length"u8):
                return ReadLength(request, value, ref seen);
            case 17 when Is(name, "transfer-encoding"u8):
                seen.Chunked = Is(value, "chunked"u8) && !seen.Chunked ? true : throw new MalformedRequestException("A transfer coding other than chunks.");
                return request with { ContentLength = -1 };
            case 34 when Is(name, "lambda-runtime-function-error-type"u8):
                return request with { ErrorType = Encoding.UTF8.GetString(value) };
            case 37 when Is(name, "lambda-runtime-function-response-mode"u8):
                return request with { IsStreaming = Is(value, "streaming"u8) };
            default:
                return request;
        }
    }

    private static RuntimeApiRequest ReadLength(RuntimeApiRequest request, ReadOnlySpan<byte> value, ref SeenHeaders seen)
    {
        if (seen.Length || value.IsEmpty || value.Length > 18 || value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || !Utf8Parser.TryParse(value, out long length, out _))
        {
            throw new MalformedRequestException("Not a length, or two.");
        }

        seen.Length = true;
        return request.ContentLength < 0 ? request : request with { ContentLength = length };
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(text, lowerCase);

    private struct SeenHeaders
    {
        public bool Length;
        public bool Chunked;
    }
}
