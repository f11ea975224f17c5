using System.Buffers.Text;

namespace Serverless.RuntimeApi;

/// <summary>Writes the head of one request into a span that is known to be long enough.</summary>
internal ref struct RequestHead(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _length;

    internal readonly ReadOnlySpan<byte> Written => _destination[.._length];

    internal void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[_length..]);
        _length += bytes.Length;
    }

    /// <summary>Appends text; whatever is not visible ASCII becomes '?', so that no text can end a header line.</summary>
    internal void Append(scoped ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            _destination[_length++] = character is > ' ' and <= '~' ? (byte)character : (byte)'?';
        }

    }

    internal void Append(int number)
    {
        Utf8Formatter.TryFormat(number, _destination[_length..], out var written);
        _length += written;
    }

    internal void AppendHexadecimal(int number)
    {
        Utf8Formatter.TryFormat(number, _destination[_length..], out var written, 'x');
        _length += written;
    }
}
