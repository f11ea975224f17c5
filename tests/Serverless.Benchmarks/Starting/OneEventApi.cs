using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Serverless.Benchmarks.Starting;

/// <summary>A Runtime API that hands out the same event to every poll, and says when the first response has come.</summary>
internal sealed class OneEventApi : IDisposable
{
    private const string Event = """{"Name":"Ada"}""";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal OneEventApi() => _listener.Start();

    internal string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Serves one process until it has answered <paramref name="count"/> events.</summary>
    internal void Serve(int count)
    {
        using var connection = _listener.AcceptSocket();
        connection.NoDelay = true;
        var deadline = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var answer = Encoding.ASCII.GetBytes($"""
            HTTP/1.1 200 OK
            Content-Type: application/json
            Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd
            Lambda-Runtime-Deadline-Ms: {deadline}
            Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:hello
            Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0
            Content-Length: {Event.Length}

            {Event}
            """.ReplaceLineEndings("\r\n"));
        var buffer = new byte[64 * 1024];
        for (var i = 0; i < count; i++)
        {
            ReadRequest(connection, buffer, "GET ");
            connection.Send(answer);
            ReadRequest(connection, buffer, "POST ");
            connection.Send("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}"u8);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void ReadRequest(Socket connection, byte[] buffer, string method)
    {
        var length = 0;
        while (true)
        {
            var count = connection.Receive(buffer.AsSpan(length));
            length += count;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            var complete = text.Contains("\r\n\r\n", StringComparison.Ordinal) && (method == "GET " || text.EndsWith('}'));
            if (count == 0 || (complete && !text.StartsWith(method, StringComparison.Ordinal)))
            {
                throw new InvalidOperationException($"Expected {method}, got {text}");
            }

            if (complete)
            {
                return;
            }
        }
    }
}
