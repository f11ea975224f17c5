using System.Collections.Concurrent;
using System.Text;
using Serverless.Local.Functions;
using Serverless.Testing;

namespace Serverless.Local.Tests.Functions;

/// <summary>A host whose functions are real processes, for one test class.</summary>
public sealed class ProcessFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly (string Path, string Sha256) _code;
    private int _scripts;

    public ProcessFixture()
    {
        _code = FunctionCode.PackTestFunction(_folder["function.zip"]);
        Host = new FunctionHost(Options);
    }

    public FunctionHost Host { get; }

    internal ConcurrentQueue<FunctionLogLine> Lines { get; } = [];

    internal FunctionHostOptions Options => new()
    {
        CodeFolder = _folder["code"],
        LogFolder = LogFolder,
        AwsEndpoint = () => new Uri("http://127.0.0.1:4599"),
        OnLine = Lines.Enqueue,
        MaxEnvironments = 2,
    };

    public string LogFolder => _folder["logs"];

    internal FunctionConfiguration TestFunction(string name) => FunctionCode.Configure(name, _code);

    internal FunctionConfiguration Script(string name, string script, string fileName = "bootstrap") =>
        FunctionCode.Configure(name, FunctionCode.PackScript(_folder[$"script{Interlocked.Increment(ref _scripts)}.zip"], script, fileName)) with
        {
            Runtime = "provided.al2023",
            Handler = "anything",
        };

    internal (string Path, string Sha256) Pack(string name, params (string Name, byte[] Content, int Attributes)[] files) =>
        FunctionCode.Pack(_folder[name], files);

    internal async Task<InvocationResult> InvokeAsync(string name, string payload, string? qualifier = null) =>
        await Host.InvokeAsync(new InvocationRequest(name, Encoding.UTF8.GetBytes(payload)) { Qualifier = qualifier }, TestContext.Current.CancellationToken);

    internal async Task<InvocationResult> PutAndInvokeAsync(FunctionConfiguration function, string payload)
    {
        await Host.PutAsync(function, TestContext.Current.CancellationToken);
        return await InvokeAsync(function.Name, payload);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}

internal static class InvocationResultText
{
    public static string Text(this InvocationResult result) => Encoding.UTF8.GetString(result.Payload.Span);
}
