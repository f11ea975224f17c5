namespace Serverless.Tool.Building;

/// <summary>Keeps the state of a build that reports from several threads.</summary>
internal sealed class BuildTracker
{
    private readonly Lock _gate = new();

    /// <summary>Hears of each change: the state before and after. Calls come one at a time.</summary>
    public Action<BuildState, BuildState> Changed { get; set; } = (_, _) => { };

    /// <summary>Where the build is.</summary>
    public BuildState State { get; private set; } = BuildState.Empty;

    /// <summary>Takes an event in.</summary>
    public void Report(BuildEvent happened)
    {
        lock (_gate)
        {
            var before = State;
            State = BuildProgress.Apply(before, happened);
            if (!ReferenceEquals(before, State))
            {
                Changed(before, State);
            }
        }
    }
}
