using Serverless.Artifacts;

namespace Serverless.Stacks;

public sealed class DeployingAStack
{
    private readonly Story _story = new();

    [Fact]
    public async Task ANewStackIsCreatedAndItsOutputsComeBack()
    {
        var outcome = await _story.DeployAsync();
        Assert.Equal((StackOutcomeKind.Succeeded, "CREATE_COMPLETE"), (outcome.Kind, outcome.Status!.Name));
        Assert.Equal("stack orders: CREATE_COMPLETE, ApiUrl https://api.example/", outcome.Summary);
        Assert.Equal(ChangeSetType.Create, Assert.Single(_story.Client.Requests).Type);
        Assert.Empty(outcome.Diagnostics);
    }

    [Fact]
    public async Task AStackThatIsThereIsUpdated()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE");
        var outcome = await _story.DeployAsync();
        Assert.Equal((StackOutcomeKind.Succeeded, "UPDATE_COMPLETE"), (outcome.Kind, outcome.Status!.Name));
        Assert.Equal(ChangeSetType.Update, Assert.Single(_story.Client.Requests).Type);
    }

    [Fact]
    public async Task EverythingIsToldInOrder()
    {
        await _story.DeployAsync();
        var lines = _story.Lines.Where(line => !line.StartsWith("Stored", StringComparison.Ordinal)).ToArray();
        Assert.Matches("^Change set serverless-20260304-050607000-[0-9a-f]{8} to create stack orders$", lines[0]);
        Assert.Equal(
            [
                "  Add     Hello (AWS::Lambda::Function)",
                "Creating stack orders",
                "  CREATE_IN_PROGRESS   orders (AWS::CloudFormation::Stack): User Initiated",
                "  CREATE_IN_PROGRESS   Hello (AWS::Lambda::Function)",
                "  CREATE_COMPLETE      Hello (AWS::Lambda::Function)",
                "  CREATE_COMPLETE      orders (AWS::CloudFormation::Stack)",
            ],
            lines[1..^1]);
        Assert.StartsWith("Stack orders is CREATE_COMPLETE after ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ArtifactsThatAreThereAreSkipped()
    {
        await _story.DeployAsync();
        Assert.Contains(_story.Events, happened => happened is ArtifactStored { Artifact.Id: "hello" });
        var again = new Story { Artifacts = _story.Artifacts };
        again.Store.Stored.TryAdd(again.Artifacts[0].Location.Key, again.Artifacts[0].Artifact);
        await again.DeployAsync();
        Assert.Contains(again.Events, happened => happened is ArtifactSkipped { Artifact.Id: "hello" });
    }

    [Fact]
    public async Task NoChangeSetIsExecutedBeforeTheArtifactsAreStored()
    {
        var gate = new TaskCompletionSource();
        _story.Store.BeforeStore = (_, _) => gate.Task;
        var proposed = new TaskCompletionSource();
        _story.OnEvent = happened =>
        {
            if (happened is ChangeProposed)
            {
                proposed.TrySetResult();
            }
        };
        var deploying = _story.DeployAsync();
        await proposed.Task.WaitAsync(TimeSpan.FromSeconds(30), Story.Token);
        await Task.Delay(20, Story.Token);
        Assert.DoesNotContain("ExecuteChangeSet", _story.Client.Calls);
        gate.SetResult();
        Assert.True((await deploying).IsSuccess);
        Assert.Single(_story.Client.Executions);
    }

    [Fact]
    public async Task WhatCloudFormationReadsWhileComputingIsStoredFirst()
    {
        _story.Template = "Transform: AWS::Serverless-2016-10-31\n" + Story.HelloTemplate;
        _story.Store.BeforeStore = async (_, token) =>
        {
            await Task.Delay(20, token);
            Assert.Empty(_story.Client.Requests);
        };
        Assert.True((await _story.DeployAsync()).IsSuccess);
    }

    [Fact]
    public async Task AtMostFourArtifactsAreSentAtOnce()
    {
        _story.Artifacts = [.. Enumerable.Range(0, 12).Select(number => Story.Artifact($"part{number}"))];
        var (now, most) = (0, 0);
        _story.Store.BeforeStore = async (_, token) =>
        {
            var current = Interlocked.Increment(ref now);
            InterlockedMax(ref most, current);
            await Task.Delay(10, token);
            Interlocked.Decrement(ref now);
        };
        Assert.True((await _story.DeployAsync()).IsSuccess);
        Assert.Equal(12, _story.Store.Stored.Count);
        Assert.InRange(most, 2, 4);
    }

    [Fact]
    public async Task AnArtifactThatTwoFunctionsShareIsSentOnce()
    {
        _story.Artifacts = [Story.Artifact("shared"), Story.Artifact("shared")];
        var sent = 0;
        _story.Store.BeforeStore = (_, _) => Task.FromResult(Interlocked.Increment(ref sent));
        await _story.DeployAsync();
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task AnUnchangedStackIsASuccessAndTheChangeSetIsTakenBack()
    {
        var stack = _story.Client.Add("orders", "UPDATE_COMPLETE");
        stack.Outputs = [new("ApiUrl", "https://before.example/")];
        _story.Client.ChangeSetFailure = "The submitted information didn't contain changes. Submit different information to create a change set.";
        var outcome = await _story.DeployAsync();
        Assert.Equal("stack orders: unchanged, ApiUrl https://before.example/", outcome.Summary);
        Assert.Equal(StackOutcomeKind.Unchanged, outcome.Kind);
        Assert.Empty(_story.Client.ChangeSets);
        Assert.Empty(_story.Client.Executions);
    }

    [Theory]
    [InlineData("The submitted information didn't contain changes. Submit different information to create a change set.")]
    [InlineData("No updates are to be performed.")]
    public void BothTextsForAnEmptyChangeSetAreKnown(string reason) =>
        Assert.True(new ChangeSet("id", "stack", ChangeSetStatus.Failed) { StatusReason = reason }.IsEmpty);

    [Fact]
    public async Task ARequestRefusedBecauseNothingChangesIsUnchangedToo()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE");
        _story.Client.Before = (operation, _) => operation == "CreateChangeSet"
            ? throw new StackClientException(StackFailure.Refused, "ValidationError", "No updates are to be performed.")
            : Task.CompletedTask;
        Assert.Equal(StackOutcomeKind.Unchanged, (await _story.DeployAsync()).Kind);
    }

    [Fact]
    public async Task NothingToChangeIsAnErrorWhenThatIsWanted()
    {
        _story.Target = _story.Target with { FailOnEmptyChangeSet = true };
        _story.Client.Add("orders", "CREATE_COMPLETE");
        _story.Client.ChangeSetFailure = "No updates are to be performed.";
        var outcome = await _story.DeployAsync();
        Assert.Equal((StackOutcomeKind.Failed, "SLS0708"), (outcome.Kind, Story.Only(outcome).Code));
    }

    [Fact]
    public async Task ALongTemplateGoesThroughTheStore()
    {
        _story.Template = Story.HelloTemplate + "\n# " + new string('x', 60_000);
        Assert.True((await _story.DeployAsync()).IsSuccess);
        var request = Assert.Single(_story.Client.Requests);
        Assert.Null(request.TemplateBody);
        Assert.Equal(_story.Template, _story.Store.Templates[request.TemplateUrl!]);
    }

    [Theory]
    [InlineData(51_200, true)]
    [InlineData(51_201, false)]
    public async Task TheBorderIsWhereCloudFormationDrawsIt(int bytes, bool inline)
    {
        _story.Template = Story.HelloTemplate + "\n#" + new string('x', bytes - Story.HelloTemplate.Length - 2);
        await _story.DeployAsync();
        Assert.Equal(inline, Assert.Single(_story.Client.Requests).TemplateBody is not null);
    }

    [Fact]
    public async Task ATemplateOfMoreThanAMegabyteIsRefusedBeforeAnythingIsAsked()
    {
        _story.Template = Story.HelloTemplate;
        var request = _story.Request;
        request = request with { Template = request.Template with { Body = new string('x', 1_048_577) } };
        var outcome = await _story.Pipeline.DeployAsync(request, null, Story.Token);
        Assert.Equal(("SLS0706", "template.yaml"), (Story.Only(outcome).Code, Story.Only(outcome).Span.Path));
        Assert.Empty(_story.Client.Calls);
    }

    [Fact]
    public async Task ABadStackNameIsRefusedBeforeAnythingIsAsked()
    {
        _story.Target = _story.Target with { StackName = "My.Orders" };
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal("SLS0701", complaint.Code);
        Assert.Contains("'My-Orders'", complaint.Help, StringComparison.Ordinal);
        Assert.Empty(_story.Client.Calls);
    }

    [Fact]
    public async Task TagsRoleTopicsAndCapabilitiesReachTheRequest()
    {
        _story.Target = _story.Target with
        {
            Tags = [new("team", "orders")],
            RoleArn = "arn:aws:iam::123456789012:role/deployer",
            NotificationArns = ["arn:aws:sns:eu-west-1:123456789012:deployments"],
            AllowedCapabilities = ["CAPABILITY_IAM"],
            OnFailure = OnStackFailure.Delete,
        };
        await _story.DeployAsync();
        var request = Assert.Single(_story.Client.Requests);
        Assert.Equal([new("team", "orders")], request.Tags);
        Assert.Equal(_story.Target.RoleArn, request.RoleArn);
        Assert.Equal(_story.Target.NotificationArns, request.NotificationArns);
        Assert.Equal(["CAPABILITY_IAM"], request.Capabilities);
        Assert.Equal(OnStackFailure.Delete, request.OnFailure);
        Assert.Null(Assert.Single(_story.Client.Executions).DisableRollback);
    }

    [Fact]
    public async Task DisablingRollbackReachesTheExecution()
    {
        _story.Target = _story.Target with { DisableRollback = true };
        await _story.DeployAsync();
        Assert.True(Assert.Single(_story.Client.Executions).DisableRollback);
    }

    [Fact]
    public async Task TerminationProtectionIsSetWhenItDiffers()
    {
        _story.Target = _story.Target with { TerminationProtection = true };
        await _story.DeployAsync();
        await _story.DeployAsync();
        Assert.True(_story.Client.Find("orders")!.TerminationProtection);
        Assert.Single(_story.Client.Calls, "UpdateTerminationProtection");
    }

    [Fact]
    public async Task TerminationProtectionIsSetEvenWhenNothingElseChanges()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE");
        _story.Client.ChangeSetFailure = "No updates are to be performed.";
        _story.Target = _story.Target with { TerminationProtection = true };
        Assert.Equal(StackOutcomeKind.Unchanged, (await _story.DeployAsync()).Kind);
        Assert.True(_story.Client.Find("orders")!.TerminationProtection);
    }

    [Fact]
    public async Task WhoeverDoesNotWaitIsToldHowToGoOn()
    {
        _story.Target = _story.Target with { Wait = false };
        var outcome = await _story.DeployAsync();
        Assert.Equal((StackOutcomeKind.Started, true), (outcome.Kind, outcome.IsSuccess));
        Assert.Contains("still creating stack 'orders' in eu-west-1", outcome.StillRunning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheStagesCanBeRunOneByOne()
    {
        var proposal = await _story.Pipeline.ProposeAsync(_story.Request, _story.Progress, Story.Token);
        Assert.Null(proposal.Outcome);
        Assert.Equal("Hello", Assert.Single(proposal.ChangeSet!.Changes).LogicalId);
        Assert.Empty(_story.Client.Executions);
        var outcome = await _story.Pipeline.ExecuteAsync(proposal, _story.Progress, Story.Token);
        Assert.Equal("CREATE_COMPLETE", outcome.Status!.Name);
    }

    [Fact]
    public async Task AProposalWithoutAChangeSetEndsInItsOutcome()
    {
        _story.Client.Add("orders", "CREATE_COMPLETE");
        _story.Client.ChangeSetFailure = "No updates are to be performed.";
        var proposal = await _story.Pipeline.ProposeAsync(_story.Request, null, Story.Token);
        Assert.Equal(StackOutcomeKind.Unchanged, proposal.Outcome!.Kind);
        Assert.Same(proposal.Outcome, await _story.Pipeline.ExecuteAsync(proposal, null, Story.Token));
    }

    private static void InterlockedMax(ref int most, int current)
    {
        for (var seen = most; current > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, current, seen);
        }
    }
}
