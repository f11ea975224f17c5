using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace TestFunction;

/// <summary>One event.</summary>
internal sealed record Event(string RequestId, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>The Runtime API on one connection, blocking.</summary>
internal sealed class RuntimeApi : IDisposable
{
    private readonly string _address = Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")!;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _nextRequest;
    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    public RuntimeApi()
    {
        var parts = _address.Split(':');
        _socket.Connect(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
        _nextRequest = Encoding.UTF8.GetBytes($"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: {_address}\r\n\r\n");
    }

    public Event Next()
    {
        Send(_nextRequest);
        var (_, headers, body) = Read();
        return new Event(headers["Lambda-Runtime-Aws-Request-Id"], headers, body);
    }

    public int Post(string path, byte[] body, string headers = "")
    {
        var head = Encoding.UTF8.GetBytes($"POST /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: {_address}\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        Send(body.Length < 4096 ? [.. head, .. body] : head);
        if (body.Length >= 4096)
        {
            Send(body);
        }

        return Read().Status;
    }

    public void Dispose() => _socket.Dispose();

    private (int Status, Dictionary<string, string> Headers, byte[] Body) Read()
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Fill();
        }

        var lines = Encoding.UTF8.GetString(_buffer, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var length = int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture);
        while (_filled < end + 4 + length)
        {
            Fill();
        }

        var body = _buffer[(end + 4)..(end + 4 + length)];
        _filled -= end + 4 + length;
        _buffer.AsSpan(end + 4 + length, _filled).CopyTo(_buffer);
        return (int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body);
    }

    private void Fill()
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = _socket.Receive(_buffer.AsSpan(_filled));
        if (count == 0)
        {
            Environment.Exit(0);
        }

        _filled += count;
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }
}
