using System.Text;
using Serverless.Messages;

namespace Serverless.Http;

/// <summary>
/// Reads one HTTP/1.1 response after another from a channel into one reused buffer (RFC 9112). Strict where leniency could mean
/// two readings of the same bytes, bounded everywhere. Everything read is valid until the next <see cref="Read"/>.
/// </summary>
internal sealed class HttpResponseReader
{
    internal const int MaxHeadLength = 64 * 1024;
    internal const int MaxBodyLength = 64 * 1024 * 1024;

    private const int TrustedLength = 8 * 1024 * 1024;
    private const int MaxInterimResponses = 16;

    private readonly HttpHeaders _headers = new();
    private readonly ResponseBuffer _buffer;
    private readonly int _maxBodyLength;

    private int _bodyStart;
    private int _bodyLength;

    /// <param name="stallLimit">How long a peer may be silent once it has begun a response.</param>
    /// <param name="maxBodyLength">The longest body to accept, in bytes.</param>
    internal HttpResponseReader(TimeSpan stallLimit, int maxBodyLength = MaxBodyLength)
    {
        _buffer = new ResponseBuffer(stallLimit, (long)MaxHeadLength + maxBodyLength + (2 * ChunkedBody.MaxLineLength));
        _maxBodyLength = maxBodyLength;
    }

    internal int Status { get; private set; }

    /// <summary>Whether the connection can carry another request.</summary>
    internal bool KeepsAlive { get; private set; }

    /// <summary>Whether at least one byte of the current response has arrived.</summary>
    internal bool HasBegun => _buffer.Length > 0;

    internal ReadOnlyMemory<byte> Body => _buffer.Slice(_bodyStart, _bodyLength);

    /// <summary>A header's value without surrounding blanks, decoded as UTF-8; null when there is none or it is empty.</summary>
    internal string? Header(ReadOnlySpan<byte> name) =>
        HeaderBytes(name) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value) : null;

    /// <summary>A header's value as it came, without surrounding blanks; an empty span when there is none.</summary>
    internal ReadOnlySpan<byte> HeaderBytes(ReadOnlySpan<byte> name) => _headers.Value(_buffer.Bytes, name);

    /// <summary>Waits for a response, for ever until its first byte, and reads it completely.</summary>
    /// <exception cref="ConnectionLostException">The connection ended or fell silent before the response did.</exception>
    /// <exception cref="HttpFormatException">The bytes are no response, or too many.</exception>
    internal void Read(ByteChannel channel)
    {
        Forget();
        _buffer.Begin(channel);
        ReadHead();
        for (var interim = 1; Status < 200; interim++)
        {
            if (Status == 101 || interim > MaxInterimResponses)
            {
                throw new HttpFormatException($"The Runtime API answered with an unexpected interim status {Status}.");
            }

            _buffer.Remove(0, _bodyStart);
            ReadHead();
        }

        ReadBody();

        // Bytes that nobody asked for leave the response intact, but whatever they begin must not be read as the next one.
        KeepsAlive &= _buffer.Length == _bodyStart + _bodyLength;
    }

    private void Forget()
    {
        (_bodyStart, _bodyLength, Status, KeepsAlive) = (0, 0, 0, false);
        _headers.Clear();
    }

    private void ReadHead()
    {
        var searched = 0;
        int end;
        while ((end = _buffer.Bytes[searched..].IndexOf("\r\n\r\n"u8)) < 0)
        {
            RejectWhatIsNoResponse();
            searched = Math.Max(0, _buffer.Length - 3);
            _buffer.Fill();
        }

        RejectWhatIsNoResponse();
        _bodyStart = searched + end + 4;
        if (_bodyStart > MaxHeadLength)
        {
            throw HttpFormatException.TooLongHead();
        }

        var head = _buffer.Bytes[..(_bodyStart - 2)];
        var statusEnd = head.IndexOf("\r\n"u8) + 2;
        ReadStatusLine(head[..(statusEnd - 2)]);
        _headers.Clear();
        _headers.Read(head[statusEnd..], statusEnd);
    }

    /// <summary>Says no as early as the bytes allow, so that a peer of another kind is not waited for.</summary>
    private void RejectWhatIsNoResponse()
    {
        var bytes = _buffer.Bytes;
        var prefix = "HTTP/1."u8[..Math.Min(bytes.Length, 7)];
        if (!bytes[..prefix.Length].SequenceEqual(prefix))
        {
            throw new HttpFormatException("What answers at AWS_LAMBDA_RUNTIME_API does not speak HTTP/1.1.");
        }

        if (bytes.Length > MaxHeadLength && bytes[..MaxHeadLength].IndexOf("\r\n\r\n"u8) < 0)
        {
            throw HttpFormatException.TooLongHead();
        }
    }

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
        var chunked = BodyFraming.IsChunked(_headers, _buffer.Bytes);
        var length = BodyFraming.ContentLength(_headers, _buffer.Bytes, _maxBodyLength);
        KeepsAlive &= !BodyFraming.ClosesConnection(_headers, _buffer.Bytes);
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

    private void ReadChunks()
    {
        _bodyLength = new ChunkedBody(_buffer, _bodyStart, _maxBodyLength).Decode(out var isFollowed);
        KeepsAlive &= !isFollowed;
    }

    private void ReadCounted(int length)
    {
        // An announced event of usual size is worth one exact allocation instead of several doublings.
        if (length <= TrustedLength)
        {
            _buffer.Reserve(_bodyStart + length);
        }

        while (_buffer.Length - _bodyStart < length)
        {
            _buffer.Fill();
        }

        _bodyLength = length;
    }

    private void ReadToTheEnd()
    {
        do
        {
            if (_buffer.Length - _bodyStart > _maxBodyLength)
            {
                throw HttpFormatException.TooLongBody(_maxBodyLength);
            }
        }
        while (_buffer.TryFill());

        _bodyLength = _buffer.Length - _bodyStart;
    }
}
