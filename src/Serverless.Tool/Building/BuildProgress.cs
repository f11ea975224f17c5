using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>What events make of a build's state.</summary>
internal static class BuildProgress
{
    /// <summary>The state after an event.</summary>
    public static BuildState Apply(BuildState state, BuildEvent happened) => happened switch
    {
        ProjectOpened { Step: { } step } opened => Open(state, opened, step),
        ProjectClosed closed => Close(state, closed),
        TargetEntered entered when Activities.Of(entered.Target) is { } activity => Change(state, entered.Context, step => step with { Activity = activity }),
        TaskEntered entered when Activities.IsWork(entered.Task) => Change(state, entered.Context, step => step with { Worked = true }),
        Complained complained => Complain(state, complained.Diagnostic),
        Said said => state with { Messages = state.Messages.Add(said.Text) },
        _ => state,
    };

    // What was made already is asked for again by everybody who refers to it; that is no news.
    private static BuildState Open(BuildState state, ProjectOpened opened, StepKey step)
    {
        if (state.Ended.Any(ended => ended.Key == step))
        {
            return state;
        }

        var isRunning = state.Running.Any(running => running.Key == step);
        return state with
        {
            Requests = state.Requests.SetItem(opened.Context, step),
            Running = isRunning ? state.Running : state.Running.Add(new(step, opened.At)),
        };
    }

    private static BuildState Close(BuildState state, ProjectClosed closed)
    {
        if (!state.Requests.TryGetValue(closed.Context, out var key))
        {
            return state;
        }

        var requests = state.Requests.Remove(closed.Context);
        var step = state.Running.First(running => running.Key == key) is var running && closed.Succeeded ? running : running with { Succeeded = false };
        return requests.ContainsValue(key)
            ? Replace(state with { Requests = requests }, step)
            : state with
            {
                Requests = requests,
                Running = state.Running.RemoveAll(other => other.Key == key),
                Ended = state.Ended.Add(step with { Duration = closed.At - step.Started }),
            };
    }

    private static BuildState Change(BuildState state, int context, Func<BuildStep, BuildStep> change) =>
        state.Requests.TryGetValue(context, out var key) ? Replace(state, change(state.Running.First(step => step.Key == key))) : state;

    private static BuildState Replace(BuildState state, BuildStep step) =>
        state with { Running = [.. state.Running.Select(other => other.Key == step.Key ? step : other)] };

    // A project that is built for two architectures has each of its mistakes twice.
    private static BuildState Complain(BuildState state, Diagnostic diagnostic) =>
        state.Complaints.Contains(diagnostic) ? state : state with { Complaints = state.Complaints.Add(diagnostic) };
}
