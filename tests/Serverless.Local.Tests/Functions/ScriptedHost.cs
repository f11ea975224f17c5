using System.Collections.Concurrent;
using System.Text;
using Serverless.Local.Functions;
using Serverless.Testing;

namespace Serverless.Local.Tests.Functions;

/// <summary>A host whose processes are scripts of the test. The first start plays the first script, the last script plays on.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _starts;

    public ScriptedHost(params Func<ScriptedRuntime, Task>[] scripts)
        : this(options => options, scripts)
    {
    }

    public ScriptedHost(Func<FunctionHostOptions, FunctionHostOptions> configure, params Func<ScriptedRuntime, Task>[] scripts)
    {
        var options = configure(new FunctionHostOptions { CodeFolder = _folder["code"], LogFolder = _folder["logs"], TimeProvider = Clock, OnLine = Lines.Enqueue });
        Host = new FunctionHost(options, start => new ScriptedRuntime(start, scripts[Math.Min(Interlocked.Increment(ref _starts), scripts.Length) - 1]));
        Function = FunctionCode.Configure("scripted", FunctionCode.PackScript(_folder["code.zip"], "#!/bin/sh\n")) with { Runtime = "provided.al2023", TimeoutSeconds = 3 };
    }

    public ManualClock Clock { get; } = new();

    public FunctionHost Host { get; }

    public FunctionConfiguration Function { get; }

    public ConcurrentQueue<FunctionLogLine> Lines { get; } = [];

    public int Starts => Volatile.Read(ref _starts);

    public string LogFolder => _folder["logs"];

    public static async Task EchoAsync(ScriptedRuntime runtime)
    {
        using var connection = runtime.Connect();
        while (true)
        {
            var next = await connection.NextAsync();
            await connection.RespondAsync(next.RequestId, next.Body);
        }
    }

    public async Task<InvocationResult> InvokeAsync(string payload = "1", bool wantsTail = false)
    {
        if (Host.Find("scripted") is null)
        {
            await Host.PutAsync(Function, TestContext.Current.CancellationToken);
        }

        return await Host.InvokeAsync(new InvocationRequest("scripted", Encoding.UTF8.GetBytes(payload)) { WantsLogTail = wantsTail }, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
