using System.Text;
using Serverless.Invocations;
using Serverless.Logging;

namespace Serverless.Fakes;

/// <summary>A function that runs in the test's own process against a fake Runtime API.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    private readonly MemoryStream _log = new();
    private readonly FunctionRun _run;

    internal RunningFunction(FakeRuntimeApi api, Func<FunctionEnvironment, FunctionEnvironment>? environment = null, string logFormat = "TEXT")
    {
        var known = new FunctionEnvironment { RuntimeApi = api.Address };
        _run = new FunctionRun(new Surroundings
        {
            Environment = environment?.Invoke(known) ?? known,
            Log = new LogWriter(name => name == "AWS_LAMBDA_LOG_FORMAT" ? logFormat : null, () => Stream.Synchronized(_log), TimeProvider.System),
            Pause = time => Pauses.Add(time),
            SetTraceVariable = value => TraceVariables.Add(value),
            Complain = text => Complaint = text,
            SetExitCode = code => ExitCode = code,
            WorkingDirectory = "/var/task",
        });
    }

    internal List<string?> TraceVariables { get; } = [];

    internal List<TimeSpan> Pauses { get; } = [];

    internal string? Complaint { get; private set; }

    internal int? ExitCode { get; private set; }

    internal Task End => _run.End;

    internal FunctionRun Run => _run;

    internal string Log => Encoding.UTF8.GetString(_log.ToArray());

    internal static RunningFunction Start(FakeRuntimeApi api, Func<Stream, InvocationContext, Task<Stream>> handler) => Start(api, new StreamHandler(handler));

    internal static RunningFunction Start(FakeRuntimeApi api, FunctionHandler handler)
    {
        var function = new RunningFunction(api);
        function._run.Start(handler);
        return function;
    }

    /// <summary>Waits for the end that something other than the test brings about.</summary>
    internal Task EndAsync() => End.WaitAsync(TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        _run.Stop();
        await End.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
