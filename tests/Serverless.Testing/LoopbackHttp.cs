using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Testing;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Headers by their names in lower case; of several with one name, the first.</param>
/// <param name="Body">The body.</param>
public record LoopbackRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>An answer.</summary>
/// <param name="Status">The status, or what <see cref="Reset"/> and <see cref="Silence"/> have in its place.</param>
/// <param name="Body">The body, which is left out of the answer to HEAD.</param>
/// <param name="Headers">Headers besides the length.</param>
public sealed record LoopbackReply(int Status, ReadOnlyMemory<byte> Body, params IReadOnlyList<(string Name, string Value)> Headers)
{
    /// <summary>The status of a connection that is cut without an answer.</summary>
    public const int Reset = -1;

    /// <summary>The status of a request that is never answered.</summary>
    public const int Silence = -2;
}

/// <summary>A small HTTP/1.1 server on loopback that answers, cuts connections and falls silent as a test wants.</summary>
public sealed class LoopbackHttp : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();
    private readonly Func<LoopbackRequest, LoopbackReply> _answer;

    /// <param name="answer">Answers a request; it is called from several threads.</param>
    public LoopbackHttp(Func<LoopbackRequest, LoopbackReply> answer)
    {
        _answer = answer;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <summary>The port that it listens to.</summary>
    public int Port { get; }

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<LoopbackRequest> Requests => [.. _requests];

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _listener.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), _stop.Token);
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream, cancellationToken) is { } request)
                {
                    _requests.Enqueue(request);
                    var reply = _answer(request);
                    if (reply.Status == LoopbackReply.Reset)
                    {
                        client.LingerState = new(enable: true, seconds: 0);
                        return;
                    }

                    if (reply.Status == LoopbackReply.Silence)
                    {
                        await Task.Delay(Timeout.Infinite, cancellationToken);
                    }

                    await WriteAsync(stream, request, reply, cancellationToken);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private static async Task<LoopbackRequest?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^4..] is [(byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            // Whoever begins with TLS is told at once that it is not spoken here.
            if (head.Count == 0 && !char.IsAsciiLetterUpper((char)one[0]))
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).GroupBy(pair => pair[0].ToLowerInvariant()).ToDictionary(same => same.Key, same => same.First()[1].Trim());
        if (headers.GetValueOrDefault("expect") == "100-continue")
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        var body = new byte[int.Parse(headers.GetValueOrDefault("content-length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new(first[0], first[1], headers, body);
    }

    private static async Task WriteAsync(NetworkStream stream, LoopbackRequest request, LoopbackReply reply, CancellationToken cancellationToken)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Whatever\r\nContent-Length: {reply.Body.Length}\r\n");
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        if (request.Method != "HEAD")
        {
            await stream.WriteAsync(reply.Body, cancellationToken);
        }
    }
}
