using Serverless.Testing;

namespace Serverless.Stacks;

public sealed class WhatAnEarlierDeploymentLeft
{
    private readonly Story _story = new();

    [Fact]
    public async Task AStackThatNeverWorkedIsDeletedAndCreatedAnew()
    {
        _story.Client.Add("orders", "ROLLBACK_COMPLETE");
        var outcome = await _story.DeployAsync();
        Assert.Equal("CREATE_COMPLETE", outcome.Status!.Name);
        Assert.Contains("Stack orders is ROLLBACK_COMPLETE from an earlier attempt; deleting it to create it anew", _story.Lines);
        Assert.Equal(ChangeSetType.Create, Assert.Single(_story.Client.Requests).Type);
    }

    [Fact]
    public async Task ItIsNotDeletedWhenItIsProtected()
    {
        _story.Client.Add("orders", "ROLLBACK_COMPLETE").TerminationProtection = true;
        Assert.Equal("SLS0711", Story.Only(await _story.DeployAsync()).Code);
        Assert.Empty(_story.Client.Deletions);
    }

    [Fact]
    public async Task ADeletionThatFailsIsReportedWithItsCause()
    {
        _story.Client.Add("orders", "ROLLBACK_COMPLETE");
        _story.Client.Deletion = [StackStep.OfStack("DELETE_IN_PROGRESS"), new("Orders", "DELETE_FAILED", "Bucket is not empty"), StackStep.OfStack("DELETE_FAILED")];
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal(("SLS0702", "Orders DELETE_FAILED: Bucket is not empty"), (complaint.Code, complaint.Message));
    }

    [Fact]
    public async Task AStackUnderReviewIsTakenUp()
    {
        _story.Client.Add("orders", "REVIEW_IN_PROGRESS");
        var outcome = await _story.DeployAsync();
        Assert.Equal("CREATE_COMPLETE", outcome.Status!.Name);
        Assert.Contains("Stack orders is REVIEW_IN_PROGRESS from an earlier attempt; going on from there", _story.Lines);
        Assert.Empty(_story.Client.Deletions);
    }

    [Theory]
    [InlineData("CREATE_IN_PROGRESS", "CREATE_COMPLETE", ChangeSetType.Update)]
    [InlineData("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", ChangeSetType.Update)]
    [InlineData("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE", ChangeSetType.Update)]
    [InlineData("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE", ChangeSetType.Update)]
    [InlineData("ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE", ChangeSetType.Create)]
    [InlineData("DELETE_IN_PROGRESS", "DELETE_COMPLETE", ChangeSetType.Create)]
    [InlineData("IMPORT_IN_PROGRESS", "IMPORT_COMPLETE", ChangeSetType.Update)]
    public async Task SomebodyElsesWorkIsWaitedFor(string now, string then, ChangeSetType type)
    {
        _story.Client.Add("orders", now, StackStep.OfStack(now), StackStep.OfStack(now), StackStep.OfStack(then));
        Assert.True((await _story.DeployAsync()).IsSuccess);
        Assert.Single(_story.Lines, $"Stack orders is {now} by somebody else; waiting for it");
        Assert.Equal(type, Assert.Single(_story.Client.Requests).Type);
    }

    [Fact]
    public async Task SomebodyWhoBeginsBetweenLookAndRequestIsWaitedForToo()
    {
        var stack = _story.Client.Add("orders", "UPDATE_COMPLETE");
        _story.Client.Before = (operation, _) =>
        {
            if (operation == "CreateChangeSet" && _story.Client.Requests.Count == 1)
            {
                stack.Begin([StackStep.OfStack("UPDATE_IN_PROGRESS"), StackStep.OfStack("UPDATE_IN_PROGRESS"), StackStep.OfStack("UPDATE_COMPLETE")]);
            }

            return Task.CompletedTask;
        };
        Assert.True((await _story.DeployAsync()).IsSuccess);
        Assert.Equal(2, _story.Client.Requests.Count);
    }

    [Fact]
    public async Task SomebodyWhoNeverEndsIsGivenUpOnAfterTheTimeout()
    {
        _story.Target = _story.Target with { Timeout = TimeSpan.FromMinutes(10) };
        _story.Client.Add("orders", "UPDATE_IN_PROGRESS");
        var outcome = await _story.DeployAsync();
        Assert.Equal(("SLS0709", "The 10 minutes for this job are over."), (Story.Only(outcome).Code, Story.Only(outcome).Message));
        Assert.Null(outcome.StillRunning);
        Assert.InRange(outcome.Elapsed, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10.2));
    }

    [Theory]
    [InlineData("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name orders")]
    [InlineData("ROLLBACK_FAILED", "destroy the stack and deploy again")]
    [InlineData("DELETE_FAILED", "destroy the stack again")]
    [InlineData("IMPORT_ROLLBACK_FAILED", "continue-update-rollback --stack-name orders")]
    public async Task WhatOnlyAPersonCanMendIsSaidWithWhatToDo(string status, string advice)
    {
        _story.Client.Add("orders", status).Reason = "The following resource(s) failed: [Orders].";
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal("SLS0707", complaint.Code);
        Assert.Contains(status, complaint.Message, StringComparison.Ordinal);
        Assert.Contains("[Orders]", complaint.Message, StringComparison.Ordinal);
        Assert.Contains(advice, complaint.Help, StringComparison.Ordinal);
        Assert.Empty(_story.Client.Requests);
    }

    [Theory]
    [InlineData("CREATE_COMPLETE")]
    [InlineData("CREATE_FAILED")]
    [InlineData("UPDATE_COMPLETE")]
    [InlineData("UPDATE_FAILED")]
    [InlineData("UPDATE_ROLLBACK_COMPLETE")]
    [InlineData("IMPORT_COMPLETE")]
    [InlineData("IMPORT_ROLLBACK_COMPLETE")]
    public async Task EveryOtherStateIsUpdated(string status)
    {
        _story.Client.Add("orders", status);
        Assert.Equal("UPDATE_COMPLETE", (await _story.DeployAsync()).Status!.Name);
        Assert.Empty(_story.Client.Deletions);
    }
}
