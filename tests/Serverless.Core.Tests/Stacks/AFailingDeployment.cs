using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Testing;
using Serverless.Text;

namespace Serverless.Stacks;

public sealed class AFailingDeployment
{
    private readonly Story _story = new();

    private static StackStep[] RolledBackCreation =>
    [
        StackStep.OfStack("CREATE_IN_PROGRESS", "User Initiated"),
        new("Hello", "CREATE_IN_PROGRESS"),
        new("Orders", "CREATE_IN_PROGRESS", ResourceType: "AWS::DynamoDB::Table"),
        new("Hello", "CREATE_FAILED", "Resource creation cancelled"),
        new("Orders", "CREATE_FAILED", "Table already exists: orders", "AWS::DynamoDB::Table"),
        StackStep.OfStack("ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Hello, Orders]. Rollback requested by user."),
        new("Orders", "DELETE_COMPLETE", ResourceType: "AWS::DynamoDB::Table"),
        new("Hello", "DELETE_COMPLETE"),
        StackStep.OfStack("ROLLBACK_COMPLETE"),
    ];

    [Fact]
    public async Task TheFirstRealCauseIsReportedAtItsLine()
    {
        _story.Client.Execution = [.. RolledBackCreation];
        var outcome = await _story.DeployAsync();
        var complaint = Story.Only(outcome);
        Assert.Equal((StackOutcomeKind.Failed, "ROLLBACK_COMPLETE"), (outcome.Kind, outcome.Status!.Name));
        Assert.Equal(("SLS0702", "Orders CREATE_FAILED: Table already exists: orders"), (complaint.Code, complaint.Message));
        Assert.Equal("template.yaml(8,3)", complaint.Span.ToString());
        Assert.Contains("the next deployment deletes it", complaint.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGeneratedResourcePointsAtWhatTheUserWrote()
    {
        _story.Client.Execution =
        [
            StackStep.OfStack("CREATE_IN_PROGRESS"), new("HelloRole", "CREATE_FAILED", "API: iam:CreateRole denied", "AWS::IAM::Role"), StackStep.OfStack("ROLLBACK_COMPLETE"),
        ];
        var request = _story.Request;
        var hello = new SourceSpan("template.yaml", new(4, 3), new(4, 8));
        request = request with { Template = request.Template with { Origin = id => id == "HelloRole" ? hello : SourceSpan.None } };
        var outcome = await _story.Pipeline.DeployAsync(request, null, Story.Token);
        Assert.Equal(hello, Story.Only(outcome).Span);
    }

    [Fact]
    public async Task FurtherCausesAreNamedBesideTheFirst()
    {
        _story.Client.Execution =
        [
            StackStep.OfStack("UPDATE_IN_PROGRESS"),
            new("Hello", "UPDATE_FAILED", "Handler is empty"),
            new("Orders", "UPDATE_FAILED", "Too many indexes"),
            StackStep.OfStack("UPDATE_ROLLBACK_IN_PROGRESS"),
            StackStep.OfStack("UPDATE_ROLLBACK_COMPLETE"),
        ];
        _story.Client.Add("orders", "CREATE_COMPLETE");
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal("Hello UPDATE_FAILED: Handler is empty", complaint.Message);
        Assert.Equal([new RelatedPlace(_story.Request.Template.SpanOf("Orders"), "Orders UPDATE_FAILED: Too many indexes")], complaint.Related);
        Assert.Contains("as it was before", complaint.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventsOfEarlierOperationsDoNotCount()
    {
        var stack = _story.Client.Add("orders", "UPDATE_ROLLBACK_COMPLETE");
        stack.Happen(new("Hello", "UPDATE_FAILED", "An old story"));
        stack.Happen(StackStep.OfStack("UPDATE_ROLLBACK_COMPLETE"));
        _story.Client.Execution = [StackStep.OfStack("UPDATE_IN_PROGRESS"), new("Orders", "UPDATE_FAILED", "A new one"), StackStep.OfStack("UPDATE_ROLLBACK_COMPLETE")];
        Assert.Equal("Orders UPDATE_FAILED: A new one", Story.Only(await _story.DeployAsync()).Message);
    }

    [Fact]
    public async Task ANestedStackIsFollowedToItsOwnCause()
    {
        var nested = _story.Client.Add("orders-Inner", "CREATE_IN_PROGRESS");
        nested.Happen(new("Old", "UPDATE_FAILED", "Of an earlier operation"));
        _story.Time.Advance(TimeSpan.FromMinutes(5));
        nested.Happen(new("Deep", "CREATE_FAILED", "Resource creation cancelled"));
        nested.Happen(new("Queue", "CREATE_FAILED", "Name is taken", "AWS::SQS::Queue"));
        _story.Client.ChangeSetPolls = 0;
        _story.Client.Execution =
        [
            StackStep.OfStack("CREATE_IN_PROGRESS"),
            new("Orders", "CREATE_FAILED", "Embedded stack was not successfully created", "AWS::CloudFormation::Stack", nested.Id),
            StackStep.OfStack("ROLLBACK_COMPLETE"),
        ];
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal("Orders.Queue CREATE_FAILED: Name is taken", complaint.Message);
        Assert.Equal(8, complaint.Span.Start.Line);
    }

    [Fact]
    public async Task ANestedTemplateThatWasDeployedTooHasTheLine()
    {
        var nested = _story.Client.Add("orders-Inner", "CREATE_IN_PROGRESS");
        nested.Happen(new("Queue", "CREATE_FAILED", "Name is taken", "AWS::SQS::Queue"));
        _story.Client.ChangeSetPolls = 0;
        _story.Client.Execution =
        [
            StackStep.OfStack("CREATE_IN_PROGRESS"),
            new("Orders", "CREATE_FAILED", "Embedded stack was not successfully created", "AWS::CloudFormation::Stack", nested.Id),
            StackStep.OfStack("ROLLBACK_COMPLETE"),
        ];
        const string Inner = "Resources:\n  First: {Type: AWS::SQS::Queue}\n  Queue: {Type: AWS::SQS::Queue}\n";
        var inner = new StackTemplate(TemplateReader.Read(new("inner.yaml", Inner)).Value!, Inner);
        var request = _story.Request;
        request = request with { Template = request.Template with { Nested = id => id == "Orders" ? inner : null } };
        var complaint = Story.Only(await _story.Pipeline.DeployAsync(request, null, Story.Token));
        Assert.Equal(("Orders.Queue CREATE_FAILED: Name is taken", "inner.yaml", 3), (complaint.Message, complaint.Span.Path, complaint.Span.Start.Line));
    }

    [Fact]
    public async Task ANestedTemplateThatIsTooLongIsNotEvenProposed()
    {
        var artifact = Story.Artifact("inner");
        _story.Artifacts = [artifact with { Artifact = artifact.Artifact with { Path = "/inner.yaml", Content = new byte[1], Size = TemplateLimits.StoredBytes + 1 } }];
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal(("SLS0706", "/inner.yaml"), (complaint.Code, complaint.Span.Path));
        Assert.Empty(_story.Client.Requests);
    }

    [Fact]
    public async Task ANestedStackThatCannotBeReadLeavesTheOuterFailure()
    {
        _story.Client.Execution =
        [
            StackStep.OfStack("CREATE_IN_PROGRESS"),
            new("Orders", "CREATE_FAILED", "Embedded stack was not successfully created", "AWS::CloudFormation::Stack", "arn:gone"),
            StackStep.OfStack("ROLLBACK_COMPLETE"),
        ];
        Assert.Equal("Orders CREATE_FAILED: Embedded stack was not successfully created", Story.Only(await _story.DeployAsync()).Message);
    }

    [Fact]
    public async Task WhenOnlyConsequencesAreKnownTheFirstIsReported()
    {
        _story.Client.Execution = [StackStep.OfStack("CREATE_IN_PROGRESS"), new("Hello", "CREATE_FAILED", "Resource creation cancelled"), StackStep.OfStack("ROLLBACK_COMPLETE")];
        Assert.Equal("Hello CREATE_FAILED: Resource creation cancelled", Story.Only(await _story.DeployAsync()).Message);
    }

    [Fact]
    public async Task AStackThatFailsWithoutAResourceGivesItsOwnReason()
    {
        _story.Client.Execution = [StackStep.OfStack("CREATE_IN_PROGRESS", "User Initiated"), StackStep.OfStack("ROLLBACK_IN_PROGRESS", "Output 'X' is null."), StackStep.OfStack("ROLLBACK_COMPLETE")];
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal(("SLS0716", "Stack 'orders' failed (Output 'X' is null)."), (complaint.Code, complaint.Message));
    }

    [Fact]
    public async Task AStackThatCloudFormationDeletesAfterFailingIsReportedAsGone()
    {
        _story.Target = _story.Target with { OnFailure = OnStackFailure.Delete };
        _story.Client.Execution = [StackStep.OfStack("CREATE_IN_PROGRESS"), new("Hello", "CREATE_FAILED", "No"), StackStep.OfStack("DELETE_IN_PROGRESS"), StackStep.OfStack("DELETE_COMPLETE")];
        var outcome = await _story.DeployAsync();
        Assert.Equal("Hello CREATE_FAILED: No", Story.Only(outcome).Message);
        Assert.Contains("has been deleted", Story.Only(outcome).Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE_FAILED", "was left as it is (CREATE_FAILED)")]
    [InlineData("UPDATE_ROLLBACK_FAILED", "continue-update-rollback")]
    public async Task TheStateThatTheStackIsLeftInIsExplained(string status, string help)
    {
        _story.Client.Execution = [StackStep.OfStack("CREATE_IN_PROGRESS"), new("Hello", "CREATE_FAILED", "No"), StackStep.OfStack(status)];
        Assert.Contains(help, Story.Only(await _story.DeployAsync()).Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AChangeSetThatFailsPointsAtTheResourceThatItNames()
    {
        _story.Client.ChangeSetFailure = "Template error: instance of Fn::GetAtt references undefined resource Nowhere in Orders.";
        var outcome = await _story.DeployAsync();
        Assert.Equal("SLS0703", Story.Only(outcome).Code);
        Assert.Equal(8, Story.Only(outcome).Span.Start.Line);
        Assert.Empty(_story.Client.ChangeSets);
    }

    [Fact]
    public async Task ARefusedTemplatePointsAtTheResourceThatItNames()
    {
        _story.Client.Before = (operation, _) => operation == "CreateChangeSet"
            ? throw new StackClientException(StackFailure.Refused, "ValidationError", "Template format error: Circular dependency between resources: [Orders]")
            : Task.CompletedTask;
        Assert.Equal(8, Story.Only(await _story.DeployAsync()).Span.Start.Line);
    }

    [Fact]
    public async Task AStackThatExistsOnlyForAFailedChangeSetIsTakenBack()
    {
        _story.Client.ChangeSetFailure = "Parameters: [Stage] must have values";
        await _story.DeployAsync();
        Assert.Null(_story.Client.Find("orders"));
    }

    [Theory]
    [InlineData(StackFailure.Refused, "SLS0713")]
    [InlineData(StackFailure.NotFound, "SLS0713")]
    [InlineData(StackFailure.AccessDenied, "SLS0714")]
    [InlineData(StackFailure.InsufficientCapabilities, "SLS0715")]
    [InlineData(StackFailure.Throttled, "SLS0717")]
    [InlineData(StackFailure.Unavailable, "SLS0717")]
    public async Task ARefusedRequestHasItsOwnCode(StackFailure failure, string code)
    {
        _story.Client.Before = (operation, _) => operation == "CreateChangeSet" ? throw new StackClientException(failure, "Code", "The text.") : Task.CompletedTask;
        var complaint = Story.Only(await _story.DeployAsync());
        Assert.Equal(code, complaint.Code);
        Assert.Contains("The text.", complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnArtifactThatCannotBeStoredStopsEverythingAndTakesTheChangeSetBack()
    {
        var proposed = new TaskCompletionSource();
        _story.OnEvent = happened => _ = happened is ChangeProposed && proposed.TrySetResult();
        _story.Store.BeforeStore = async (_, _) =>
        {
            await proposed.Task;
            throw new DiagnosticException(StackDiagnostics.NoAnswer.At(SourceSpan.None, "The bucket is on fire."));
        };
        var outcome = await _story.DeployAsync();
        Assert.Equal("The bucket is on fire.", Story.Only(outcome).Message);
        Assert.Empty(_story.Client.ChangeSets);
        Assert.Null(_story.Client.Find("orders"));
        Assert.Empty(_story.Client.Executions);
    }
}
