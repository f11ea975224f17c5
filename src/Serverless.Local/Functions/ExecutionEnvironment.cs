using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Serverless.Diagnostics;

namespace Serverless.Local.Functions;

/// <summary>
/// One execution environment: a process that is started, watched and ended, its Runtime API, and where it stands. Invocations reach it
/// through its pool. (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html)
/// </summary>
/// <remarks>
/// Its state is the <see cref="EnvironmentLifecycle"/>'s, under the pool's gate; the calls of its runtime are the
/// <see cref="EnvironmentRuntimeApi"/>'s, what it runs the <see cref="EnvironmentProcess"/>'s. Here is what happens to it from outside: starts, ends
/// and times, each one step of the lifecycle under the gate, and what follows from it after the gate. It owns that it ends once.
/// </remarks>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private static readonly TimeSpan InitErrorGrace = TimeSpan.FromMilliseconds(500);

    private readonly EnvironmentPool _pool;
    private readonly TimeProvider _clock;
    private readonly EnvironmentLog _log;
    private readonly EnvironmentProcess _process;
    private readonly Lock _endGate = new();

    private Task? _end;

    public ExecutionEnvironment(EnvironmentPool pool, EnvironmentServices services, bool isSecondInit)
    {
        (_pool, _clock) = (pool, services.Options.TimeProvider);
        _log = new EnvironmentLog(pool.Function, services);
        _process = new EnvironmentProcess(pool.Function, services, _log);
        Lifecycle = new EnvironmentLifecycle(this, pool, services.Options, isSecondInit);
        RuntimeApi = new EnvironmentRuntimeApi(this, pool, _log, _clock);
    }

    /// <summary>Where it stands. Needs the gate.</summary>
    public EnvironmentLifecycle Lifecycle { get; }

    /// <summary>What its runtime is told. Does not need the gate, and takes it.</summary>
    public EnvironmentRuntimeApi RuntimeApi { get; }

    /// <summary>Starts the process. Its failure is the answer to the invocation that waits first.</summary>
    public void Start() => _ = StartAsync();

    /// <summary>Ends it at once; a caller that waits gets an error.</summary>
    public async Task StopAsync()
    {
        Invocation? current;
        lock (_pool.Gate)
        {
            current = Lifecycle.Stop();
        }

        await EndAsync();
        current?.Fail(FunctionErrors.Stopped(current.RequestId));
        current?.EndLog();
    }

    /// <summary>The runtime says that it cannot start: lets the process end by itself and tells the invocation that waited for it, if any.</summary>
    public async Task EndAfterInitErrorAsync(Invocation? invocation, byte[] error)
    {
        if (invocation is { Tail: null })
        {
            invocation.Fail(error);
        }

        await _process.WaitForExitAsync(InitErrorGrace);
        await EndAsync();
        if (invocation is { Tail: not null })
        {
            _log.WriteOutsideRuntime(invocation, Encoding.UTF8.GetString(error));
            invocation.Fail(error);
            invocation.EndLog();
        }

        _pool.StartMissing();
    }

    /// <summary>Kills the process and gives everything back; done when the process is gone.</summary>
    public Task EndAsync()
    {
        lock (_endGate)
        {
            return _end ??= Task.Run(EndOnceAsync);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(EndAsync());

    /// <summary>Something may be due: looks what, and does it.</summary>
    public void OnTimer()
    {
        Invocation? timedOut;
        bool isOver;
        lock (_pool.Gate)
        {
            if (!Lifecycle.IsDue(out var now))
            {
                return;
            }

            isOver = Lifecycle.Expire(now, out timedOut);
        }

        if (isOver)
        {
            _ = EndTimedOutAsync(timedOut);
        }
        else
        {
            _pool.StartMissing();
        }
    }

    /// <summary>Writes the last lines about an invocation, if one has ended.</summary>
    public void Report(EndedInvocation? ended)
    {
        if (ended is { } invocation)
        {
            _log.WriteReport(invocation, _process.PeakMemory());
            invocation.Invocation.EndLog();
        }
    }

    private async Task StartAsync()
    {
        try
        {
            if (await _process.StartAsync(RuntimeApi, MayStart) is { } process)
            {
                _ = WatchAsync(process);
            }
        }
        catch (DiagnosticException exception)
        {
            FailStart(FunctionErrors.CannotStart(exception.Diagnostics[0]));
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or SocketException or UnauthorizedAccessException)
        {
            FailStart(FunctionErrors.Document("Runtime.InvalidEntrypoint", $"The function's process cannot be started: {exception.Message}"));
        }
    }

    private bool MayStart()
    {
        lock (_pool.Gate)
        {
            return Lifecycle.TryBeginInit();
        }
    }

    private void FailStart(byte[] error)
    {
        Invocation? invocation;
        lock (_pool.Gate)
        {
            if (Lifecycle.State == EnvironmentState.Ended)
            {
                return;
            }

            invocation = Lifecycle.FailInit();
        }

        _log.Write(Encoding.UTF8.GetString(error));
        invocation?.Fail(error);
        invocation?.EndLog();
        _ = EndAsync();
        // Not in this thread: when a hundred wait, a hundred starts fail.
        _ = Task.Run(_pool.StartMissing);
    }

    private async Task WatchAsync(IRuntimeProcess process)
    {
        var exitCode = await process.Exit;
        Invocation? invocation;
        EndedInvocation? unreported;
        lock (_pool.Gate)
        {
            if (Lifecycle.State == EnvironmentState.Ended)
            {
                return;
            }

            invocation = Lifecycle.Exit();
            unreported = Lifecycle.TakeUnreported();
        }

        await EnvironmentProcess.WaitForOutputAsync(process);
        if (invocation is not null)
        {
            _log.WriteOutsideRuntime(invocation, Encoding.UTF8.GetString(FunctionErrors.Exited(invocation.RequestId, exitCode)));
            invocation.Fail(FunctionErrors.Exited(invocation.RequestId, exitCode));
        }

        Report(unreported);
        invocation?.EndLog();
        await EndAsync();
        _pool.StartMissing();
    }

    private async Task EndTimedOutAsync(Invocation? invocation)
    {
        _pool.StartMissing();
        await EndAsync();
        if (invocation is not null)
        {
            var seconds = _pool.Function.TimeoutSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            var time = _clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            _log.WriteOutsideRuntime(invocation, $"{time} {invocation.RequestId} Task timed out after {seconds} seconds");
            invocation.Fail(FunctionErrors.TimedOut(invocation.RequestId, _pool.Function.TimeoutSeconds));
        }

        EndedInvocation? unreported;
        lock (_pool.Gate)
        {
            unreported = Lifecycle.TakeUnreported();
        }

        Report(unreported);
        invocation?.EndLog();
    }

    private async Task EndOnceAsync()
    {
        await Lifecycle.DisposeAsync();
        await _process.DisposeAsync();
    }
}
