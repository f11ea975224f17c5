using System.Buffers.Text;
using System.Text;
using Serverless.Messages;

namespace Serverless.Http;

/// <summary>
/// Reads one HTTP/1.1 response after another from a channel into one reused buffer (RFC 9112). Strict where leniency could mean
/// two readings of the same bytes, bounded everywhere: the buffer grows with what arrives, never with what is promised.
/// Everything read is valid until the next <see cref="Read"/>.
/// </summary>
internal sealed class HttpResponseReader
{
    internal const int MaxHeadLength = 64 * 1024;
    internal const int MaxBodyLength = 64 * 1024 * 1024;

    private const int InitialBufferLength = 16 * 1024;
    private const int KeptBufferLength = 1024 * 1024;
    private const int TrustedLength = 8 * 1024 * 1024;
    private const int MaxChunkLineLength = 1024;
    private const int MaxInterimResponses = 16;

    private readonly HttpHeaders _headers = new();
    private readonly TimeSpan _stallLimit;
    private readonly int _maxBodyLength;

    private ByteChannel _channel = null!;
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(InitialBufferLength);
    private int _filled;
    private int _bodyStart;
    private int _bodyLength;

    /// <param name="stallLimit">How long a peer may be silent once it has begun a response.</param>
    /// <param name="maxBodyLength">The longest body to accept, in bytes.</param>
    internal HttpResponseReader(TimeSpan stallLimit, int maxBodyLength = MaxBodyLength) =>
        (_stallLimit, _maxBodyLength) = (stallLimit, maxBodyLength);

    internal int Status { get; private set; }

    /// <summary>Whether the connection can carry another request.</summary>
    internal bool KeepsAlive { get; private set; }

    /// <summary>Whether at least one byte of the current response has arrived.</summary>
    internal bool HasBegun => _filled > 0;

    internal ReadOnlyMemory<byte> Body => _buffer.AsMemory(_bodyStart, _bodyLength);

    /// <summary>A header's value without surrounding blanks, decoded as UTF-8; null when there is none or it is empty.</summary>
    internal string? Header(ReadOnlySpan<byte> name) =>
        HeaderBytes(name) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value) : null;

    /// <summary>A header's value as it came, without surrounding blanks; an empty span when there is none.</summary>
    internal ReadOnlySpan<byte> HeaderBytes(ReadOnlySpan<byte> name) => _headers.Value(_buffer, name);

    /// <summary>Waits for a response, for ever until its first byte, and reads it completely.</summary>
    /// <exception cref="ConnectionLostException">The connection ended or fell silent before the response did.</exception>
    /// <exception cref="HttpFormatException">The bytes are no response, or too many.</exception>
    internal void Read(ByteChannel channel)
    {
        Forget();
        _channel = channel;
        ReadHead();
        for (var interim = 1; Status < 200; interim++)
        {
            if (Status == 101 || interim > MaxInterimResponses)
            {
                throw new HttpFormatException($"The Runtime API answered with an unexpected interim status {Status}.");
            }

            DropHead();
            ReadHead();
        }

        ReadBody();

        // Bytes that nobody asked for leave the response intact, but whatever they begin must not be read as the next one.
        KeepsAlive &= _filled == _bodyStart + _bodyLength;
    }

    /// <summary>Gives up the last response, and its buffer when that has grown large.</summary>
    private void Forget()
    {
        (_filled, _bodyStart, _bodyLength, Status, KeepsAlive) = (0, 0, 0, 0, false);
        _headers.Clear();
        if (_buffer.Length > KeptBufferLength)
        {
            _buffer = new byte[InitialBufferLength];
        }
    }

    private void DropHead()
    {
        _buffer.AsSpan(_bodyStart, _filled - _bodyStart).CopyTo(_buffer);
        _filled -= _bodyStart;
    }

    private void ReadHead()
    {
        var searched = 0;
        int end;
        while ((end = _buffer.AsSpan(searched, _filled - searched).IndexOf("\r\n\r\n"u8)) < 0)
        {
            RejectWhatIsNoResponse();
            searched = Math.Max(0, _filled - 3);
            Fill();
        }

        RejectWhatIsNoResponse();
        _bodyStart = searched + end + 4;
        if (_bodyStart > MaxHeadLength)
        {
            throw TooLongHead();
        }

        var head = _buffer.AsSpan(0, _bodyStart - 2);
        var statusEnd = head.IndexOf("\r\n"u8) + 2;
        ReadStatusLine(head[..(statusEnd - 2)]);
        _headers.Clear();
        _headers.Read(head[statusEnd..], statusEnd);
    }

    /// <summary>Says no as early as the bytes allow, so that a peer of another kind is not waited for.</summary>
    private void RejectWhatIsNoResponse()
    {
        var prefix = "HTTP/1."u8[..Math.Min(_filled, 7)];
        if (!_buffer.AsSpan(0, prefix.Length).SequenceEqual(prefix))
        {
            throw new HttpFormatException("What answers at AWS_LAMBDA_RUNTIME_API does not speak HTTP/1.1.");
        }

        if (_filled > MaxHeadLength && _buffer.AsSpan(0, MaxHeadLength).IndexOf("\r\n\r\n"u8) < 0)
        {
            throw TooLongHead();
        }
    }

    private static HttpFormatException TooLongHead() => new($"The Runtime API sent a header section longer than {MaxHeadLength / 1024} KB.");

    // "HTTP/1.1 200 OK" or "HTTP/1.1 200 " or, as some servers write it, "HTTP/1.1 200".
    private void ReadStatusLine(ReadOnlySpan<byte> line)
    {
        var valid = line.Length >= 12 && line[7] is (byte)'0' or (byte)'1' && line[8] == ' ' && (line.Length == 12 || line[12] == ' ');
        if (!valid || !Digits.TryRead(line.Slice(9, 3), out long status) || status < 100)
        {
            throw new HttpFormatException("The Runtime API sent a malformed status line.");
        }

        (Status, KeepsAlive) = ((int)status, line[7] == '1');
    }

    private void ReadBody()
    {
        var chunked = IsChunked();
        var length = ContentLength();
        KeepsAlive &= !ClosesConnection();
        if (Status is 204 or 304)
        {
            return;
        }

        if (chunked && length >= 0)
        {
            throw new HttpFormatException("The Runtime API sent both Content-Length and Transfer-Encoding.");
        }

        if (chunked)
        {
            ReadChunks();
        }
        else if (length >= 0)
        {
            ReadCounted(length);
        }
        else if (!KeepsAlive)
        {
            ReadToTheEnd();
        }
        else
        {
            // Only the event matters; an acknowledgement whose end nobody announced is as good as an empty one.
            KeepsAlive = Status != 200 ? false : throw new HttpFormatException("The Runtime API sent a response without Content-Length.");
        }
    }

    private bool IsChunked()
    {
        var first = _headers.IndexOf(_buffer, "Transfer-Encoding"u8, 0);
        if (first < 0)
        {
            return false;
        }

        var single = _headers.IndexOf(_buffer, "Transfer-Encoding"u8, first + 1) < 0;
        return single && Ascii.EqualsIgnoreCase(_headers.ValueAt(_buffer, first), "chunked"u8)
            ? true
            : throw new HttpFormatException("The Runtime API sent a Transfer-Encoding other than chunked.");
    }

    /// <summary>The announced length, or -1.</summary>
    private int ContentLength()
    {
        var length = -1;
        for (var i = -1; (i = _headers.IndexOf(_buffer, "Content-Length"u8, i + 1)) >= 0;)
        {
            var value = _headers.ValueAt(_buffer, i);
            if (!Digits.TryRead(value, out long parsed) || (length >= 0 && length != parsed))
            {
                throw new HttpFormatException("The Runtime API sent a malformed Content-Length.");
            }

            length = parsed <= _maxBodyLength ? (int)parsed : throw TooLongBody();
        }

        return length;
    }

    private HttpFormatException TooLongBody() => new($"The Runtime API sent a body longer than {_maxBodyLength} bytes.");

    private bool ClosesConnection()
    {
        for (var i = -1; (i = _headers.IndexOf(_buffer, "Connection"u8, i + 1)) >= 0;)
        {
            for (var rest = _headers.ValueAt(_buffer, i); !rest.IsEmpty;)
            {
                var comma = rest.IndexOf((byte)',');
                var option = (comma < 0 ? rest : rest[..comma]).Trim(" \t"u8);
                if (Ascii.EqualsIgnoreCase(option, "close"u8))
                {
                    return true;
                }

                rest = comma < 0 ? default : rest[(comma + 1)..];
            }
        }

        return false;
    }

    private void ReadCounted(int length)
    {
        // An announced event of usual size is worth one exact allocation instead of several doublings.
        if (length <= TrustedLength && _buffer.Length < _bodyStart + length)
        {
            Array.Resize(ref _buffer, _bodyStart + length);
        }

        while (_filled - _bodyStart < length)
        {
            Fill();
        }

        _bodyLength = length;
    }

    private void ReadToTheEnd()
    {
        do
        {
            if (_filled - _bodyStart > _maxBodyLength)
            {
                throw TooLongBody();
            }
        }
        while (TryFill());

        _bodyLength = _filled - _bodyStart;
    }

    /// <summary>
    /// Decodes chunks in place: the decoded body grows from the head on, the bytes still to read stand behind it.
    /// </summary>
    private void ReadChunks()
    {
        var raw = _bodyStart;
        for (int size; (size = ReadChunkSize(ref raw)) > 0;)
        {
            if (size > _maxBodyLength - _bodyLength)
            {
                throw TooLongBody();
            }

            MoveChunk(ref raw, size);
            if (ReadLine(ref raw, MaxChunkLineLength).Length != 0)
            {
                throw new HttpFormatException("The Runtime API sent a chunk that is longer than its size.");
            }
        }

        var trailers = 0;
        for (var line = ReadLine(ref raw, MaxHeadLength); !line.IsEmpty; line = ReadLine(ref raw, MaxHeadLength))
        {
            HttpHeaders.Check(line);
            trailers += line.Length + 2;
            if (trailers > MaxHeadLength)
            {
                throw TooLongHead();
            }
        }

        KeepsAlive &= raw == _filled;
        _filled = _bodyStart + _bodyLength;
    }

    private int ReadChunkSize(ref int raw)
    {
        var line = ReadLine(ref raw, MaxChunkLineLength);
        var semicolon = line.IndexOf((byte)';');
        var digits = (semicolon < 0 ? line : line[..semicolon]).TrimEnd(" \t"u8);
        return digits.Length is > 0 and <= 8 && Utf8Parser.TryParse(digits, out int size, out var read, 'x') && read == digits.Length && size >= 0
            ? size
            : throw new HttpFormatException("The Runtime API sent a malformed chunk size.");
    }

    private void MoveChunk(ref int raw, int size)
    {
        while (size > 0)
        {
            if (raw == _filled)
            {
                FillBehindBody(ref raw);
            }

            var count = Math.Min(size, _filled - raw);
            _buffer.AsSpan(raw, count).CopyTo(_buffer.AsSpan(_bodyStart + _bodyLength));
            _bodyLength += count;
            raw += count;
            size -= count;
        }
    }

    /// <summary>The next line without its CRLF; valid until the next read.</summary>
    private ReadOnlySpan<byte> ReadLine(ref int raw, int maxLength)
    {
        int length;
        while ((length = _buffer.AsSpan(raw, _filled - raw).IndexOf("\r\n"u8)) < 0 && _filled - raw <= maxLength)
        {
            FillBehindBody(ref raw);
        }

        if (length < 0 || length > maxLength)
        {
            throw new HttpFormatException("The Runtime API sent a line that is too long in a chunked body.");
        }

        var line = _buffer.AsSpan(raw, length);
        raw += length + 2;
        return line;
    }

    /// <summary>Closes the gap that decoding has left before it asks for more, so that framing never costs memory.</summary>
    private void FillBehindBody(ref int raw)
    {
        var end = _bodyStart + _bodyLength;
        if (raw == _filled || _filled == _buffer.Length)
        {
            _buffer.AsSpan(raw, _filled - raw).CopyTo(_buffer.AsSpan(end));
            (_filled, raw) = (end + _filled - raw, end);
        }

        Fill();
    }

    private void Fill()
    {
        if (!TryFill())
        {
            throw new ConnectionLostException(HasBegun
                ? "The Runtime API closed the connection in the middle of a response."
                : "The Runtime API closed the connection instead of answering.");
        }
    }

    private bool TryFill()
    {
        if (_filled == _buffer.Length)
        {
            var longest = (long)MaxHeadLength + _maxBodyLength + (2 * MaxChunkLineLength);
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, Math.Max(longest, _buffer.Length + 1)));
        }

        _channel.WaitAtMost(HasBegun ? _stallLimit : Timeout.InfiniteTimeSpan);
        var count = _channel.Receive(_buffer.AsSpan(_filled));
        _filled += count;
        return count > 0;
    }
}
