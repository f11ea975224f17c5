using Serverless.Errors;
using Serverless.Messages;

namespace Serverless.RuntimeApi;

/// <summary>The requests of the Runtime API as bytes. Heads are put together by hand: they are few, and always the same.</summary>
internal sealed class RuntimeApiRequests
{
    internal const string UserAgent = "serverless-runtime/1.0.0";

    private const int MaxErrorTypeLength = 256;

    private readonly byte[] _commonHeaders;

    internal RuntimeApiRequests(string host)
    {
        var head = new RequestHead(stackalloc byte[MessageBuffer.Room]);
        head.Append(" HTTP/1.1\r\nHost: "u8);
        head.Append(host);
        head.Append("\r\nUser-Agent: "u8);
        head.Append(UserAgent);
        head.Append("\r\n"u8);
        _commonHeaders = head.Written.ToArray();
        Next = Get("/2018-06-01/runtime/invocation/next"u8);
    }

    internal byte[] Next { get; }

    internal byte[] Restore => Get("/2018-06-01/runtime/restore/next"u8);

    /// <summary>Makes a complete body the request that responds with it.</summary>
    internal void PrependResponse(MessageBuffer body, string requestId)
    {
        var head = new RequestHead(stackalloc byte[MessageBuffer.Room]);
        AppendResponseLine(ref head, requestId);
        head.Append("Content-Type: application/json\r\nContent-Length: "u8);
        head.Append(body.Length);
        head.Append("\r\n\r\n"u8);
        body.Prepend(head.Written);
    }

    /// <summary>Puts the head of a streamed response before its first chunk.</summary>
    internal void PrependStreamedResponse(MessageBuffer chunk, string requestId, ReadOnlySpan<byte> contentType)
    {
        var head = new RequestHead(stackalloc byte[MessageBuffer.Room]);
        AppendResponseLine(ref head, requestId);
        head.Append("Content-Type: "u8);
        head.Append(contentType);
        head.Append("\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"u8);
        head.Append("Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n"u8);
        chunk.Prepend(head.Written);
    }

    internal byte[] InvocationError(string requestId, ErrorReport report, string workingDirectory)
    {
        var path = new RequestHead(stackalloc byte[MessageBuffer.Room]);
        path.Append("/2018-06-01/runtime/invocation/"u8);
        path.Append(requestId);
        path.Append("/error"u8);
        return Error(path.Written, report, XRayCause.Of(report, workingDirectory));
    }

    internal byte[] InitializationError(ErrorReport report) => Error("/2018-06-01/runtime/init/error"u8, report, xrayCause: null);

    private byte[] Get(ReadOnlySpan<byte> path)
    {
        var head = new RequestHead(stackalloc byte[MessageBuffer.Room]);
        head.Append("GET "u8);
        head.Append(path);
        head.Append(_commonHeaders);
        head.Append("Accept: application/json\r\n\r\n"u8);
        return head.Written.ToArray();
    }

    private void AppendResponseLine(ref RequestHead head, string requestId)
    {
        head.Append("POST /2018-06-01/runtime/invocation/"u8);
        head.Append(requestId);
        head.Append("/response"u8);
        head.Append(_commonHeaders);
    }

    private byte[] Error(ReadOnlySpan<byte> path, ErrorReport report, MessageBuffer? xrayCause)
    {
        var body = report.ToJson();
        var head = new RequestHead(new byte[(2 * MessageBuffer.Room) + (xrayCause?.Length ?? 0)]);
        head.Append("POST "u8);
        head.Append(path);
        head.Append(_commonHeaders);
        head.Append("Content-Type: application/vnd.aws.lambda.error+json\r\nLambda-Runtime-Function-Error-Type: "u8);
        head.Append(report.ErrorType.AsSpan(0, Math.Min(report.ErrorType.Length, MaxErrorTypeLength)));
        if (xrayCause is not null)
        {
            head.Append("\r\nLambda-Runtime-Function-XRay-Error-Cause: "u8);
            head.Append(xrayCause.Written);
        }

        head.Append("\r\nContent-Length: "u8);
        head.Append(body.Length);
        head.Append("\r\n\r\n"u8);
        return [.. head.Written, .. body.Written];
    }
}
