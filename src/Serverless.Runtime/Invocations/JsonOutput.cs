using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Serverless.Errors;
using Serverless.Messages;

namespace Serverless.Invocations;

/// <summary>Writes results as JSON with one writer that is reused; it takes over the layout that the type's options ask for.</summary>
internal sealed class JsonOutput<TOutput>(JsonTypeInfo<TOutput> type)
{
    private Utf8JsonWriter? _writer;

    /// <summary>Replaces what is in <paramref name="buffer"/> by the value, or throws an <see cref="InvalidResponseException"/>.</summary>
    internal void Write(MessageBuffer buffer, TOutput value)
    {
        buffer.Clear();
        var writer = _writer ??= new Utf8JsonWriter(buffer, WriterOptions(type.Options));
        writer.Reset();
        try
        {
            JsonSerializer.Serialize(writer, value, type);
            writer.Flush();
        }
        catch (MessageTooLongException exception)
        {
            throw InvalidResponseException.TooLong(exception);
        }
        catch (Exception exception)
        {
            throw InvalidResponseException.Unwritable(type, exception);
        }
    }

    private static JsonWriterOptions WriterOptions(JsonSerializerOptions options) => new()
    {
        Encoder = options.Encoder,
        Indented = options.WriteIndented,
        MaxDepth = options.MaxDepth,
#if NET9_0_OR_GREATER
        IndentCharacter = options.IndentCharacter,
        IndentSize = options.IndentSize,
        NewLine = options.NewLine,
#endif
    };
}
