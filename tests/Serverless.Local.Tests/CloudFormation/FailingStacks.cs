using Serverless.Local.Cloud;

namespace Serverless.Local.CloudFormation;

public sealed class FailingStacks : IAsyncLifetime
{
    private RunningCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RunningCloud.StartAsync();
        await _cloud.PutCodeAsync("code", "hello.zip");
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task ACreationThatFailsIsRolledBackWithItsReason()
    {
        Assert.Equal("ROLLBACK_COMPLETE", await _cloud.DeployAsync("bad", Some.Failing));

        var events = (await _cloud.CallAsync("DescribeStackEvents", ("StackName", "bad"))).Members("StackEvents");
        var cause = events.Single(told => told.Text("ResourceStatus") == "CREATE_FAILED");
        Assert.Equal("Bad", cause.Text("LogicalResourceId"));
        Assert.Contains("S3 Error Code: NoSuchKey", cause.Text("ResourceStatusReason"), StringComparison.Ordinal);
        var rollback = events.Single(told => told.Text("ResourceStatus") == "ROLLBACK_IN_PROGRESS");
        Assert.Equal("The following resource(s) failed to create: [Bad]. Rollback requested by user.", rollback.Text("ResourceStatusReason"));
        Assert.Contains("Good DELETE_COMPLETE", await _cloud.EventsAsync("bad"));
        Assert.DoesNotContain("bad-good", await _cloud.Client.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStackThatWasRolledBackCanOnlyBeDeleted()
    {
        await _cloud.DeployAsync("bad", Some.Failing);
        var refused = await _cloud.CallAsync("CreateChangeSet", ("StackName", "bad"), ("ChangeSetName", "again"), ("TemplateBody", Some.Queues("Q")));
        Assert.Contains("is in ROLLBACK_COMPLETE state and can not be updated.", refused.ErrorMessage, StringComparison.Ordinal);
        (await _cloud.CallAsync("DeleteStack", ("StackName", "bad"))).Succeeded();
        Assert.Equal(400, (await _cloud.CallAsync("DescribeStacks", ("StackName", "bad"))).Status);
    }

    [Theory]
    [InlineData("DisableRollback", "true", "CREATE_FAILED")]
    [InlineData("OnFailure", "DO_NOTHING", "CREATE_FAILED")]
    [InlineData("OnFailure", "DELETE", "DELETE_COMPLETE")]
    [InlineData("OnFailure", "ROLLBACK", "ROLLBACK_COMPLETE")]
    public async Task TheCallerDecidesWhatAFailedCreationLeaves(string name, string value, string status)
    {
        var id = (await _cloud.CallAsync("CreateStack", ("StackName", "bad"), ("TemplateBody", Some.Failing), (name, value))).Succeeded()["StackId"]!;
        Assert.Equal(status, await _cloud.SettledAsync(id));
    }

    [Fact]
    public async Task AnUpdateThatFailsIsUndone()
    {
        await _cloud.DeployAsync("hello", Some.Api);
        var before = _cloud.Functions.Functions.Values.Single();
        var api = _cloud.Apis.Apis.Values.Single();
        var broken = Some.Api
            .Replace("MemorySize: 512", "MemorySize: 1024", StringComparison.Ordinal)
            .Replace("RouteKey: 'GET /hello/{name}'", "RouteKey: 'GET /bye/{name}'", StringComparison.Ordinal)
            .Replace("Outputs:", "  Late:\n    Type: AWS::Lambda::Function\n    DependsOn: [Hello, Route]\n    Properties: {Runtime: provided.al2023, Handler: x, Role: r, Code: {S3Bucket: code, S3Key: none}}\nOutputs:", StringComparison.Ordinal);

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await _cloud.DeployAsync("hello", broken, "UPDATE"));
        Assert.Equal(before with { Environment = before.Environment }, _cloud.Functions.Functions.Values.Single() with { Environment = before.Environment });
        Assert.Equal(api.Routes, _cloud.Apis.Apis.Values.Single().Routes);
        var events = await _cloud.EventsAsync("hello");
        Assert.Equal(["hello UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "Late DELETE_IN_PROGRESS", "Late DELETE_COMPLETE", "hello UPDATE_ROLLBACK_COMPLETE"], events.TakeLast(4));
        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync("hello", Some.Api.Replace("MemorySize: 512", "MemorySize: 256", StringComparison.Ordinal), "UPDATE"));
    }

    [Fact]
    public async Task AReplacementIsTakenBackToo()
    {
        const string Template = "Resources:\n  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: NAME}}\n";
        await _cloud.DeployAsync("b", Template.Replace("NAME", "first-one", StringComparison.Ordinal));
        var bad = Template.Replace("NAME", "second-one", StringComparison.Ordinal)
            + "  Bad: {Type: AWS::Lambda::Function, DependsOn: Bucket, Properties: {Runtime: x, Handler: x, Role: r, Code: {S3Bucket: none, S3Key: none}}}\n";
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await _cloud.DeployAsync("b", bad, "UPDATE"));
        Assert.Equal("first-one", (await _cloud.CallAsync("DescribeStackResource", ("StackName", "b"), ("LogicalResourceId", "Bucket")))["PhysicalResourceId"]);
        var buckets = await _cloud.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("first-one", buckets, StringComparison.Ordinal);
        Assert.DoesNotContain("second-one", buckets, StringComparison.Ordinal);

        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync("b", Template.Replace("NAME", "third-one", StringComparison.Ordinal), "UPDATE"));
        Assert.DoesNotContain("first-one", await _cloud.Client.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABucketWithObjectsCannotBeDeleted()
    {
        await _cloud.DeployAsync("b", "Resources:\n  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: kept}}\n");
        await _cloud.Client.PutAsync("/kept/object", new StringContent("x"), TestContext.Current.CancellationToken);
        (await _cloud.CallAsync("DeleteStack", ("StackName", "b"))).Succeeded();
        Assert.Equal("DELETE_FAILED", await _cloud.SettledAsync("b"));
        await _cloud.Client.DeleteAsync("/kept/object", TestContext.Current.CancellationToken);
        var id = (await _cloud.CallAsync("DescribeStacks", ("StackName", "b")))["StackId"]!;
        (await _cloud.CallAsync("DeleteStack", ("StackName", "b"))).Succeeded();
        Assert.Equal("DELETE_COMPLETE", await _cloud.SettledAsync(id));
    }

    [Fact]
    public async Task ARetainedResourceStays()
    {
        await _cloud.DeployAsync("b", "Resources:\n  Bucket: {Type: AWS::S3::Bucket, DeletionPolicy: Retain, Properties: {BucketName: kept}}\n");
        (await _cloud.CallAsync("DeleteStack", ("StackName", "b"))).Succeeded();
        Assert.Contains("kept", await _cloud.Client.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUpdateCanBeCancelled()
    {
        await _cloud.StopAsync();
        await _cloud.StartAgainAsync(options => options with { StepDelay = TimeSpan.FromMilliseconds(150) });
        Assert.Equal("CREATE_COMPLETE", await _cloud.DeployAsync("slow", Some.Queues("One")));
        (await _cloud.CallAsync("UpdateStack", ("StackName", "slow"), ("TemplateBody", Some.Queues("One", "Two")))).Succeeded();
        (await _cloud.CallAsync("CancelUpdateStack", ("StackName", "slow"))).Succeeded();
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await _cloud.SettledAsync("slow"));
        Assert.Single((await _cloud.CallAsync("ListStackResources", ("StackName", "slow"))).Members("StackResourceSummaries"));
    }
}
