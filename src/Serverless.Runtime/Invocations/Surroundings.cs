using Serverless.Http;
using Serverless.Logging;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

/// <summary>Everything that a run of a function reaches out to; a process in production, a test's own things in a test.</summary>
internal sealed class Surroundings
{
    internal required FunctionEnvironment Environment { get; init; }
    internal required LogWriter Log { get; init; }
    internal TimeProvider Time { get; init; } = TimeProvider.System;
    internal Action<TimeSpan> Pause { get; init; } = Thread.Sleep;
    internal string WorkingDirectory { get; init; } = "/var/task";

    /// <summary>Whether a run may keep the thread that it is started on, which the main thread of a function is there for.</summary>
    internal bool MayBlockCaller { get; init; }

    /// <summary>What every run does once before its first event is handled; with luck while that is under way.</summary>
    internal Action Settle { get; init; } = static () => { };

    /// <summary>
    /// What every run does once and soon, but not while its first event waits to be answered: it is called on a thread of its own, a moment after that
    /// event was asked for.
    /// </summary>
    internal Action<FunctionRun> SettleLater { get; init; } = static _ => { };

    /// <summary>Sets _X_AMZN_TRACE_ID, from which tracing libraries take the trace that they belong to.</summary>
    internal required Action<string?> SetTraceVariable { get; init; }

    /// <summary>Told what is meant for a person who started the program by hand.</summary>
    internal required Action<string> Complain { get; init; }

    /// <summary>Told how the run ended: 0 or 1.</summary>
    internal required Action<int> SetExitCode { get; init; }
}
