using System.Text;

namespace Serverless.Local.Functions;

/// <summary>The answers of the Runtime API, whole and ready to send.</summary>
internal static class RuntimeApiAnswer
{
    /// <summary>202. The body matters: a runtime client of Amazon's dies of an empty one.</summary>
    public static readonly ReadOnlyMemory<byte> Accepted = Make("202 Accepted", """{"status":"OK"}""");

    /// <summary>400: no invocation of this id is under way.</summary>
    public static readonly ReadOnlyMemory<byte> InvalidRequestId = Error("400 Bad Request", "InvalidRequestID", "No invocation of this id is under way.");

    /// <summary>403: not now.</summary>
    public static readonly ReadOnlyMemory<byte> InvalidStateTransition = Error("400 Bad Request", "InvalidStateTransition", "The call does not fit the state of the environment: the answer was given already, or an event is asked for twice.");

    /// <summary>413: over 6 MB.</summary>
    public static readonly ReadOnlyMemory<byte> TooLarge = Error("413 Payload Too Large", "RequestEntityTooLarge", $"Response payload size exceeded maximum allowed payload size ({RuntimeApiListener.MaxPayload} bytes).");

    /// <summary>404: no call of the Runtime API that is emulated.</summary>
    public static readonly ReadOnlyMemory<byte> NotFound = Error("404 Not Found", "NotFound", "The local Runtime API has no such call.");

    /// <summary>403: asked under another name than the one that the process was told.</summary>
    public static readonly ReadOnlyMemory<byte> ForeignHost = Error("403 Forbidden", "Forbidden", "Ask under the address in AWS_LAMBDA_RUNTIME_API.", "Connection: close\r\n");

    /// <summary>410: the environment has ended.</summary>
    public static readonly ReadOnlyMemory<byte> Gone = Error("410 Gone", "Gone", "This environment has ended.", "Connection: close\r\n");

    /// <summary>100.</summary>
    public static readonly ReadOnlyMemory<byte> Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    /// <summary>400: not HTTP.</summary>
    public static ReadOnlyMemory<byte> Malformed(string why) => Error("400 Bad Request", "BadRequest", why, "Connection: close\r\n");

    private static byte[] Error(string status, string errorType, string message, string headers = "") =>
        Make(status, Encoding.UTF8.GetString(FunctionErrors.Document(errorType, message)), headers);

    private static byte[] Make(string status, string body, string headers = "") =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
}
