using System.ComponentModel;
using Serverless.Diagnostics;

namespace Serverless.Local.Functions;

/// <summary>The process of one environment and the address at which it asks for events: both come with the start and go with the end.</summary>
/// <remarks>
/// Owns the process and the listener. Its environment starts it once and disposes it once, on different threads and in no order: the end
/// waits until the start is over and so finds all there is; the start asks at the last moment whether it still may.
/// </remarks>
internal sealed class EnvironmentProcess(FunctionConfiguration function, EnvironmentServices services, EnvironmentLog log) : IAsyncDisposable
{
    private static readonly TimeSpan OutputGrace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _clock = services.Options.TimeProvider;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RuntimeApiListener? _listener;
    private IRuntimeProcess? _process;
    private long _peakMemory;
    private long _peakMemoryAt;

    /// <summary>Starts the process, if it may when all is ready.</summary>
    /// <param name="api">Answers the runtime.</param>
    /// <param name="mayStart">Asked at the last moment.</param>
    /// <returns>The process, which this object owns; null when it may not start.</returns>
    /// <exception cref="DiagnosticException">The function cannot run here.</exception>
    /// <exception cref="Win32Exception">The system refuses to start it; also the exceptions of files and sockets.</exception>
    public async Task<IRuntimeProcess?> StartAsync(IRuntimeApi api, Func<bool> mayStart)
    {
        try
        {
            log.WriteInit();
            var folder = await services.Code.ExtractAsync(function);
            var command = StartCommand.For(function, folder, services.Options.DotnetPath);
            if (!command.IsGood)
            {
                throw new DiagnosticException(command.Diagnostics);
            }

            _listener = new RuntimeApiListener();
            _ = _listener.RunAsync(api);
            var facts = new EnvironmentFacts(services.HostId, _listener.Address, folder, services.HomeFolder, log.Group, log.StreamName);
            var variables = FunctionVariables.For(function, facts, services.Options);
            return mayStart() ? _process = services.Launch(new RuntimeStart(command.Value, variables, folder, log.WriteFunctionLine)) : null;
        }
        finally
        {
            _started.TrySetResult();
        }
    }

    /// <summary>Waits, once the start is over, for the process to end by itself, but not for long.</summary>
    public async Task WaitForExitAsync(TimeSpan limit)
    {
        await _started.Task;
        await Task.WhenAny(_process?.Exit ?? Task.CompletedTask, Task.Delay(limit));
    }

    /// <summary>Waits for what a process that has ended wrote last, but not for what it left behind.</summary>
    public static Task WaitForOutputAsync(IRuntimeProcess process) => Task.WhenAny(process.Output, Task.Delay(OutputGrace));

    /// <summary>MB of memory that the process has used at most, as of a moment ago: reading it costs more than the rest of a report.</summary>
    public long PeakMemory()
    {
        if (_peakMemory == 0 || _clock.GetElapsedTime(_peakMemoryAt) > MemoryInterval)
        {
            _peakMemory = Math.Max(_peakMemory, _process?.PeakMemory ?? 0);
            _peakMemoryAt = _clock.GetTimestamp();
        }

        return _peakMemory;
    }

    /// <summary>Kills the process and gives everything back; done when the process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _started.Task;
        if (_process is { } process)
        {
            process.Kill();
            await Task.WhenAny(process.Exit, Task.Delay(ExitGrace));
            await WaitForOutputAsync(process);
            process.Dispose();
        }

        _listener?.Dispose();
    }
}
