using System.Text.Json.Serialization.Metadata;

namespace Serverless.Errors;

/// <summary>What the handler returned cannot be sent. Its type name is what callers see as <c>errorType</c>.</summary>
internal sealed class InvalidResponseException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static InvalidResponseException NoTask() =>
        new("The handler returned null instead of a Task. Return Task.CompletedTask, or make the handler async.");

    internal static InvalidResponseException NoStream() =>
        new("The handler returned null instead of a Stream. Return Stream.Null for an empty response.");

    internal static InvalidResponseException Unwritable(JsonTypeInfo type, Exception exception) =>
        new($"The handler's result, a {type.Type.FullName}, cannot be written as JSON: {ExceptionText.Message(exception)}", exception);

    internal static InvalidResponseException Unreadable(Exception exception) =>
        new($"The stream that the handler returned cannot be read: {ExceptionText.Message(exception)}", exception);

    internal static InvalidResponseException TooLong(Exception exception) =>
        new($"{ExceptionText.Message(exception)} Lambda takes 6 MB from a handler that returns its response and more from one that streams it.", exception);
}
