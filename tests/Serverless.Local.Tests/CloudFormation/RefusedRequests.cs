using Serverless.Local.Cloud;

namespace Serverless.Local.CloudFormation;

public sealed class RefusedRequests : IAsyncLifetime
{
    private RunningCloud _cloud = null!;

    public static TheoryData<string, string, string> Templates => new()
    {
        { "not a template", "just text", "Template format error" },
        { "no resources", "Resources: {}", "At least one Resources member must be defined." },
        { "no type", "Resources: {A: {Properties: {}}}", "Every Resources object must contain a Type member." },
        { "unknown type", "Resources: {A: {Type: Nonsense}}", "Unrecognized resource types: [Nonsense]" },
        { "dangling reference", "Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Ref B}}}", "Unresolved resource dependencies [B] in the Resources block of the template" },
        { "circle", "Resources: {A: {Type: 'AWS::SNS::Topic', DependsOn: B}, B: {Type: 'AWS::SNS::Topic', DependsOn: A}}", "Circular dependency between resources: [A, B]" },
        { "unknown condition", "Resources: {A: {Type: 'AWS::SNS::Topic', Condition: C}}", "Unresolved condition dependency C" },
        { "missing mapping", "Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !FindInMap [M, a, b]}}}", "Unable to get mapping for M::a::b" },
        { "parameter without a value", "Parameters: {P: {Type: String}}\nResources: {A: {Type: 'AWS::SNS::Topic'}}", "Parameters: [P] must have values" },
        { "parameter from Systems Manager", "Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /p}}\nResources: {A: {Type: 'AWS::SNS::Topic'}}", "whose value is read from AWS Systems Manager" },
        { "unknown section", "Resorces: {}\nResources: {A: {Type: 'AWS::SNS::Topic'}}", "Invalid template property or properties [Resorces]" },
    };

    public async ValueTask InitializeAsync() => _cloud = await RunningCloud.StartAsync();

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task AWrongTemplateIsRefusedInCloudFormationsWords(string what, string template, string message)
    {
        var refused = await _cloud.CallAsync("CreateChangeSet", ("StackName", "s"), ("ChangeSetName", "c"), ("ChangeSetType", "CREATE"), ("TemplateBody", template));
        Assert.True(refused.Status == 400, what);
        Assert.Equal("ValidationError", refused.ErrorCode);
        Assert.Contains(message, refused.ErrorMessage, StringComparison.Ordinal);
        // Nothing is left of a stack that was refused.
        Assert.Equal(400, (await _cloud.CallAsync("DescribeStacks", ("StackName", "s"))).Status);
    }

    [Fact]
    public async Task IamNeedsItsCapability()
    {
        const string Role = "Resources: {R: {Type: 'AWS::IAM::Role', Properties: {RoleName: NAME}}}";
        var named = await _cloud.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", Role), ("Capabilities.member.1", "CAPABILITY_IAM"));
        Assert.Equal(("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]"), (named.ErrorCode, named.ErrorMessage));
        var unnamed = await _cloud.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", "Resources: {R: {Type: 'AWS::IAM::Role'}}"));
        Assert.Equal("Requires capabilities : [CAPABILITY_IAM]", unnamed.ErrorMessage);
    }

    [Fact]
    public async Task AChangeSetKnowsWhetherItsStackExists()
    {
        var template = Some.Queues("Q");
        var update = await _cloud.CallAsync("CreateChangeSet", ("StackName", "s"), ("ChangeSetName", "c"), ("TemplateBody", template));
        Assert.Equal("Stack [s] does not exist", update.ErrorMessage);
        await _cloud.DeployAsync("s", template);
        var create = await _cloud.CallAsync("CreateChangeSet", ("StackName", "s"), ("ChangeSetName", "c"), ("ChangeSetType", "CREATE"), ("TemplateBody", template));
        Assert.Equal("Stack [s] already exists and cannot be created again with the changeSet [c].", create.ErrorMessage);
    }

    [Fact]
    public async Task AChangeSetCanBeExecutedOnce()
    {
        (await _cloud.CallAsync("CreateChangeSet", ("StackName", "s"), ("ChangeSetName", "c"), ("ChangeSetType", "CREATE"), ("TemplateBody", Some.Queues("Q")))).Succeeded();
        Assert.Equal("REVIEW_IN_PROGRESS", (await _cloud.CallAsync("DescribeStacks", ("StackName", "s")))["StackStatus"]);
        (await _cloud.CallAsync("ExecuteChangeSet", ("StackName", "s"), ("ChangeSetName", "c"))).Succeeded();
        var again = await _cloud.CallAsync("ExecuteChangeSet", ("StackName", "s"), ("ChangeSetName", "c"));
        Assert.Equal("InvalidChangeSetStatus", again.ErrorCode);
        var unknown = await _cloud.CallAsync("DescribeChangeSet", ("StackName", "s"), ("ChangeSetName", "d"));
        Assert.Equal((404, "ChangeSetNotFound"), (unknown.Status, unknown.ErrorCode));
    }

    [Fact]
    public async Task AProtectedStackIsNotDeleted()
    {
        await _cloud.DeployAsync("s", Some.Queues("Q"));
        (await _cloud.CallAsync("UpdateTerminationProtection", ("StackName", "s"), ("EnableTerminationProtection", "true"))).Succeeded();
        Assert.Equal("Stack [s] cannot be deleted while TerminationProtection is enabled", (await _cloud.CallAsync("DeleteStack", ("StackName", "s"))).ErrorMessage);
    }

    [Fact]
    public async Task AnExportInUseIsHeld()
    {
        const string Exporter = "Resources: {Q: {Type: 'AWS::SQS::Queue'}}\nOutputs: {Url: {Value: !Ref Q, Export: {Name: queue}}}";
        const string Importer = "Resources: {P: {Type: 'AWS::SSM::Parameter', Properties: {Value: !ImportValue queue}}}";
        Assert.Equal("ROLLBACK_COMPLETE", await _cloud.DeployAsync("early", Importer));
        await _cloud.DeployAsync("from", Exporter);
        Assert.Equal("CREATE_COMPLETE", await _cloud.DeployAsync("to", Importer));
        Assert.Equal("Export queue cannot be deleted as it is in use by to", (await _cloud.CallAsync("DeleteStack", ("StackName", "from"))).ErrorMessage);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await _cloud.DeployAsync("from", "Resources: {Q: {Type: 'AWS::SQS::Queue'}}", "UPDATE"));
        Assert.Equal("ROLLBACK_COMPLETE", await _cloud.DeployAsync("second", Exporter));
        Assert.Equal("queue", Assert.Single((await _cloud.CallAsync("ListExports")).Members("Exports")).Text("Name"));
        Assert.Equal("to", Assert.Single((await _cloud.CallAsync("ListImports", ("ExportName", "queue"))).Members("Imports")).Value);
    }

    [Fact]
    public async Task AnUnknownActionIsNamed()
    {
        var refused = await _cloud.CallAsync("CreateStackSet", ("StackSetName", "s"));
        Assert.Equal(("InvalidAction", 400), (refused.ErrorCode, refused.Status));
        Assert.Contains("CreateStackSet", refused.ErrorMessage, StringComparison.Ordinal);
    }
}
