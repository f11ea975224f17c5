using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Fakes;

/// <summary>Reads requests from a socket: heads, counted and chunked bodies, trailers.</summary>
internal sealed class RequestReader(Socket socket)
{
    private readonly List<byte> _pending = [];
    private readonly List<byte> _raw = [];

    /// <summary>The next request, without its body when that is longer than wanted; null when the client has closed the connection.</summary>
    internal async Task<ReceivedRequest?> ReadAsync(int longestBody, CancellationToken cancellationToken)
    {
        _raw.Clear();
        var first = await ReadLineAsync(cancellationToken);
        if (first is null)
        {
            return null;
        }

        var parts = first.Split(' ');
        var headers = await ReadFieldsAsync(cancellationToken);
        var (body, trailers) = (Array.Empty<byte>(), new Dictionary<string, string>());
        if (headers.TryGetValue("Transfer-Encoding", out var coding) && coding == "chunked")
        {
            body = await ReadChunksAsync(cancellationToken);
            trailers = await ReadFieldsAsync(cancellationToken);
        }
        else if (headers.TryGetValue("Content-Length", out var text) && int.Parse(text, CultureInfo.InvariantCulture) is var length && length <= longestBody)
        {
            body = await TakeAsync(length, cancellationToken);
        }

        return new(parts[0], parts[1], headers, body, trailers, [.. _raw]);
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        while (true)
        {
            var size = int.Parse((await ReadLineAsync(cancellationToken))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return [.. body];
            }

            body.AddRange(await TakeAsync(size, cancellationToken));
            Assert.Equal("", await ReadLineAsync(cancellationToken));
        }
    }

    private async Task<Dictionary<string, string>> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var line = await ReadLineAsync(cancellationToken); !string.IsNullOrEmpty(line); line = await ReadLineAsync(cancellationToken))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            fields.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        return fields;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _pending.IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = await TakeAsync(end + 1, cancellationToken);
                return Encoding.UTF8.GetString(line).TrimEnd('\r', '\n');
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (_pending.Count < count)
        {
            if (!await FillAsync(cancellationToken))
            {
                throw new EndOfStreamException("The client closed the connection in the middle of a request.");
            }
        }

        var taken = _pending.GetRange(0, count).ToArray();
        _pending.RemoveRange(0, count);
        _raw.AddRange(taken);
        return taken;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var count = await socket.ReceiveAsync(buffer, cancellationToken);
        _pending.AddRange(buffer.AsSpan(0, count));
        return count > 0;
    }
}
