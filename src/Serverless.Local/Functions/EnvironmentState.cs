namespace Serverless.Local.Functions;

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
