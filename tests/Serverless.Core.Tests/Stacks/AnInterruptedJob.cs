using Serverless.Testing;

namespace Serverless.Stacks;

public sealed class AnInterruptedJob
{
    private readonly Story _story = new();
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task BeforeAnythingWasBegunLeavesNothing()
    {
        await _stop.CancelAsync();
        var outcome = await _story.DeployUntilAsync(_stop.Token);
        Assert.Equal((StackOutcomeKind.Cancelled, "SLS0710"), (outcome.Kind, Story.Only(outcome).Code));
        Assert.Equal("Stopped. Nothing is left running.", Story.Only(outcome).Text);
        Assert.Null(outcome.StillRunning);
    }

    [Fact]
    public async Task WhileStoringLeavesNothing()
    {
        _story.Store.BeforeStore = async (_, token) =>
        {
            await _stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };
        var outcome = await _story.DeployUntilAsync(_stop.Token);
        Assert.Equal((StackOutcomeKind.Cancelled, null), (outcome.Kind, outcome.StillRunning));
        Assert.Empty(_story.Client.ChangeSets);
    }

    [Fact]
    public async Task WhileWaitingForSomebodyElseLeavesNothing()
    {
        _story.Client.Add("orders", "UPDATE_IN_PROGRESS");
        _story.OnEvent = happened => _ = happened is WaitingForStack ? _stop.CancelAsync() : null;
        var outcome = await _story.DeployUntilAsync(_stop.Token);
        Assert.Equal((StackOutcomeKind.Cancelled, null, "UPDATE_IN_PROGRESS"), (outcome.Kind, outcome.StillRunning, outcome.Status!.Name));
    }

    [Theory]
    [InlineData("CreateChangeSet")]
    [InlineData("DescribeChangeSet")]
    public async Task WhileProposingTakesTheChangeSetBack(string operation)
    {
        StopAt(operation);
        var outcome = await _story.DeployUntilAsync(_stop.Token);
        Assert.Equal((StackOutcomeKind.Cancelled, null), (outcome.Kind, outcome.StillRunning));
        Assert.Empty(_story.Client.ChangeSets);
        Assert.Null(_story.Client.Find("orders"));
    }

    [Fact]
    public async Task WhileProposingForAStackThatWorksLeavesTheStack()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE");
        StopAt("DescribeChangeSet");
        await _story.DeployUntilAsync(_stop.Token);
        Assert.Empty(_story.Client.ChangeSets);
        Assert.Empty(_story.Client.Deletions);
    }

    [Fact]
    public async Task AChangeSetThatCannotBeTakenBackIsNamed()
    {
        StopAt("DescribeChangeSet");
        var stop = _story.Client.Before!;
        _story.Client.Before = (operation, token) => operation == "DeleteChangeSet" ? Task.Delay(Timeout.Infinite, token) : stop(operation, token);
        var deploying = _story.DeployUntilAsync(_stop.Token);
        while (!_story.Client.Calls.Contains("DeleteChangeSet"))
        {
            await Task.Delay(5, Story.Token);
        }

        _story.Time.Advance(TimeSpan.FromSeconds(11));
        var outcome = await deploying;
        Assert.Contains("'aws cloudformation delete-change-set --stack-name orders --change-set-name serverless-", outcome.StillRunning, StringComparison.Ordinal);
        Assert.Equal(outcome.StillRunning, Story.Only(outcome).Help);
    }

    [Fact]
    public async Task WhileTheRequestToExecuteIsUnderWaySaysThatItMayHaveBegun()
    {
        StopAt("ExecuteChangeSet");
        var outcome = await _story.DeployUntilAsync(_stop.Token);
        Assert.StartsWith("CloudFormation may have begun creating stack 'orders' in eu-west-1.", outcome.StillRunning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhileCreatingSaysHowToGoOnAndHowToStopIt()
    {
        _story.OnEvent = happened => _ = happened is ResourceChanged { Event.LogicalId: "Hello" } ? _stop.CancelAsync() : null;
        var outcome = await _story.DeployUntilAsync(_stop.Token);
        Assert.Equal(StackOutcomeKind.Cancelled, outcome.Kind);
        Assert.StartsWith("CloudFormation is still creating stack 'orders' in eu-west-1", outcome.StillRunning, StringComparison.Ordinal);
        Assert.Contains("Deploy again to go on watching", outcome.StillRunning, StringComparison.Ordinal);
        Assert.Contains("aws cloudformation delete-stack --stack-name orders", outcome.StillRunning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhileUpdatingSaysHowToCancelTheUpdate()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE");
        _story.OnEvent = happened => _ = happened is ResourceChanged { Event.LogicalId: "Hello" } ? _stop.CancelAsync() : null;
        var outcome = await _story.DeployUntilAsync(_stop.Token);
        Assert.Contains("aws cloudformation cancel-update-stack --stack-name orders", outcome.StillRunning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhileDeletingSaysThatThisCannotBeStopped()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE");
        _story.OnEvent = happened => _ = happened is ExecutionStarted ? _stop.CancelAsync() : null;
        var outcome = await _story.DestroyUntilAsync(_stop.Token);
        Assert.Equal((StackOutcomeKind.Cancelled, true), (outcome.Kind, outcome.StillRunning!.Contains("cannot be stopped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TheTimeoutWhileExecutingSaysWhatGoesOn()
    {
        _story.Client.Execution = [StackStep.OfStack("CREATE_IN_PROGRESS"), .. Enumerable.Repeat(new StackStep("Hello", "CREATE_IN_PROGRESS"), 5000)];
        _story.Target = _story.Target with { Timeout = TimeSpan.FromMinutes(30) };
        var outcome = await _story.DeployAsync();
        Assert.Equal((StackOutcomeKind.Failed, "SLS0709"), (outcome.Kind, Story.Only(outcome).Code));
        Assert.Contains("is still creating stack 'orders'", outcome.StillRunning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATimeoutWhileWatchingSurvivesTheNextDeployment()
    {
        _story.Client.Execution = [StackStep.OfStack("CREATE_IN_PROGRESS"), .. Enumerable.Repeat(new StackStep("Hello", "CREATE_IN_PROGRESS"), 300), StackStep.OfStack("CREATE_COMPLETE")];
        _story.Target = _story.Target with { Timeout = TimeSpan.FromSeconds(20) };
        Assert.False((await _story.DeployAsync()).IsSuccess);
        _story.Target = _story.Target with { Timeout = TimeSpan.FromMinutes(60) };
        _story.Client.Execution = null;
        Assert.Equal("UPDATE_COMPLETE", (await _story.DeployAsync()).Status!.Name);
    }

    private void StopAt(string operation) => _story.Client.Before = async (called, token) =>
    {
        if (called == operation)
        {
            await _stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        }
    };
}
