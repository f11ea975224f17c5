using System.Runtime.InteropServices;
using Serverless.Logging;
using Serverless.Native;

namespace Serverless.Invocations;

/// <summary>Ties a run to the process that it lives in: environment variables, SIGTERM, exceptions that nobody caught, the exit code.</summary>
internal static class FunctionProcess
{
    private static PosixSignalRegistration? s_termination;

    /// <summary>Runs the handler that <paramref name="create"/> makes; what that throws is an error of initialization.</summary>
    internal static Task<int> RunAsync(Func<FunctionHandler> create)
    {
        var run = NewRun(OfProcess());
        try
        {
            run.Start(create());
        }
        catch (ArgumentNullException exception)
        {
            _ = run.StartAsync(() => Task.FromException<FunctionHandler>(exception));
        }

        return ExitCodeAsync(run);
    }

    /// <summary>Runs the handler that <paramref name="initialize"/> makes; what that throws is an error of initialization.</summary>
    internal static Task<int> RunAsync(Func<Task<FunctionHandler>> initialize)
    {
        var surroundings = OfProcess();
        var run = NewRun(surroundings);
        // Making the handler may take much memory, and time enough that this does not count.
        surroundings.Settle();
        run.SettleLater();
        _ = run.StartAsync(initialize);
        return ExitCodeAsync(run);
    }

    private static Task<int> ExitCodeAsync(FunctionRun run) => run.End.IsCompleted
        ? Task.FromResult(run.ExitCode)
        : run.End.ContinueWith(_ => run.ExitCode, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static FunctionRun NewRun(Surroundings surroundings)
    {
        var run = new FunctionRun(surroundings);
        ListenForStrayExceptions(run, surroundings.Log);
        return run;
    }

    private static Surroundings OfProcess()
    {
        var environment = FunctionEnvironment.Read(Environment.GetEnvironmentVariable);
        return new()
        {
            Environment = environment,
            Settle = () => LimitHeap(environment),
            SettleLater = ListenForTermination,
            Log = LogWriter.OfProcess,
            MayBlockCaller = true,
            SetTraceVariable = static value => Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", value),
            Complain = ProcessStreams.WriteError,
            SetExitCode = static code =>
            {
                if (code != FunctionRun.Success)
                {
                    Environment.ExitCode = code;
                }
            },
            WorkingDirectory = Environment.GetEnvironmentVariable("LAMBDA_TASK_ROOT") ?? "/var/task",
        };
    }

    private static void ListenForStrayExceptions(FunctionRun run, LogWriter log)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, arguments) =>
        {
            if (arguments.ExceptionObject is Exception exception)
            {
                run.ReportCrash(exception);
            }
        };
        TaskScheduler.UnobservedTaskException += (_, arguments) =>
            log.Write(LogLevel.Error, "A task failed and nobody awaited it. Work that is not awaited may be frozen with the environment.", arguments.Exception, null);
    }

    /// <summary>
    /// Lets the garbage collector know the function's memory size, so that running out of it is an exception that can be reported
    /// rather than a killed process. A limit that is set elsewhere and lower stays.
    /// </summary>
    private static void LimitHeap(FunctionEnvironment environment)
    {
        var bytes = environment.MemoryLimitInMegabytes * 1024L * 1024;
        if (bytes <= 0 || GC.GetGCMemoryInfo().TotalAvailableMemoryBytes <= bytes)
        {
            return;
        }

        try
        {
            AppContext.SetData("GCHeapHardLimit", (ulong)bytes);
            GC.RefreshMemoryLimit();
        }
        catch (InvalidOperationException)
        {
            // More is in use already, or the limit cannot be changed here.
        }
    }

    private static void ListenForTermination(FunctionRun run)
    {
        try
        {
            s_termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                run.Stop();
            });
        }
        catch (PlatformNotSupportedException)
        {
            // Then a request to stop ends the process the ordinary way.
        }
    }
}
