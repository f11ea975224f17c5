using Serverless.Testing;

namespace Serverless.Stacks;

public sealed class WatchingAStack
{
    private readonly Story _story = new();

    [Fact]
    public async Task ShortOperationsAreAskedAboutEveryFifthOfASecond()
    {
        await _story.DeployAsync();
        Assert.All(_story.Time.Pauses, pause => Assert.Equal(TimeSpan.FromSeconds(0.2), pause));
        Assert.InRange(_story.Time.Pauses.Count, 1, 5);
    }

    [Fact]
    public async Task LongOnesMoreAndMoreRarelyUpToALimit()
    {
        _story.Client.StepsPerLook = 1;
        _story.Client.Execution = [StackStep.OfStack("CREATE_IN_PROGRESS"), .. Enumerable.Repeat(new StackStep("Hello", "CREATE_IN_PROGRESS"), 150), StackStep.OfStack("CREATE_COMPLETE")];
        Assert.True((await _story.DeployAsync()).IsSuccess);
        var pauses = _story.Time.Pauses.Skip(1).ToArray();
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromSeconds(5), pauses[^1]);
        Assert.InRange(pauses.Length, 140, 160);
    }

    [Fact]
    public async Task ThrottlingSlowsTheQuestionsDownAndIsSurvived()
    {
        var throttled = 0;
        _story.Client.Before = (operation, _) => operation == "DescribeStackEvents" && _story.Client.HasExecuted && throttled++ is >= 0 and < 4
            ? throw new StackClientException(StackFailure.Throttled, "Throttling", "Rate exceeded")
            : Task.CompletedTask;
        Assert.True((await _story.DeployAsync()).IsSuccess);
        Assert.Equal(4, _story.Lines.Count(line => line.Contains("asks for fewer questions", StringComparison.Ordinal)));
        Assert.True(_story.Time.Pauses.Max() > TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task AnOutageIsSurvivedForAWhile()
    {
        var until = TimeSpan.FromMinutes(2);
        var begun = _story.Time.GetUtcNow();
        _story.Client.Before = (_, _) => _story.Client.HasExecuted && _story.Client.Calls.Last() != "ExecuteChangeSet" && _story.Time.GetUtcNow() - begun < until
            ? throw new StackClientException(StackFailure.Unavailable, null, "connection refused")
            : Task.CompletedTask;
        Assert.True((await _story.DeployAsync()).IsSuccess);
    }

    [Fact]
    public async Task ALongOutageEndsTheWatchAndSaysWhatGoesOn()
    {
        _story.Client.Before = (operation, _) => _story.Client.HasExecuted && operation is ("DescribeStackEvents" or "DescribeStacks")
            ? throw new StackClientException(StackFailure.Unavailable, null, "connection refused")
            : Task.CompletedTask;
        var outcome = await _story.DeployAsync();
        Assert.Equal(["SLS0717", "SLS0710"], outcome.Diagnostics.Select(complaint => complaint.Code));
        Assert.Contains("is still creating stack 'orders'", outcome.StillRunning, StringComparison.Ordinal);
        Assert.InRange(outcome.Elapsed, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task AServiceWithoutEventsIsBelievedByItsStatus()
    {
        _story.Client.Execution = [StackStep.OfStack("CREATE_IN_PROGRESS"), StackStep.OfStack("CREATE_COMPLETE")];
        _story.Client.Before = (operation, _) => _story.Client.HasExecuted && operation == "DescribeStackEvents"
            ? throw new StackClientException(StackFailure.NotFound, "ValidationError", "no events here")
            : Task.CompletedTask;
        Assert.Equal("CREATE_COMPLETE", (await _story.DeployAsync()).Status!.Name);
    }

    [Fact]
    public async Task AnUpdateThatHasNotBegunIsNotTakenForOneThatHasEnded()
    {
        var stack = _story.Client.Add("orders", "UPDATE_COMPLETE");
        _story.Client.Execution = [];
        var looks = 0;
        _story.Client.Before = (operation, _) =>
        {
            if (operation == "DescribeStackEvents" && _story.Client.HasExecuted && ++looks == 5)
            {
                stack.Begin([StackStep.OfStack("UPDATE_IN_PROGRESS"), new("Hello", "UPDATE_FAILED", "Late"), StackStep.OfStack("UPDATE_ROLLBACK_COMPLETE")]);
            }

            return Task.CompletedTask;
        };
        Assert.Equal("Hello UPDATE_FAILED: Late", Story.Only(await _story.DeployAsync()).Message);
    }
}
