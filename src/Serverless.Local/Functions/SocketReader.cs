using System.Buffers;
using System.Net.Sockets;

namespace Serverless.Local.Functions;

/// <summary>Reads the parts of HTTP messages from a socket: heads, lines and counted bytes, each bounded.</summary>
/// <remarks>
/// Owns the buffer and what has been received but not taken yet; the socket is its connection's. One reader at a time, and the memory
/// that it hands out is good until the next read. The buffer is rented: <see cref="GiveBack"/> comes after the last read.
/// </remarks>
internal sealed class SocketReader(Socket socket)
{
    // The X-Ray cause of an error travels in a header of up to 1 MB.
    private const int MaxHead = 2 * 1024 * 1024;
    private const int MaxDiscarded = 256 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;

    /// <summary>The next head without the empty line that ends it; null when the socket is closed before there is a whole one.</summary>
    /// <exception cref="MalformedRequestException">The head is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadHeadAsync()
    {
        var searched = 0;
        while (true)
        {
            if (TryTake("\r\n\r\n"u8, ref searched, out var head))
            {
                return head;
            }

            if (_end - _start > MaxHead)
            {
                throw new MalformedRequestException("The head is too long.");
            }

            if (!await FillAsync())
            {
                return null;
            }
        }
    }

    /// <summary>The next line without its end.</summary>
    /// <exception cref="MalformedRequestException">The line is too long.</exception>
    /// <exception cref="EndOfStreamException">The socket is closed before there is a whole one.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync()
    {
        var searched = 0;
        while (true)
        {
            if (TryTake("\r\n"u8, ref searched, out var line))
            {
                return line;
            }

            if (_end - _start > MaxHead)
            {
                throw new MalformedRequestException("A line is too long.");
            }

            if (!await FillAsync())
            {
                throw new EndOfStreamException();
            }
        }
    }

    /// <summary>Fills the target, past the buffer where that is empty.</summary>
    /// <exception cref="EndOfStreamException">The socket is closed before that.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> target)
    {
        var buffered = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(target.Span);
        _start += buffered;
        for (target = target[buffered..]; target.Length > 0;)
        {
            var count = await socket.ReceiveAsync(target, SocketFlags.None);
            target = count > 0 ? target[count..] : throw new EndOfStreamException();
        }
    }

    /// <summary>Reads bytes that nobody wants.</summary>
    /// <exception cref="MalformedRequestException">They are far too many.</exception>
    /// <exception cref="EndOfStreamException">The socket is closed before the last one.</exception>
    public async ValueTask DiscardAsync(long count)
    {
        if (count > MaxDiscarded)
        {
            throw new MalformedRequestException("The body is far too long.");
        }

        while (true)
        {
            var buffered = (int)Math.Min(count, _end - _start);
            _start += buffered;
            count -= buffered;
            if (count == 0)
            {
                return;
            }

            if (!await FillAsync())
            {
                throw new EndOfStreamException();
            }
        }
    }

    /// <summary>Gives the buffer back, once however often it is called.</summary>
    public void GiveBack() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));

    // What stands before the terminator; the place up to which there is none is remembered in between.
    private bool TryTake(ReadOnlySpan<byte> terminator, ref int searched, out ReadOnlyMemory<byte> taken)
    {
        var end = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf(terminator);
        if (end < 0)
        {
            searched = Math.Max(0, _end - _start - (terminator.Length - 1));
            taken = default;
            return false;
        }

        taken = _buffer.AsMemory(_start, searched + end);
        _start += searched + end + terminator.Length;
        return true;
    }

    private async ValueTask<bool> FillAsync()
    {
        MakeRoom();
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None);
        _end += count;
        return count > 0;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            var target = _start > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(_start, _end - _start).CopyTo(target);
            if (target != _buffer)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = target;
            }

            (_start, _end) = (0, _end - _start);
        }
    }
}
