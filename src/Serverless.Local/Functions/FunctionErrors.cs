using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serverless.Diagnostics;

namespace Serverless.Local.Functions;

/// <summary>The error documents that Lambda itself writes, with its words: callers and their tests look for them.</summary>
internal static class FunctionErrors
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document <c>{"errorType":…,"errorMessage":…}</c> in UTF-8.</summary>
    public static byte[] Document(string errorType, string errorMessage)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("errorType"u8, errorType);
            json.WriteString("errorMessage"u8, errorMessage);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] TimedOut(string requestId, double seconds) =>
        Document("Sandbox.Timedout", $"RequestId: {requestId} Error: Task timed out after {seconds:0.00} seconds");

    public static byte[] Exited(string requestId, int exitCode) =>
        Document("Runtime.ExitError", $"RequestId: {requestId} Error: {ExitReason(exitCode)}");

    public static byte[] NextWhileBusy(string requestId) =>
        Document("Runtime.InvalidStateTransition", $"RequestId: {requestId} Error: Runtime asked for the next event without answering this one");

    public static byte[] TruncatedResponse(string requestId) =>
        Document("Runtime.TruncatedResponse", $"RequestId: {requestId} Error: Response stream ended before its last chunk");

    public static byte[] ResponseTooLarge(int limit) =>
        Document("Function.ResponseSizeTooLarge", $"Response payload size exceeded maximum allowed payload size ({limit} bytes).");

    public static byte[] RequestTooLarge(int limit) =>
        Document("RequestEntityTooLargeException", $"Request must be smaller than {limit} bytes for the InvokeFunction operation");

    public static byte[] TooManyRequests() =>
        Document("TooManyRequestsException", "Rate Exceeded.");

    public static byte[] Stopped(string requestId) =>
        Document("Sandbox.Stopped", $"RequestId: {requestId} Error: The function was removed or the local cloud stopped before it answered");

    /// <summary>A function that cannot be started here: what is wrong and what to do.</summary>
    public static byte[] CannotStart(Diagnostic diagnostic) =>
        Document("Runtime.InvalidEntrypoint", $"{diagnostic.Code}: {diagnostic.Text}");

    // Unix reports death by signal as 128 + its number. 134 is left as a status: the managed runtimes' start script
    // turns an abort into one, so that is what people know from their logs.
    private static string ExitReason(int exitCode) => exitCode switch
    {
        0 => "Runtime exited without providing a reason",
        132 => "Runtime exited with error: signal: illegal instruction",
        136 => "Runtime exited with error: signal: floating point exception",
        137 => "Runtime exited with error: signal: killed",
        139 => "Runtime exited with error: signal: segmentation fault",
        143 => "Runtime exited with error: signal: terminated",
        _ => $"Runtime exited with error: exit status {exitCode}",
    };
}
