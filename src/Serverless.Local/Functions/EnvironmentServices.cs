namespace Serverless.Local.Functions;

/// <summary>What all environments of a host share.</summary>
internal sealed record EnvironmentServices(string HostId, FunctionHostOptions Options, CodeCache Code, LogStore Logs, Func<RuntimeStart, IRuntimeProcess> Launch)
{
    /// <summary>The folder that functions see as their owner's home: empty, so that they find nobody's credentials there.</summary>
    public string HomeFolder => Path.Combine(Options.CodeFolder, ".home");
}

/// <summary>What an environment is doing.</summary>
internal enum EnvironmentState
{
    /// <summary>The process starts and has not asked for an event yet.</summary>
    Starting,

    /// <summary>It waits for an event.</summary>
    Idle,

    /// <summary>It has an event and has not answered.</summary>
    Busy,

    /// <summary>It has answered and has not asked for the next event.</summary>
    Answered,

    /// <summary>It is dead or about to die, and gets no events.</summary>
    Ended,
}
