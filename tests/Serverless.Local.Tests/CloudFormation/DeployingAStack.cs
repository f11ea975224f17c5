using System.Text;
using Serverless.Local.Cloud;

namespace Serverless.Local.CloudFormation;

public sealed class DeployingAStack : IAsyncLifetime
{
    private RunningCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RunningCloud.StartAsync();
        await _cloud.PutCodeAsync("code", "hello.zip");
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task ItsFunctionsRoutesAndOutputsAreThere()
    {
        Assert.Equal("CREATE_COMPLETE", await _cloud.DeployAsync("hello", Some.Api));

        var function = Assert.Single(_cloud.Functions.Functions.Values);
        Assert.Equal(512, function.MemorySize);
        Assert.Equal("Hello", function.Environment["GREETING"]);
        Assert.StartsWith("hello-Hello-", function.Name, StringComparison.Ordinal);
        Assert.True(File.Exists(function.CodePath));

        var api = Assert.Single(_cloud.Apis.Apis.Values);
        var route = Assert.Single(api.Routes);
        Assert.Equal("GET /hello/{name}", route.RouteKey);
        Assert.Equal(function.Arn, route.FunctionArn);
        Assert.Equal(["*"], api.Cors!.AllowOrigins);

        var outputs = await _cloud.OutputsAsync("hello");
        Assert.Equal("http://127.0.0.1:4601", outputs["Endpoint"]);
        Assert.Equal("http://127.0.0.1:4601/hello", outputs["Url"]);
        Assert.Equal(function.Name, outputs["Name"]);
    }

    [Fact]
    public async Task EveryResourceTellsItsStepsInTheOrderOfDependencies()
    {
        await _cloud.DeployAsync("hello", Some.Api);
        var events = await _cloud.EventsAsync("hello");

        Assert.Equal(["hello REVIEW_IN_PROGRESS", "hello CREATE_IN_PROGRESS"], events.Take(2));
        Assert.Equal("hello CREATE_COMPLETE", events[^1]);
        Assert.True(Place("Role CREATE_COMPLETE") < Place("Hello CREATE_IN_PROGRESS"));
        Assert.True(Place("Integration CREATE_COMPLETE") < Place("Route CREATE_IN_PROGRESS"));
        int Place(string told) => events.ToList().IndexOf(told);
    }

    [Fact]
    public async Task ATypeWithoutALocalBodySaysSo()
    {
        await _cloud.DeployAsync("hello", Some.Api);
        var table = (await _cloud.CallAsync("DescribeStackResource", ("StackName", "hello"), ("LogicalResourceId", "Table"))).Succeeded();
        Assert.Equal("AWS::DynamoDB::Table is not emulated by the local cloud; the resource is only recorded.", table["ResourceStatusReason"]);
        Assert.StartsWith("hello-Table-", table["PhysicalResourceId"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameTemplateAgainIsNoChange()
    {
        await _cloud.DeployAsync("hello", Some.Api);
        Assert.Equal(
            "FAILED: The submitted information didn't contain changes. Submit different information to create a change set.",
            await _cloud.DeployAsync("hello", Some.Api + "\n# A comment.\n", "UPDATE"));
        Assert.Equal("No updates are to be performed.", (await _cloud.CallAsync("UpdateStack", ("StackName", "hello"), ("TemplateBody", Some.Api), ("Capabilities.member.1", "CAPABILITY_IAM"))).ErrorMessage);
    }

    [Fact]
    public async Task AParameterChangesOnlyWhatUsesIt()
    {
        await _cloud.DeployAsync("hello", Some.Api);
        var before = (await _cloud.EventsAsync("hello")).Count;
        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync(
            "hello", Some.Api, "UPDATE", ("Parameters.member.1.ParameterKey", "Greeting"), ("Parameters.member.1.ParameterValue", "Hi"),
            ("Parameters.member.2.ParameterKey", "Secret"), ("Parameters.member.2.UsePreviousValue", "true")));

        Assert.Equal("Hi", _cloud.Functions.Functions.Values.Single().Environment["GREETING"]);
        Assert.Equal(
            ["hello UPDATE_IN_PROGRESS", "Hello UPDATE_IN_PROGRESS", "Hello UPDATE_COMPLETE", "hello UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "hello UPDATE_COMPLETE"],
            (await _cloud.EventsAsync("hello")).Skip(before));
    }

    [Fact]
    public async Task ASecretParameterIsNeverShown()
    {
        await _cloud.DeployAsync("hello", Some.Api);
        var stack = (await _cloud.CallAsync("DescribeStacks", ("StackName", "hello"))).Succeeded();
        Assert.Contains(stack.Members("Parameters"), parameter => parameter.Value == "Secret****");
        Assert.DoesNotContain("hush", stack.Document.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeletingItRemovesEverything()
    {
        await _cloud.DeployAsync("hello", Some.Api);
        var id = (await _cloud.CallAsync("DescribeStacks", ("StackName", "hello"))).Succeeded()["StackId"]!;
        (await _cloud.CallAsync("DeleteStack", ("StackName", "hello"))).Succeeded();

        Assert.Equal("DELETE_COMPLETE", await _cloud.SettledAsync(id));
        Assert.Empty(_cloud.Functions.Functions);
        Assert.Empty(_cloud.Apis.Apis);
        var gone = await _cloud.CallAsync("DescribeStacks", ("StackName", "hello"));
        Assert.Equal((400, "ValidationError", "Stack with id hello does not exist"), (gone.Status, gone.ErrorCode, gone.ErrorMessage));
    }

    [Fact]
    public async Task ASamTemplateIsExpandedHere()
    {
        const string Template = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Hello:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: dotnet10
                  Handler: Hello
                  CodeUri: s3://code/hello.zip
                  AutoPublishAlias: live
                  Events:
                    Get: {Type: HttpApi, Properties: {Path: '/hello/{name}', Method: GET}}
            Outputs:
              Url: {Value: !Sub 'https://${ServerlessHttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/'}
            """;
        Assert.Equal("CREATE_COMPLETE", await _cloud.DeployAsync("sam", Template));

        var api = Assert.Single(_cloud.Apis.Apis.Values);
        var route = Assert.Single(api.Routes);
        Assert.Equal("GET /hello/{name}", route.RouteKey);
        Assert.EndsWith(":live", route.FunctionArn, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(_cloud.Functions.Aliases).Value);
        Assert.Equal("http://127.0.0.1:4601/", (await _cloud.OutputsAsync("sam"))["Url"]);
        Assert.StartsWith("FAILED: No updates are to be performed.", await _cloud.DeployAsync("sam", Template, "UPDATE"), StringComparison.Ordinal);
        Assert.Contains("AWS::Lambda::Alias", (await _cloud.CallAsync("GetTemplate", ("StackName", "sam"), ("TemplateStage", "Processed")))["TemplateBody"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALongTemplateIsReadFromABucket()
    {
        var template = Some.Queues([.. Enumerable.Range(0, 300).Select(index => $"Queue{index}")]) + $"Description: {new string('x', 52_000)}\n";
        await _cloud.Client.PutAsync("/code/long.template", new StringContent(template, Encoding.UTF8), TestContext.Current.CancellationToken);
        Assert.Equal(400, (await _cloud.CallAsync("CreateStack", ("StackName", "long"), ("TemplateBody", template))).Status);
        (await _cloud.CallAsync("CreateStack", ("StackName", "long"), ("TemplateURL", $"{_cloud.Cloud.Url}code/long.template"))).Succeeded();
        Assert.Equal("CREATE_COMPLETE", await _cloud.SettledAsync("long"));

        var events = 0;
        string? token = null;
        do
        {
            var page = (await _cloud.CallAsync("DescribeStackEvents", token is null ? [("StackName", "long")] : [("StackName", "long"), ("NextToken", token)])).Succeeded();
            events += page.Members("StackEvents").Count;
            token = page["NextToken"];
        }
        while (token is not null);
        Assert.Equal((300 * 3) + 2, events);
        Assert.Contains("does not exist", (await _cloud.CallAsync("CreateStack", ("StackName", "none"), ("TemplateURL", $"{_cloud.Cloud.Url}code/none"))).ErrorMessage, StringComparison.Ordinal);
    }
}
