using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Serverless.Local.Functions;

namespace Serverless.Local.Tests.Functions;

/// <summary>Plays a runtime inside the test's process: a script over raw sockets, which may break every rule.</summary>
internal sealed class ScriptedRuntime : IRuntimeProcess
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<RuntimeConnection> _connections = [];
    private readonly RuntimeStart _start;

    public ScriptedRuntime(RuntimeStart start, Func<ScriptedRuntime, Task> script)
    {
        _start = start;
        _ = RunAsync(script);
    }

    public Task<int> Exit => _exit.Task;

    public Task Output => Task.CompletedTask;

    public long PeakMemory => 42;

    public string Address => _start.Variables["AWS_LAMBDA_RUNTIME_API"];

    public void Say(string line) => _start.OnLine(Encoding.UTF8.GetBytes(line));

    public RuntimeConnection Connect()
    {
        var connection = new RuntimeConnection(Address);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Ends as a process does: the connections break, the exit code is known.</summary>
    public void Die(int exitCode)
    {
        _connections.ForEach(connection => connection.Dispose());
        _exit.TrySetResult(exitCode);
    }

    public void Kill() => Die(137);

    public void Dispose() => Kill();

    private async Task RunAsync(Func<ScriptedRuntime, Task> script)
    {
        try
        {
            await script(this);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or EndOfStreamException)
        {
            // The host ended the connection.
        }
    }
}

/// <summary>One connection to a Runtime API.</summary>
internal sealed class RuntimeConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly NetworkStream _stream;
    private readonly string _address;

    public RuntimeConnection(string address)
    {
        _address = address;
        var parts = address.Split(':');
        _client.Connect(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
        _client.NoDelay = true;
        _stream = _client.GetStream();
    }

    public Task AskAsync() => SendAsync($"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: {_address}\r\n\r\n");

    public async Task<RuntimeMessage> NextAsync()
    {
        await AskAsync();
        return await ReadAsync();
    }

    public Task<RuntimeMessage> RespondAsync(string requestId, string body, string headers = "") => PostAsync($"invocation/{requestId}/response", body, headers);

    public Task<RuntimeMessage> PostAsync(string path, string body, string headers = "") =>
        ExchangeAsync($"POST /2018-06-01/runtime/{path} HTTP/1.1\r\nHost: {_address}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public async Task<RuntimeMessage> ExchangeAsync(string request)
    {
        await SendAsync(request);
        return await ReadAsync();
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task<RuntimeMessage> ReadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(body);
        return new RuntimeMessage(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetString(body));
    }

    /// <summary>Whether the other side has closed the connection.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return await _stream.ReadAsync(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>An answer of the Runtime API.</summary>
internal sealed record RuntimeMessage(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string RequestId => Headers["Lambda-Runtime-Aws-Request-Id"];
}
