using System.Net.Sockets;

namespace Serverless.Http;

/// <summary>A blocking TCP socket on any system, to any kind of address.</summary>
internal sealed class SocketChannel : ByteChannel
{
    private readonly Socket _socket;
    private TimeSpan _patience = Timeout.InfiniteTimeSpan;

    private SocketChannel(Socket socket) => _socket = socket;

    /// <summary>Connects at once or fails. The host is an address, an IPv6 one in brackets, or a name.</summary>
    internal static SocketChannel Connect(string host, int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(host.Trim('[', ']'), port);
            return new SocketChannel(socket);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw new ConnectionLostException($"Cannot connect to the Runtime API: {exception.Message}", exception);
        }
    }

    internal override void WaitAtMost(TimeSpan patience)
    {
        if (patience == _patience)
        {
            return;
        }

        try
        {
            _socket.ReceiveTimeout = patience == Timeout.InfiniteTimeSpan ? 0 : (int)patience.TotalMilliseconds;
            _patience = patience;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Lost(exception);
        }
    }

    internal override void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[_socket.Send(bytes)..];
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Lost(exception);
        }
    }

    internal override int Receive(Span<byte> destination)
    {
        try
        {
            return _socket.Receive(destination);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw Lost(exception);
        }
    }

    public override void Dispose() => _socket.Dispose();

    private ConnectionLostException Lost(Exception exception) =>
        exception is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock }
            ? new($"The Runtime API sent part of a response and then nothing for {_patience.TotalSeconds} s.", exception)
            : new($"The connection to the Runtime API broke: {exception.Message}", exception);
}
