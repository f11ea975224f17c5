using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tool.Building;

/// <summary>Events of builds, and what they come to.</summary>
internal static class Happened
{
    public static readonly StepKey Library = new(StepKind.Compile, "/src/Lib/Lib.csproj");
    public static readonly StepKey Function = new(StepKind.Publish, "/src/App/App.csproj", RuntimeIdentifier: "linux-x64");

    public static BuildEvent Opened(int at, int context, StepKey? step) => new ProjectOpened(TimeSpan.FromSeconds(at), context, step);

    public static BuildEvent Closed(int at, int context, bool succeeded = true) => new ProjectClosed(TimeSpan.FromSeconds(at), context, succeeded);

    public static BuildEvent Entered(int context, string target) => new TargetEntered(default, context, target);

    public static BuildEvent Ran(int context, string task) => new TaskEntered(default, context, task);

    public static BuildEvent Wrong(string code, string file = "/src/App/Program.cs", int line = 2, Severity severity = Severity.Error) =>
        new Complained(default, new(new(code, severity, "") { HelpLink = null }, severity, "It is wrong.", new(file, new(line, 5), new(line, 9))));

    /// <summary>The state after some events.</summary>
    public static BuildState State(params BuildEvent[] events) => events.Aggregate(BuildState.Empty, BuildProgress.Apply);

    /// <summary>Shows events to a display, one at a time.</summary>
    public static void Show(IBuildDisplay display, params BuildEvent[] events)
    {
        var tracker = new BuildTracker { Changed = display.Show };
        foreach (var happened in events)
        {
            tracker.Report(happened);
        }
    }
}
