using System.Net;
using System.Net.Sockets;

namespace Serverless.Local.Functions;

/// <summary>What an environment does with the calls of its runtime. Each returns the whole answer.</summary>
internal interface IRuntimeApi
{
    /// <summary>The runtime wants an event. An empty answer: the connection waits, and the event is sent on it.</summary>
    ReadOnlyMemory<byte> Next(RuntimeApiConnection connection);

    /// <summary>The runtime answers.</summary>
    ReadOnlyMemory<byte> Respond(in RuntimeApiRequest request, in RuntimeApiBody body);

    /// <summary>The runtime reports that the handler failed.</summary>
    ReadOnlyMemory<byte> Fail(in RuntimeApiRequest request, in RuntimeApiBody body);

    /// <summary>The runtime reports that it cannot start.</summary>
    ReadOnlyMemory<byte> FailInit(in RuntimeApiRequest request, in RuntimeApiBody body);

    /// <summary>A streamed response broke off.</summary>
    void Truncated(in RuntimeApiRequest request);

    /// <summary>The connection ended.</summary>
    void Closed(RuntimeApiConnection connection);
}

/// <summary>The Runtime API of one environment, on a loopback port of its own.</summary>
/// <remarks>
/// Hand-made on sockets instead of Kestrel: the protocol is four calls on one or two connections, every environment needs a listener,
/// and this one is there in 20 µs where a Kestrel server takes half a millisecond and memory of its own. Warm calls are as fast
/// on both; the kernel and the function's side are nearly all of them. (Figures: docs/local-functions.md)
/// </remarks>
internal sealed class RuntimeApiListener : IDisposable
{
    /// <summary>Lambda's limit for a request and for a buffered response: 6 MB and a bit for the envelope.</summary>
    public const int MaxPayload = 6_291_556;

    /// <summary>Lambda's limit for a streamed response.</summary>
    public const int MaxStreamedResponse = 200 * 1024 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Lock _gate = new();
    private readonly List<RuntimeApiConnection> _connections = [];
    private bool _isDisposed;

    /// <summary>Listens on a free port.</summary>
    public RuntimeApiListener()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen(16);
        Address = _socket.LocalEndPoint!.ToString()!;
    }

    /// <summary>The value of <c>AWS_LAMBDA_RUNTIME_API</c>: host and port.</summary>
    public string Address { get; }

    /// <summary>Serves until disposed.</summary>
    public async Task RunAsync(IRuntimeApi api)
    {
        try
        {
            while (true)
            {
                var socket = await _socket.AcceptAsync();
                socket.NoDelay = true;
                var connection = new RuntimeApiConnection(socket, this, api);
                if (!TryAdd(connection))
                {
                    return;
                }

                _ = RunAsync(connection);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        RuntimeApiConnection[] connections;
        lock (_gate)
        {
            _isDisposed = true;
            connections = [.. _connections];
        }

        _socket.Dispose();
        foreach (var connection in connections)
        {
            connection.Abort();
        }
    }

    private bool TryAdd(RuntimeApiConnection connection)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _connections.Add(connection);
                return true;
            }
        }

        connection.Abort();
        return false;
    }

    private async Task RunAsync(RuntimeApiConnection connection)
    {
        await connection.RunAsync();
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }
}
