using System.Buffers.Text;

namespace Serverless.Http;

/// <summary>
/// Decodes a chunked body in place (RFC 9112, 7.1): the decoded body grows from the head on, the bytes still to read stand behind it.
/// </summary>
internal ref struct ChunkedBody
{
    internal const int MaxLineLength = 1024;

    private readonly ResponseBuffer _buffer;
    private readonly int _start;
    private readonly int _maxLength;
    private int _length;
    private int _raw;

    /// <param name="buffer">What has arrived, which is filled as needed.</param>
    /// <param name="start">Where the body starts.</param>
    /// <param name="maxLength">The longest body to accept, in bytes.</param>
    internal ChunkedBody(ResponseBuffer buffer, int start, int maxLength) =>
        (_buffer, _start, _maxLength, _length, _raw) = (buffer, start, maxLength, 0, start);

    private readonly int End => _start + _length;

    /// <summary>Decodes the body to its end, where the buffer then ends too, and returns its length.</summary>
    /// <param name="isFollowed">Whether bytes had arrived behind it.</param>
    /// <exception cref="HttpFormatException">It is no chunked body, or too long.</exception>
    internal int Decode(out bool isFollowed)
    {
        for (int size; (size = ReadSize()) > 0;)
        {
            if (size > _maxLength - _length)
            {
                throw HttpFormatException.TooLongBody(_maxLength);
            }

            Move(size);
            if (ReadLine(MaxLineLength).Length != 0)
            {
                throw new HttpFormatException("The Runtime API sent a chunk that is longer than its size.");
            }
        }

        ReadTrailers();
        isFollowed = _raw != _buffer.Length;
        _buffer.Truncate(End);
        return _length;
    }

    private int ReadSize()
    {
        var line = ReadLine(MaxLineLength);
        var semicolon = line.IndexOf((byte)';');
        var digits = (semicolon < 0 ? line : line[..semicolon]).TrimEnd(" \t"u8);
        return digits.Length is > 0 and <= 8 && Utf8Parser.TryParse(digits, out int size, out var read, 'x') && read == digits.Length && size >= 0
            ? size
            : throw new HttpFormatException("The Runtime API sent a malformed chunk size.");
    }

    private void Move(int size)
    {
        while (size > 0)
        {
            if (_raw == _buffer.Length)
            {
                Fill();
            }

            var bytes = _buffer.Bytes;
            var count = Math.Min(size, bytes.Length - _raw);
            bytes.Slice(_raw, count).CopyTo(bytes[End..]);
            _length += count;
            _raw += count;
            size -= count;
        }
    }

    private void ReadTrailers()
    {
        var length = 0;
        for (var line = ReadLine(HttpResponseReader.MaxHeadLength); !line.IsEmpty; line = ReadLine(HttpResponseReader.MaxHeadLength))
        {
            HttpHeaders.Check(line);
            length += line.Length + 2;
            if (length > HttpResponseReader.MaxHeadLength)
            {
                throw HttpFormatException.TooLongHead();
            }
        }
    }

    /// <summary>The next line without its CRLF; valid until the next read.</summary>
    private ReadOnlySpan<byte> ReadLine(int maxLength)
    {
        int length;
        while ((length = _buffer.Bytes[_raw..].IndexOf("\r\n"u8)) < 0 && _buffer.Length - _raw <= maxLength)
        {
            Fill();
        }

        if (length < 0 || length > maxLength)
        {
            throw new HttpFormatException("The Runtime API sent a line that is too long in a chunked body.");
        }

        var line = _buffer.Bytes.Slice(_raw, length);
        _raw += length + 2;
        return line;
    }

    /// <summary>Closes the gap that decoding has left before it asks for more, so that framing never costs memory.</summary>
    private void Fill()
    {
        if (_raw == _buffer.Length || _buffer.IsFull)
        {
            _buffer.Remove(End, _raw);
            _raw = End;
        }

        _buffer.Fill();
    }
}
