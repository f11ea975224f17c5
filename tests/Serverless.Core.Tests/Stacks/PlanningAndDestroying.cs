using Serverless.Testing;

namespace Serverless.Stacks;

public sealed class PlanningAndDestroying
{
    private readonly Story _story = new();

    [Fact]
    public async Task APlanTellsTheChangesAndLeavesNothing()
    {
        _story.Client.Changes = [new(ChangeAction.Modify, "Orders", "AWS::DynamoDB::Table") { Replacement = Replacement.Always }];
        var outcome = await _story.PlanAsync();
        Assert.Equal(("stack orders: 1 change planned", StackOutcomeKind.Planned), (outcome.Summary, outcome.Kind));
        Assert.Contains("  Modify  Orders (AWS::DynamoDB::Table), replaced", _story.Lines);
        Assert.Empty(_story.Client.ChangeSets);
        Assert.Null(_story.Client.Find("orders"));
        Assert.Empty(_story.Store.Stored);
    }

    [Fact]
    public async Task APlanWithoutChangesSaysSo()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE");
        _story.Client.ChangeSetFailure = "No updates are to be performed.";
        Assert.Equal("stack orders: nothing to change", (await _story.PlanAsync()).Summary);
    }

    [Fact]
    public async Task APlanForAStackThatNeverWorkedShowsEverythingAndDeletesNothing()
    {
        _story.Client.Add("orders", "ROLLBACK_COMPLETE");
        var outcome = await _story.PlanAsync();
        Assert.Equal(["Hello", "Orders"], outcome.Changes.Select(change => change.LogicalId));
        Assert.Empty(_story.Client.Deletions);
    }

    [Fact]
    public async Task APlanForAStackThatNeedsRepairFails()
    {
        _story.Client.Add("orders", "UPDATE_ROLLBACK_FAILED");
        Assert.Equal("SLS0707", Story.Only(await _story.PlanAsync()).Code);
    }

    [Fact]
    public async Task DestroyingDeletesAndWaits()
    {
        _story.Client.Add("orders", "UPDATE_COMPLETE");
        var outcome = await _story.DestroyAsync();
        Assert.Equal((StackOutcomeKind.Succeeded, "DELETE_COMPLETE"), (outcome.Kind, outcome.Status!.Name));
        Assert.Null(_story.Client.Find("orders"));
    }

    [Fact]
    public async Task DestroyingNothingIsASuccess() => Assert.Equal("stack orders: does not exist", (await _story.DestroyAsync()).Summary);

    [Fact]
    public async Task DestroyingAProtectedStackIsRefused()
    {
        _story.Client.Add("orders", "UPDATE_COMPLETE").TerminationProtection = true;
        Assert.Equal("SLS0711", Story.Only(await _story.DestroyAsync()).Code);
        Assert.Empty(_story.Client.Deletions);
    }

    [Fact]
    public async Task ADeletionUnderWayIsWatchedNotRepeated()
    {
        _story.Client.Add("orders", "DELETE_IN_PROGRESS", StackStep.OfStack("DELETE_IN_PROGRESS"), StackStep.OfStack("DELETE_IN_PROGRESS"), StackStep.OfStack("DELETE_COMPLETE"));
        Assert.Equal(StackOutcomeKind.Succeeded, (await _story.DestroyAsync()).Kind);
        Assert.Empty(_story.Client.Deletions);
    }

    [Fact]
    public async Task AFailedDeletionCanBeRepeatedWithResourcesRetained()
    {
        _story.Client.Add("orders", "DELETE_FAILED");
        var outcome = await _story.Pipeline.DestroyAsync(_story.Target, ["Orders"], null, Story.Token);
        Assert.Equal(StackOutcomeKind.Succeeded, outcome.Kind);
        Assert.Equal(["Orders"], Assert.Single(_story.Client.Deletions).Retain);
    }

    [Fact]
    public async Task ADeletionThatFailsNamesTheResource()
    {
        _story.Client.Add("orders", "UPDATE_COMPLETE");
        _story.Client.Deletion = [StackStep.OfStack("DELETE_IN_PROGRESS"), new("Bucket", "DELETE_FAILED", "not empty"), StackStep.OfStack("DELETE_FAILED")];
        var complaint = Story.Only(await _story.DestroyAsync());
        Assert.Equal("Bucket DELETE_FAILED: not empty", complaint.Message);
        Assert.Contains("destroy the stack again", complaint.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutputsOfAStackComeAsTheyAre()
    {
        _story.Client.Add("orders", "UPDATE_COMPLETE").Outputs = [new("A", "1", "the first", "exported-a")];
        Assert.Equal([new("A", "1", "the first", "exported-a")], (await _story.Pipeline.OutputsAsync(_story.Target, Story.Token)).Outputs);
    }

    [Fact]
    public async Task OutputsOfNoStackAreAnError() =>
        Assert.Equal("SLS0712", Story.Only(await _story.Pipeline.OutputsAsync(_story.Target, Story.Token)).Code);
}
