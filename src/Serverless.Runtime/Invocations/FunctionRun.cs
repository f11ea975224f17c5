using Serverless.Errors;
using Serverless.Logging;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

/// <summary>One life of a function: initialize, handle events until told to stop or until the Runtime API ends it.</summary>
internal sealed class FunctionRun(Surroundings surroundings)
{
    internal const int Success = 0;
    internal const int Failure = 1;

    private static readonly TimeSpan s_crashPatience = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile InvocationLoop[] _loops = [];
    private RuntimeApiAddress? _address;
    private int _running;
    private volatile bool _stopping;
    private int _isSettled;

    /// <summary>Ends with the run, never with an exception.</summary>
    internal Task End => _end.Task;

    /// <summary>How the run ended, once it has.</summary>
    internal int ExitCode { get; private set; }

    /// <summary>Handles events on this thread if it may, otherwise on others. There is no async method on this way: each would be compiled anew at every start.</summary>
    internal void Start(FunctionHandler handler)
    {
        if (TryReadAddress())
        {
            StartLoops(handler);
        }
    }

    /// <summary>Makes the handler first; if that fails, Lambda is told why.</summary>
    internal async Task StartAsync(Func<Task<FunctionHandler>> initialize)
    {
        if (!TryReadAddress())
        {
            return;
        }

        try
        {
            StartLoops(await initialize());
        }
        catch (Exception exception)
        {
            ReportInitialization(exception);
        }
    }

    /// <summary>Does what <see cref="Surroundings.SettleLater"/> says, unless that is done.</summary>
    internal void SettleLater()
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
        {
            surroundings.SettleLater(this);
        }
    }

    /// <summary>Lets invocations in progress finish, then ends with success.</summary>
    internal void Stop()
    {
        _stopping = true;
        foreach (var loop in _loops)
        {
            loop.Stop();
        }

        if (_loops.Length == 0)
        {
            Finish(Success);
        }
    }

    /// <summary>Reports an exception that is about to end the process as the error of whatever is in progress.</summary>
    internal void ReportCrash(Exception exception)
    {
        var current = _loops is [var single] ? single.Current : null;
        surroundings.Log.Write(LogLevel.Critical, "An exception that nobody caught, outside of the handler's own call, ends this process.", exception, current);
        var reporter = new Thread(() =>
        {
            foreach (var loop in _loops)
            {
                if (loop.Current is { } context)
                {
                    ReportCrash(exception, context);
                }
            }
        }) { IsBackground = true };
        reporter.Start();
        reporter.Join(s_crashPatience);
    }

    private bool TryReadAddress()
    {
        _address = RuntimeApiAddress.Read(surroundings.Environment.RuntimeApi, out var complaint);
        if (_address is null)
        {
            surroundings.Complain(complaint);
            Finish(Failure);
        }

        return _address is not null;
    }

    /// <summary>Tells Lambda that this function cannot be initialized, and ends.</summary>
    private void ReportInitialization(Exception exception)
    {
        surroundings.Log.Write(LogLevel.Critical, "The function could not be initialized.", exception, null);
        try
        {
            using var client = NewClient();
            client.PostInitError(new ErrorReport(exception, surroundings.Environment.MemorySize));
        }
        catch (RuntimeApiException refusal)
        {
            surroundings.Log.Write(LogLevel.Error, refusal.Message, null, null);
        }

        Finish(Failure);
    }

    private void ReportCrash(Exception exception, InvocationContext context)
    {
        try
        {
            using var client = NewClient();
            client.PostError(context.RequestId, new ErrorReport(exception, surroundings.Environment.MemorySize), surroundings.WorkingDirectory);
        }
        catch (RuntimeApiException)
        {
            // The process ends anyway, and the log has the exception.
        }
    }

    private RuntimeApiClient NewClient()
    {
        var address = _address!;
        return new RuntimeApiClient(address.Connect, address.Text, surroundings.Time, surroundings.Log, surroundings.Pause);
    }

    private void StartLoops(FunctionHandler handler)
    {
        var loops = new InvocationLoop[surroundings.Environment.Concurrency];
        for (var i = 0; i < loops.Length; i++)
        {
            loops[i] = new InvocationLoop(surroundings, i == 0 ? handler : handler.ForAnotherLoop(), NewClient(), SettleLater);
        }

        (_running, _loops) = (loops.Length, loops);
        if (_stopping)
        {
            Stop();
        }

        if (loops.Length == 1 && surroundings.MayBlockCaller && !Thread.CurrentThread.IsThreadPoolThread)
        {
            Run(loops[0]);
            return;
        }

        foreach (var loop in loops)
        {
            new Thread(() => Run(loop)) { IsBackground = true }.Start();
        }
    }

    private void Run(InvocationLoop loop)
    {
        try
        {
            loop.Run();
            Leave();
        }
        catch (Exception exception)
        {
            surroundings.Log.Write(LogLevel.Critical, exception.Message, exception is RuntimeApiException ? null : exception, null);
            Finish(Failure);
        }
        finally
        {
            loop.Dispose();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _running) <= 0)
        {
            Finish(Success);
        }
    }

    private void Finish(int exitCode)
    {
        if (_end.Task.IsCompleted)
        {
            return;
        }

        ExitCode = exitCode;
        surroundings.SetExitCode(exitCode);
        _end.TrySetResult();
    }
}
