using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Serverless.Fakes;

/// <summary>
/// A Runtime API on a raw loopback socket, so that a test decides about every byte and every fault. Polls are answered with the
/// queued replies and wait when there are none; posts are answered with 202 unless a reply is queued for them.
/// </summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Reply> _events = Channel.CreateUnbounded<Reply>();
    private readonly Channel<ReceivedRequest> _posts = Channel.CreateUnbounded<ReceivedRequest>();
    private readonly ConcurrentQueue<Reply> _postReplies = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly List<string> _polledPaths = [];
    private int _connections;

    private FakeRuntimeApi()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>A request with a longer body is answered without reading it.</summary>
    internal int LongestBody { get; set; } = int.MaxValue;

    internal string Address => _listener.LocalEndPoint!.ToString()!;

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    internal int Connections => Volatile.Read(ref _connections);

    internal int Polls => PolledPaths.Length;

    internal string[] PolledPaths
    {
        get
        {
            lock (_polledPaths)
            {
                return [.. _polledPaths];
            }
        }
    }

    internal static FakeRuntimeApi Start() => new();

    /// <summary>Queues the answer to a poll.</summary>
    internal FakeRuntimeApi Next(Reply reply)
    {
        _events.Writer.TryWrite(reply);
        return this;
    }

    /// <summary>Queues an event.</summary>
    internal FakeRuntimeApi Next(SomeEvent happening) => Next(Replies.Bytes(happening.ToResponse()));

    /// <summary>Queues the answer to a post.</summary>
    internal FakeRuntimeApi AnswerPost(Reply reply)
    {
        _postReplies.Enqueue(reply);
        return this;
    }

    /// <summary>The next post, waited for.</summary>
    internal async Task<ReceivedRequest> PostAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        return await _posts.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Waits until the function has asked for an event this often.</summary>
    internal async Task PolledAsync(int times)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (Polls < times)
        {
            await Task.Delay(5, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        foreach (var socket in _open)
        {
            socket.Dispose();
        }

        _stop.Dispose();
        Assert.Empty(_faults);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync(_stop.Token);
                connection.NoDelay = true;
                _open.Add(connection);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            var reader = new RequestReader(connection);
            while (await reader.ReadAsync(LongestBody, _stop.Token) is { } request && await (await ReplyToAsync(request))(connection))
            {
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException or EndOfStreamException)
        {
            // The function or the test is gone.
        }
        catch (Exception exception)
        {
            _faults.Enqueue(exception);
        }
        finally
        {
            connection.Dispose();
        }
    }

    private async Task<Reply> ReplyToAsync(ReceivedRequest request)
    {
        if (request.Method == "GET")
        {
            lock (_polledPaths)
            {
                _polledPaths.Add(request.Path);
            }

            return await _events.Reader.ReadAsync(_stop.Token);
        }

        _posts.Writer.TryWrite(request);
        return _postReplies.TryDequeue(out var reply) ? reply : Replies.Accepted;
    }
}
