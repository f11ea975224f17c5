using System.Buffers;

namespace Serverless.Local.Functions;

/// <summary>Takes a line without its end.</summary>
internal delegate void LineSink(ReadOnlySpan<byte> line);

/// <summary>Cuts a stream of bytes into lines. A line over the limit is cut, so that a function that never ends one cannot fill the memory.</summary>
/// <param name="sink">Told each line.</param>
/// <param name="limit">Bytes of the longest line; CloudWatch's limit for one event is the default.</param>
internal sealed class LineSplitter(LineSink sink, int limit = 256 * 1024)
{
    private readonly ArrayBufferWriter<byte> _rest = new();

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end && end >= 0)
        {
            Emit(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    /// <summary>Takes the end: what is left without a line end is a line too.</summary>
    public void Finish()
    {
        if (_rest.WrittenCount > 0)
        {
            Emit([]);
        }
    }

    private void Emit(ReadOnlySpan<byte> end)
    {
        if (_rest.WrittenCount == 0 && end.Length <= limit)
        {
            sink(WithoutReturn(end));
            return;
        }

        Keep(end);
        sink(WithoutReturn(_rest.WrittenSpan));
        _rest.ResetWrittenCount();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        while (_rest.WrittenCount + bytes.Length > limit)
        {
            var fits = limit - _rest.WrittenCount;
            _rest.Write(bytes[..fits]);
            sink(_rest.WrittenSpan);
            _rest.ResetWrittenCount();
            bytes = bytes[fits..];
        }

        _rest.Write(bytes);
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line is [.. var text, (byte)'\r'] ? text : line;
}
