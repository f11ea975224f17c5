using System.Net.Sockets;

namespace Serverless.Local.Functions;

/// <summary>One connection of a runtime: reads requests one after the other, hands them to the environment, writes the answers.</summary>
/// <remarks>
/// A <c>next</c> gets no answer at once: the environment keeps the connection and calls <see cref="SendEvent"/> when there is an event,
/// from whichever thread brings it. Meanwhile the connection reads on, which also tells when the runtime is gone.
/// So the reader is used by the loop here alone, the event's answer by whoever brings the event; the one thing that both touch is whether
/// a <c>next</c> waits, which is set before the environment can hear of it and ends before its answer is sent.
/// </remarks>
internal sealed class RuntimeApiConnection(Socket socket, RuntimeApiListener listener, IRuntimeApi api)
{
    private readonly SocketReader _reader = new(socket);
    private readonly EventAnswer _event = new();
    private volatile bool _isWaiting;

    /// <summary>Serves until the runtime closes the connection or sends nonsense.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _reader.ReadHeadAsync() is { } head && await ServeAsync(RuntimeApiRequest.Read(head.Span)))
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
            _reader.GiveBack();
        }
    }

    /// <summary>Answers the <c>next</c> that waits here. The payload is not used any more when the task is done.</summary>
    /// <exception cref="SocketException">The runtime is gone.</exception>
    public ValueTask SendEvent(Invocation invocation, long deadline)
    {
        _isWaiting = false;
        var answer = _event.Write(invocation, deadline, out var rest);
        return rest.IsEmpty ? SendAsync(answer) : SendBothAsync(answer, rest);
    }

    /// <summary>Breaks the connection.</summary>
    public void Abort() => socket.Dispose();

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
                return await ChunkedBody.ReadAsync(_reader, limit);
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
            await _reader.ReadExactlyAsync(bytes);
            return new(bytes, IsTooLarge: false);
        }

        await _reader.DiscardAsync(request.ContentLength);
        return new([], IsTooLarge: true);
    }

    private async ValueTask SendBothAsync(ReadOnlyMemory<byte> answer, ReadOnlyMemory<byte> rest)
    {
        await SendAsync(answer);
        await SendAsync(rest);
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
