using Serverless.Diagnostics;
using static Serverless.Tool.Building.Happened;

namespace Serverless.Tool.Building;

public sealed class TheStateOfABuild
{
    [Fact]
    public void AProjectThatIsAskedForMoreThanAQuestionIsAStep()
    {
        var step = Assert.Single(State(Opened(1, 1, Library), Opened(2, 2, null)).Running);
        Assert.Equal((Library, TimeSpan.FromSeconds(1), "starting"), (step.Key, step.Started, step.Activity));
    }

    [Fact]
    public void TargetsSayWhatAStepDoes()
    {
        var state = State(Opened(0, 1, Function), Entered(1, "CoreCompile"), Entered(1, "AssignTargetPaths"), Entered(2, "_ServerlessZip"));
        Assert.Equal("compiling", Assert.Single(state.Running).Activity);
    }

    [Fact]
    public void AStepEndsWithItsRequest()
    {
        var state = State(Opened(1, 1, Library), Ran(1, "Csc"), Closed(4, 1));
        Assert.Empty(state.Running);
        Assert.Empty(state.Requests);
        var step = Assert.Single(state.Ended);
        Assert.Equal((TimeSpan.FromSeconds(3), "compiled"), (step.Duration, step.Outcome));
    }

    [Fact]
    public void AStepOfTwoRequestsEndsWithTheLastAndFailsWithAny()
    {
        var first = State(Opened(1, 1, Library), Opened(2, 2, Library), Closed(3, 1, succeeded: false));
        Assert.Single(first.Running);
        Assert.Empty(first.Ended);
        var step = Assert.Single(BuildProgress.Apply(first, Closed(5, 2)).Ended);
        Assert.Equal((TimeSpan.FromSeconds(4), "failed"), (step.Duration, step.Outcome));
    }

    [Fact]
    public void WhatWasMadeIsNotMadeAgain()
    {
        var state = State(Opened(1, 1, Library), Closed(2, 1));
        Assert.Same(state, BuildProgress.Apply(state, Opened(3, 2, Library)));
        Assert.Same(state, BuildProgress.Apply(state, Closed(4, 2)));
    }

    [Fact]
    public void OneProjectForTwoArchitecturesIsTwoSteps() =>
        Assert.Equal(2, State(Opened(1, 1, Function), Opened(1, 2, Function with { RuntimeIdentifier = "linux-arm64" })).Running.Length);

    [Theory]
    [InlineData(StepKind.Compile, "", "unchanged")]
    [InlineData(StepKind.Compile, "Copy", "unchanged")]
    [InlineData(StepKind.Compile, "Fsc", "compiled")]
    [InlineData(StepKind.Publish, "", "unchanged")]
    [InlineData(StepKind.Publish, "RunReadyToRunCompiler", "published")]
    [InlineData(StepKind.Restore, "", "restored")]
    [InlineData(StepKind.RestoreFunctions, "", "restored functions")]
    internal void OnlyACompilerMakesSomethingNew(StepKind kind, string task, string outcome) =>
        Assert.Equal(outcome, Assert.Single(State(Opened(0, 1, new(kind, "/a.csproj")), Ran(1, task), Closed(1, 1)).Ended).Outcome);

    [Fact]
    public void ARestoreThatFailsSaysSo() =>
        Assert.Equal("restore failed (1.0 s)", BuildNews.Line(Assert.Single(State(Opened(0, 1, new(StepKind.Restore, "")), Closed(1, 1, succeeded: false)).Ended)));

    [Fact]
    public void AMistakeThatIsReportedTwiceIsOne()
    {
        var state = State(Wrong("CS0103"), Wrong("CS0103"), Wrong("CS0103", line: 3), Wrong("CS8618", severity: Severity.Warning));
        Assert.Equal((2, 1), (state.Count(Severity.Error), state.Count(Severity.Warning)));
    }

    [Fact]
    public void TheTrackerTellsOfChangesAlone()
    {
        List<int> ended = [];
        var tracker = new BuildTracker { Changed = (before, after) => ended.Add(after.Ended.Length - before.Ended.Length) };
        foreach (var happened in (BuildEvent[])[Opened(0, 1, null), Opened(0, 2, Library), Entered(2, "Unknown"), Closed(1, 1), Closed(1, 2)])
        {
            tracker.Report(happened);
        }

        Assert.Equal([0, 1], ended);
    }
}
