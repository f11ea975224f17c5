using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Benchmarks.Serving;

/// <summary>An HTTP/1.1 connection that is kept, on a plain socket: as little of a client as possible is in the figures.</summary>
internal sealed class KeptConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly string _host;

    private KeptConnection(Uri address) => _host = address.Authority;

    /// <summary>Connects to a server.</summary>
    public static async Task<KeptConnection> OpenAsync(Uri address)
    {
        var connection = new KeptConnection(address);
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <summary>Gets a path and reads the answer to its end, which has to be a 200 with a length.</summary>
    public async Task GetAsync(string path)
    {
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {_host}\r\n\r\n"));
        var received = 0;
        int? expected = null;
        while (received < (expected ??= LengthOf(received)) || expected is null)
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(received));
            received += count > 0 ? count : throw new IOException("The server closed the connection.");
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Bytes of the whole answer, once its head is there.</summary>
    private int? LengthOf(int received)
    {
        var head = _buffer.AsSpan(0, received);
        var end = head.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(head[..end]);
        if (!text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
        {
            throw new IOException(text);
        }

        const string Field = "\r\nContent-Length: ";
        var at = text.IndexOf(Field, StringComparison.OrdinalIgnoreCase) + Field.Length;
        var to = text.IndexOf('\r', at);
        return end + 4 + int.Parse(to < 0 ? text.AsSpan(at) : text.AsSpan(at, to - at), CultureInfo.InvariantCulture);
    }
}
