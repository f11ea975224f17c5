using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Serverless.Errors;

/// <summary>The event cannot be read as what the handler takes. Its type name is what callers see as <c>errorType</c>.</summary>
internal sealed class InvalidEventException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static InvalidEventException Empty(JsonTypeInfo expected) =>
        new($"The event is empty, where the handler takes JSON for {expected.Type.FullName}.");

    internal static InvalidEventException Null(JsonTypeInfo expected) =>
        new($"The event is the JSON literal null, where the handler takes {expected.Type.FullName}.");

    // JsonException.Message ends in "Path: … | LineNumber: … | BytePositionInLine: …", counted from 0; editors count from 1.
    internal static InvalidEventException Unreadable(JsonTypeInfo expected, JsonException exception)
    {
        var reason = exception.Message;
        var technical = reason.IndexOf(" Path: ", StringComparison.Ordinal);
        var place = exception.LineNumber is { } line && exception.BytePositionInLine is { } position
            ? $" It stands at line {line + 1}, near byte {position + 1}, path {exception.Path ?? "$"}."
            : "";
        return new($"The event is not a {expected.Type.FullName}: {(technical < 0 ? reason : reason[..technical])}{place}", exception);
    }
}
