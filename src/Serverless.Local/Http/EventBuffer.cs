using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Serverless.Local.Http;

/// <summary>Memory and a JSON writer for one event, used again for the next.</summary>
internal sealed class EventBuffer
{
    private const int LargestKept = 16 * 1024;
    private static readonly ConcurrentQueue<EventBuffer> Free = new();

    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    private EventBuffer() => Json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Writes into the buffer.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written
    {
        get
        {
            Json.Flush();
            return _bytes.WrittenMemory;
        }
    }

    /// <summary>An empty buffer.</summary>
    public static EventBuffer Rent() => Free.TryDequeue(out var buffer) ? buffer : new EventBuffer();

    /// <summary>Gives the buffer back. Only when nobody reads <see cref="Written"/> any more.</summary>
    public void Return()
    {
        if (_bytes.Capacity <= LargestKept && Free.Count < 64)
        {
            _bytes.ResetWrittenCount();
            Json.Reset();
            Free.Enqueue(this);
        }
    }
}
