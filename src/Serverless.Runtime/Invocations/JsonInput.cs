using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Errors;

namespace Serverless.Invocations;

internal static class JsonInput
{
    /// <summary>Reads an event, or throws an <see cref="InvalidEventException"/> that says what is wrong with it and where.</summary>
    internal static TInput Read<TInput>(ReadOnlySpan<byte> body, JsonTypeInfo<TInput> type)
    {
        if (body.IsEmpty)
        {
            throw InvalidEventException.Empty(type);
        }

        try
        {
            var input = JsonSerializer.Deserialize(body, type);
            return input is not null || typeof(TInput).IsValueType ? input! : throw InvalidEventException.Null(type);
        }
        catch (JsonException exception)
        {
            throw InvalidEventException.Unreadable(type, exception);
        }
    }
}
