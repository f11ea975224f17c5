using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Local.Functions;

/// <summary>One connection of a runtime: reads requests one after the other, hands them to the environment, writes the answers.</summary>
/// <remarks>
/// A <c>next</c> gets no answer at once: the environment keeps the connection and calls <see cref="SendEvent"/> when there is an event,
/// from whichever thread brings it. Meanwhile the reader waits for the next request, which also tells when the runtime is gone.
/// </remarks>
internal sealed class RuntimeApiConnection(Socket socket, RuntimeApiListener listener, IRuntimeApi api)
{
    // The X-Ray cause of an error travels in a header of up to 1 MB.
    private const int MaxHead = 2 * 1024 * 1024;
    private const int MaxDiscarded = 256 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;
    private byte[] _out = new byte[4096];
    private volatile bool _isWaiting;

    /// <summary>Serves until the runtime closes the connection or sends nonsense.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await ReadHeadAsync() is { } request && await ServeAsync(request))
            {
            }
        }
        catch (MalformedRequestException exception)
        {
            await TrySendAsync(RuntimeApiAnswer.Malformed(exception.Message));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            // The runtime is gone; its process tells why.
        }
        finally
        {
            api.Closed(this);
            socket.Dispose();
            ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));
        }
    }

    /// <summary>Answers the <c>next</c> that waits here. The payload is not used any more when the task is done.</summary>
    /// <exception cref="SocketException">The runtime is gone.</exception>
    public ValueTask SendEvent(Invocation invocation, long deadline)
    {
        _isWaiting = false;
        var payload = invocation.Request.Payload;
        var length = WriteEventHead(invocation, deadline, payload.Length);
        if (payload.Length <= 16 * 1024)
        {
            Reserve(length, payload.Length);
            payload.CopyTo(_out.AsMemory(length));
            return SendAsync(_out.AsMemory(0, length + payload.Length));
        }

        return SendBothAsync(_out.AsMemory(0, length), payload);
    }

    /// <summary>Breaks the connection.</summary>
    public void Abort() => socket.Dispose();

    private async ValueTask<RuntimeApiRequest?> ReadHeadAsync()
    {
        var searched = 0;
        while (true)
        {
            var unread = _buffer.AsSpan(_start, _end - _start);
            var end = unread[searched..].IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var request = RuntimeApiRequest.Read(unread[..(searched + end)]);
                _start += searched + end + 4;
                return request;
            }

            searched = Math.Max(0, unread.Length - 3);
            if (unread.Length > MaxHead)
            {
                throw new MalformedRequestException("The head is too long.");
            }

            if (!await FillAsync())
            {
                return null;
            }
        }
    }

    // False ends the connection.
    private async ValueTask<bool> ServeAsync(RuntimeApiRequest request)
    {
        if (_isWaiting)
        {
            throw new MalformedRequestException("A request before the answer to the last one.");
        }

        if (request.Host != listener.Address)
        {
            // A web page can make a browser send requests here, but not with this name.
            await SendAsync(RuntimeApiAnswer.ForeignHost);
            return false;
        }

        if (request is { ExpectsContinue: true, ContentLength: not 0 })
        {
            await SendAsync(RuntimeApiAnswer.Continue);
        }

        var body = await ReadBodyAsync(request);
        var answer = Dispatch(request, body);
        if (!answer.IsEmpty)
        {
            await SendAsync(answer);
        }

        return !request.Closes || answer.IsEmpty;
    }

    private ReadOnlyMemory<byte> Dispatch(in RuntimeApiRequest request, in RuntimeApiBody body)
    {
        switch (request.Call)
        {
            case RuntimeApiCall.Next:
                _isWaiting = true;
                var refusal = api.Next(this);
                if (!refusal.IsEmpty)
                {
                    _isWaiting = false;
                }

                return refusal;
            case RuntimeApiCall.Response:
                return api.Respond(request, body);
            case RuntimeApiCall.Error:
                return api.Fail(request, body);
            case RuntimeApiCall.InitError:
                return api.FailInit(request, body);
            default:
                return RuntimeApiAnswer.NotFound;
        }
    }

    private async ValueTask<RuntimeApiBody> ReadBodyAsync(RuntimeApiRequest request)
    {
        if (request.ContentLength == 0)
        {
            return RuntimeApiBody.Empty;
        }

        var limit = request.IsStreaming ? RuntimeApiListener.MaxStreamedResponse : RuntimeApiListener.MaxPayload;
        if (request.ContentLength < 0)
        {
            try
            {
                return await ReadChunksAsync(limit);
            }
            catch (Exception exception) when (request.IsStreaming && exception is EndOfStreamException or MalformedRequestException or SocketException)
            {
                api.Truncated(request);
                throw;
            }
        }

        if (request.ContentLength <= limit)
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)request.ContentLength);
            await ReadExactlyAsync(bytes);
            return new(bytes, IsTooLarge: false);
        }

        await DiscardAsync(request.ContentLength);
        return new([], IsTooLarge: true);
    }

    private async ValueTask<RuntimeApiBody> ReadChunksAsync(int limit)
    {
        var content = new ArrayBufferWriter<byte>(4096);
        long total = 0;
        for (int size; (size = ChunkSize((await ReadLineAsync()).Span)) > 0;)
        {
            total += size;
            if (total <= limit)
            {
                await ReadExactlyAsync(content.GetMemory(size)[..size]);
                content.Advance(size);
            }
            else
            {
                await DiscardAsync(size);
            }

            if ((await ReadLineAsync()).Length != 0)
            {
                throw new MalformedRequestException("A chunk is longer than it says.");
            }
        }

        var body = new RuntimeApiBody(total <= limit ? content.WrittenSpan.ToArray() : [], total > limit);
        while (await ReadLineAsync() is { Length: > 0 } trailer)
        {
            body = WithTrailer(body, trailer.Span);
        }

        return body;
    }

    private static RuntimeApiBody WithTrailer(RuntimeApiBody body, ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var name = colon > 0 ? line[..colon] : throw new MalformedRequestException("Not a trailer line.");
        var value = line[(colon + 1)..].Trim(" \t"u8);
        return Ascii.EqualsIgnoreCase(name, "lambda-runtime-function-error-type"u8) ? body with { ErrorType = Encoding.UTF8.GetString(value) }
            : Ascii.EqualsIgnoreCase(name, "lambda-runtime-function-error-body"u8) ? body with { ErrorBody = Encoding.UTF8.GetString(value) }
            : body;
    }

    private static int ChunkSize(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)';');
        var digits = (end < 0 ? line : line[..end]).TrimEnd((byte)' ');
        return digits.Length is > 0 and <= 7 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new MalformedRequestException("Not the size of a chunk.");
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync()
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + end);
                _start += searched + end + 2;
                return line;
            }

            searched = Math.Max(0, _end - _start - 1);
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

    private async ValueTask ReadExactlyAsync(Memory<byte> target)
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

    private async ValueTask DiscardAsync(long count)
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

    private int WriteEventHead(Invocation invocation, long deadline, int payloadLength)
    {
        var length = 0;
        Append(ref length, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: "u8);
        Append(ref length, invocation.RequestId);
        Append(ref length, "\r\nLambda-Runtime-Deadline-Ms: "u8);
        Append(ref length, deadline);
        Append(ref length, "\r\nLambda-Runtime-Invoked-Function-Arn: "u8);
        Append(ref length, invocation.InvokedArn);
        Append(ref length, "\r\nLambda-Runtime-Trace-Id: "u8);
        Append(ref length, invocation.TraceId);
        if (invocation.Request.ClientContext is { } clientContext)
        {
            Append(ref length, "\r\nLambda-Runtime-Client-Context: "u8);
            Append(ref length, clientContext.ReplaceLineEndings(" "));
        }

        Append(ref length, "\r\nContent-Length: "u8);
        Append(ref length, payloadLength);
        Append(ref length, "\r\n\r\n"u8);
        return length;
    }

    private void Append(ref int length, ReadOnlySpan<byte> bytes)
    {
        Reserve(length, bytes.Length);
        bytes.CopyTo(_out.AsSpan(length));
        length += bytes.Length;
    }

    private void Append(ref int length, string text)
    {
        Reserve(length, Encoding.UTF8.GetMaxByteCount(text.Length));
        length += Encoding.UTF8.GetBytes(text, _out.AsSpan(length));
    }

    private void Append(ref int length, long number)
    {
        Reserve(length, 20);
        number.TryFormat(_out.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
        length += written;
    }

    private void Reserve(int used, int more)
    {
        if (used + more > _out.Length)
        {
            Array.Resize(ref _out, Math.Max(used + more, _out.Length * 2));
        }
    }

    private async ValueTask SendBothAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> payload)
    {
        await SendAsync(head);
        await SendAsync(payload);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
        }
    }

    private async Task TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It did not want to hear.
        }
    }
}
