using System.Text;
using Serverless.Local.Cloud;

namespace Serverless.Local.CloudFormation;

public sealed class NestedStacks : IAsyncLifetime
{
    private const string Child =
        """
        Parameters:
          Greeting: {Type: String}
          Key: {Type: String, Default: hello.zip}
        Resources:
          Hello:
            Type: AWS::Lambda::Function
            Properties:
              Runtime: provided.al2023
              Handler: x
              Role: arn:aws:iam::000000000000:role/r
              Code: {S3Bucket: code, S3Key: !Ref Key}
              Environment: {Variables: {GREETING: !Ref Greeting}}
        Outputs:
          Name: {Value: !Ref Hello}
          Greeting: {Value: !Ref Greeting}
        """;

    private RunningCloud _cloud = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RunningCloud.StartAsync();
        await _cloud.PutCodeAsync("code", "hello.zip");
        await PutAsync("child.yaml", Child);
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task AnInnerStackLivesAndDiesWithTheOuterOne()
    {
        Assert.Equal("CREATE_COMPLETE", await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hi")));
        var function = Assert.Single(_cloud.Functions.Functions.Values);
        Assert.Equal("hi", function.Environment["GREETING"]);
        var outputs = await _cloud.OutputsAsync("outer");
        Assert.Equal((function.Name, "hi"), (outputs["Name"], outputs["Greeting"]));

        var id = await InnerAsync("outer");
        Assert.Contains("stack/outer-Inner-", id, StringComparison.Ordinal);
        var inner = (await _cloud.CallAsync("DescribeStacks", ("StackName", id))).Succeeded();
        Assert.Equal("CREATE_COMPLETE", inner["StackStatus"]);
        Assert.Contains("stack/outer/", inner["ParentId"], StringComparison.Ordinal);
        Assert.Equal(["Inner CREATE_IN_PROGRESS", "Inner CREATE_IN_PROGRESS", "Inner CREATE_COMPLETE"], (await _cloud.EventsAsync("outer")).Where(told => told.StartsWith("Inner", StringComparison.Ordinal)));

        (await _cloud.CallAsync("DeleteStack", ("StackName", "outer"))).Succeeded();
        await WaitUntilGoneAsync("outer");
        Assert.Empty(_cloud.Functions.Functions);
        Assert.Equal("DELETE_COMPLETE", (await _cloud.CallAsync("DescribeStacks", ("StackName", id))).Succeeded()["StackStatus"]);
    }

    [Fact]
    public async Task AnotherTemplateOrParameterUpdatesTheInnerStack()
    {
        await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hi"));
        var id = await InnerAsync("outer");
        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hello"), "UPDATE"));
        Assert.Equal("hello", (await _cloud.OutputsAsync("outer"))["Greeting"]);

        await PutAsync("other.yaml", Child.Replace("Value: !Ref Greeting", "Value: !Sub '${Greeting}!'", StringComparison.Ordinal));
        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync("outer", Parent("other.yaml", "Greeting: hello"), "UPDATE"));
        Assert.Equal("hello!", (await _cloud.OutputsAsync("outer"))["Greeting"]);
        Assert.Equal(id, await InnerAsync("outer"));
    }

    [Fact]
    public async Task AnAddressThatMovedToTheSameTextChangesNothingInside()
    {
        await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hi"));
        await PutAsync("same.yaml", Child);
        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync("outer", Parent("same.yaml", "Greeting: hi"), "UPDATE"));
        Assert.DoesNotContain("Hello UPDATE_IN_PROGRESS", await _cloud.EventsAsync(await InnerAsync("outer")));
    }

    [Fact]
    public async Task AFailureInsideTakesTheOuterStackBack()
    {
        Assert.Equal("ROLLBACK_COMPLETE", await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hi, Key: missing.zip")));
        var failed = (await _cloud.CallAsync("DescribeStackEvents", ("StackName", "outer"))).Succeeded().Members("StackEvents")
            .Single(told => told.Text("ResourceStatus") == "CREATE_FAILED");
        Assert.Matches("^Embedded stack arn:.*/outer-Inner-.* was not successfully created: The following resource\\(s\\) failed to create: \\[Hello\\]", failed.Text("ResourceStatusReason"));
        var id = failed.Text("PhysicalResourceId")!;
        Assert.Contains("Hello CREATE_FAILED", await _cloud.EventsAsync(id));
        Assert.Equal("DELETE_COMPLETE", (await _cloud.CallAsync("DescribeStacks", ("StackName", id))).Succeeded()["StackStatus"]);
    }

    [Fact]
    public async Task AnUpdateThatFailsInsideIsUndoneInBoth()
    {
        await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hi"));
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: bye, Key: missing.zip"), "UPDATE"));
        Assert.Equal("hi", Assert.Single(_cloud.Functions.Functions.Values).Environment["GREETING"]);
        Assert.Equal("hi", (await _cloud.OutputsAsync("outer"))["Greeting"]);
        var reason = (await _cloud.CallAsync("DescribeStackEvents", ("StackName", "outer"))).Succeeded().Members("StackEvents").Single(told => told.Text("ResourceStatus") == "UPDATE_FAILED").Text("ResourceStatusReason");
        Assert.Contains("was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource(s) failed to update: [Hello]", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFailureBesideTheInnerStackTakesItBackWithoutItsOldTemplate()
    {
        await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hi"));
        await PutAsync("new.yaml", Child);
        await _cloud.Client.DeleteAsync("/code/child.yaml", Token);
        const string Broken =
            """

              Broken:
                Type: AWS::Lambda::Function
                DependsOn: Inner
                Properties: {Runtime: provided.al2023, Handler: x, Role: r, Code: {S3Bucket: code, S3Key: missing.zip}}
            """;
        var parent = Parent("new.yaml", "Greeting: bye");
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", await _cloud.DeployAsync("outer", parent.Insert(parent.IndexOf("\nOutputs", StringComparison.Ordinal), Broken), "UPDATE"));
        Assert.Equal("hi", Assert.Single(_cloud.Functions.Functions.Values).Environment["GREETING"]);
    }

    [Fact]
    public async Task ATemplateThatIsNotThereFailsTheResource()
    {
        Assert.Equal("ROLLBACK_COMPLETE", await _cloud.DeployAsync("outer", Parent("nowhere.yaml", "Greeting: hi")));
        var failed = (await _cloud.CallAsync("DescribeStackEvents", ("StackName", "outer"))).Succeeded().Members("StackEvents").Single(told => told.Text("ResourceStatus") == "CREATE_FAILED");
        Assert.StartsWith("S3 error: The specified key does not exist.", failed.Text("ResourceStatusReason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingParameterFailsTheResource()
    {
        Assert.Equal("ROLLBACK_COMPLETE", await _cloud.DeployAsync("outer", Parent("child.yaml", "Key: hello.zip")));
        Assert.Empty(_cloud.Functions.Functions);
    }

    [Fact]
    public async Task BothComeBackAfterARestart()
    {
        await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hi"));
        await _cloud.StopAsync();
        await _cloud.StartAgainAsync();
        Assert.Single(_cloud.Functions.Functions);
        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync("outer", Parent("child.yaml", "Greeting: hello"), "UPDATE"));
        Assert.Equal("hello", Assert.Single(_cloud.Functions.Functions.Values).Environment["GREETING"]);
    }

    private string Parent(string template, string parameters) =>
        $$"""
        Resources:
          Inner:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: {{_cloud.Cloud.Url}}code/{{template}}
              Parameters: { {{parameters}} }
        Outputs:
          Name: {Value: !GetAtt Inner.Outputs.Name}
          Greeting: {Value: !GetAtt [Inner, Outputs.Greeting]}
        """;

    private async Task<string> InnerAsync(string stack) =>
        (await _cloud.CallAsync("DescribeStackResource", ("StackName", stack), ("LogicalResourceId", "Inner"))).Succeeded()["PhysicalResourceId"]!;

    private async Task PutAsync(string key, string template) =>
        (await _cloud.Client.PutAsync($"/code/{key}", new ByteArrayContent(Encoding.UTF8.GetBytes(template)), Token)).EnsureSuccessStatusCode();

    private async Task WaitUntilGoneAsync(string stack)
    {
        for (var patience = DateTime.UtcNow.AddSeconds(20); (await _cloud.CallAsync("DescribeStacks", ("StackName", stack))).Status == 200;)
        {
            Assert.True(DateTime.UtcNow < patience, $"{stack} does not go.");
            await Task.Delay(5, Token);
        }
    }
}
