using Serverless.Stacks;

namespace Serverless.Aws;

public sealed class TheCloudFormationClient : IDisposable
{
    private readonly LoopbackServer _server = new(_ => WireReply.Reset);
    private readonly AwsConnection _connection;

    public TheCloudFormationClient() => _connection = Some.Connection(_server.Url);

    private IStackClient Client => _connection.CreateStackClient();

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task WritesAChangeSetRequestAsAForm()
    {
        _server.Answer = request => WireReply.Query("CreateChangeSet", $"<Id>{Some.ChangeSetId}</Id><StackId>{Some.StackId}</StackId>");
        var changeSet = await Client.CreateChangeSetAsync(Some.ChangeSetRequest, Some.Token);
        Assert.Equal((Some.ChangeSetId, Some.StackId, "one", ChangeSetStatus.InProgress), (changeSet.Id, changeSet.StackId, changeSet.Name, changeSet.Status));
        var sent = Assert.Single(_server.Requests);
        Assert.Equal(
            [
                "Action=CreateChangeSet", "Capabilities.member.1=CAPABILITY_IAM", "Capabilities.member.2=CAPABILITY_NAMED_IAM", "ChangeSetName=one", "ChangeSetType=UPDATE",
                "ClientToken=one", "Description=why", "NotificationARNs.member.1=arn:topic", "OnStackFailure=ROLLBACK", "Parameters.member.1.ParameterKey=Stage",
                "Parameters.member.1.ParameterValue=prod", "Parameters.member.2.ParameterKey=Old", "Parameters.member.2.UsePreviousValue=true", "RoleARN=arn:role",
                "StackName=orders", "Tags.member.1.Key=team", "Tags.member.1.Value=a&b", "TemplateBody=Resources: { Ü: & }", "Version=2010-05-15",
            ],
            sent.Form.Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal));
        Assert.Contains("/eu-west-1/cloudformation/aws4_request", sent.Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal("POST /", $"{sent.Method} {sent.Target}");
    }

    [Fact]
    public async Task SaysEmptyListsWhereTheyMeanSomething()
    {
        _server.Answer = request => WireReply.Query("CreateChangeSet", $"<Id>{Some.ChangeSetId}</Id>");
        await Client.CreateChangeSetAsync(new("orders", "one", ChangeSetType.Create) { TemplateUrl = "https://s3/x" }, Some.Token);
        Assert.Equal(
            ["Action=CreateChangeSet", "ChangeSetName=one", "ChangeSetType=CREATE", "ClientToken=one", "Parameters=", "StackName=orders", "Tags=", "TemplateURL=https://s3/x", "Version=2010-05-15"],
            Assert.Single(_server.Requests).Form.Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReadsAStack()
    {
        _server.Answer = _ => WireReply.Query("DescribeStacks", $"""
            <Stacks><member>
              <StackId>{Some.StackId}</StackId><StackName>orders</StackName><StackStatus>UPDATE_ROLLBACK_COMPLETE</StackStatus><StackStatusReason>because</StackStatusReason>
              <CreationTime>2026-01-02T03:04:05.678Z</CreationTime><LastUpdatedTime>2026-02-03T04:05:06Z</LastUpdatedTime>
              <EnableTerminationProtection>true</EnableTerminationProtection>
              <Parameters><member><ParameterKey>Stage</ParameterKey><ParameterValue>secret</ParameterValue></member></Parameters>
              <Outputs>
                <member><OutputKey>Url</OutputKey><OutputValue>https://a?b=1&amp;c</OutputValue><Description>where</Description><ExportName>orders-url</ExportName></member>
                <member><OutputKey>Empty</OutputKey></member>
              </Outputs>
            </member></Stacks>
            """);
        var stack = await Client.DescribeAsync("orders", Some.Token);
        Assert.Equal((Some.StackId, "orders", "UPDATE_ROLLBACK_COMPLETE", "because", true), (stack!.Id, stack.Name, stack.Status.Name, stack.StatusReason, stack.TerminationProtection));
        Assert.Equal(["Stage"], stack.ParameterNames);
        Assert.Equal([new("Url", "https://a?b=1&c", "where", "orders-url"), new("Empty", "")], stack.Outputs);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero), stack.LastChanged);
        Assert.DoesNotContain("secret", stack.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadsNoStackAsNone()
    {
        _server.Answer = _ => WireReply.Error(400, "ValidationError", "Stack with id orders does not exist");
        Assert.Null(await Client.DescribeAsync("orders", Some.Token));
    }

    [Fact]
    public async Task ReadsAllPagesOfAChangeSet()
    {
        _server.Answer = request => WireReply.Query("DescribeChangeSet", $"""
            <ChangeSetId>{Some.ChangeSetId}</ChangeSetId><StackId>{Some.StackId}</StackId><Status>CREATE_COMPLETE</Status>
            <Changes><member><Type>Resource</Type><ResourceChange>
              <Action>{(request.Form.ContainsKey("NextToken") ? "Remove" : "Modify")}</Action><LogicalResourceId>Orders</LogicalResourceId><PhysicalResourceId>orders-1</PhysicalResourceId>
              <ResourceType>AWS::DynamoDB::Table</ResourceType><Replacement>True</Replacement><Scope><member>Properties</member></Scope>
              <Details><member><Target><Attribute>Properties</Attribute><Name>KeySchema</Name><RequiresRecreation>Always</RequiresRecreation></Target><ChangeSource>DirectModification</ChangeSource></member></Details>
            </ResourceChange></member></Changes>
            {(request.Form.ContainsKey("NextToken") ? "" : "<NextToken>more</NextToken>")}
            """);
        var changeSet = await Client.DescribeChangeSetAsync(Some.ChangeSetId, Some.StackId, Some.Token);
        Assert.Equal([ChangeAction.Modify, ChangeAction.Remove], changeSet.Changes.Select(change => change.Action));
        var change = changeSet.Changes[0];
        Assert.Equal(("Orders", "orders-1", "AWS::DynamoDB::Table", Replacement.Always), (change.LogicalId, change.PhysicalId, change.ResourceType, change.Replacement));
        Assert.Equal(["Properties"], change.Scope);
        Assert.Equal([new("Properties", "KeySchema", "Always", "DirectModification", null)], change.Details);
        Assert.False(_server.Requests[0].Form.ContainsKey("StackName"));
    }

    [Theory]
    [InlineData("CREATE_PENDING", ChangeSetStatus.InProgress)]
    [InlineData("CREATE_IN_PROGRESS", ChangeSetStatus.InProgress)]
    [InlineData("CREATE_COMPLETE", ChangeSetStatus.Ready)]
    [InlineData("DELETE_PENDING", ChangeSetStatus.InProgress)]
    [InlineData("DELETE_FAILED", ChangeSetStatus.Failed)]
    [InlineData("FAILED", ChangeSetStatus.Failed)]
    public async Task ReadsTheStatusOfAChangeSet(string name, ChangeSetStatus status)
    {
        _server.Answer = _ => WireReply.Query("DescribeChangeSet", $"<ChangeSetId>{Some.ChangeSetId}</ChangeSetId><Status>{name}</Status><StatusReason>why</StatusReason><Changes/>");
        var changeSet = await Client.DescribeChangeSetAsync("one", "orders", Some.Token);
        Assert.Equal((status, "why"), (changeSet.Status, changeSet.StatusReason));
        Assert.Equal("orders", _server.Requests[0].Form["StackName"]);
    }

    [Fact]
    public async Task ReadsEventsBackwardsOnlyAsFarAsNeeded()
    {
        _server.Answer = request => WireReply.Query("DescribeStackEvents", EventsPage(request.Form.GetValueOrDefault("NextToken") is { } page ? page[0] - '0' : 0));
        var events = await Client.EventsAfterAsync("orders", "e5", Some.Token);
        Assert.Equal(["e6", "e7", "e8", "e9"], events.Select(happened => happened.Id));
        Assert.Equal(2, _server.Requests.Count);
        Assert.Equal("e9", (await Client.LatestEventAsync("orders", Some.Token))!.Id);
        Assert.Equal(10, (await Client.EventsAfterAsync("orders", null, Some.Token)).Length);
    }

    [Fact]
    public async Task ReadsAnEvent()
    {
        _server.Answer = _ => WireReply.Query("DescribeStackEvents", EventsPage(0));
        var happened = await Client.LatestEventAsync("orders", Some.Token);
        Assert.Equal(
            new StackEvent("e9", Some.StackId, "Hello", "hello-1", "AWS::Lambda::Function", new("CREATE_FAILED"), "reason 9", new(2026, 1, 1, 0, 0, 9, 500, TimeSpan.Zero)), happened);
    }

    [Fact]
    public async Task ExecutesDeletesProtectsAndLists()
    {
        _server.Answer = request => WireReply.Query(
            request.Action!, "<StackResourceSummaries><member><LogicalResourceId>A</LogicalResourceId><PhysicalResourceId>a-1</PhysicalResourceId><ResourceType>T</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackResourceSummaries>");
        await Client.ExecuteAsync(new(Some.ChangeSetId, Some.StackId, "token", DisableRollback: false), Some.Token);
        await Client.DeleteChangeSetAsync("one", "orders", Some.Token);
        await Client.DeleteStackAsync(new("orders", "token", "arn:role", ["A", "B"]), Some.Token);
        await Client.SetTerminationProtectionAsync("orders", enabled: true, Some.Token);
        Assert.Equal([new("A", "a-1", "T", new("CREATE_COMPLETE"))], await Client.ListResourcesAsync("orders", Some.Token));
        Assert.Equal(
            [
                $"ExecuteChangeSet ChangeSetName={Some.ChangeSetId} ClientRequestToken=token DisableRollback=false",
                "DeleteChangeSet ChangeSetName=one StackName=orders",
                "DeleteStack ClientRequestToken=token RetainResources.member.1=A RetainResources.member.2=B RoleARN=arn:role StackName=orders",
                "UpdateTerminationProtection EnableTerminationProtection=true StackName=orders",
                "ListStackResources StackName=orders",
            ],
            _server.Requests.Select(request => string.Join(' ', [request.Action!, .. request.Form.Where(field => field.Key is not ("Action" or "Version")).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}")])));
    }

    [Fact]
    public async Task DeletingAChangeSetThatIsGoneIsFine()
    {
        _server.Answer = _ => WireReply.Error(404, "ChangeSetNotFound", "ChangeSet [one] does not exist");
        await Client.DeleteChangeSetAsync("one", "orders", Some.Token);
        Assert.Single(_server.Requests);
    }

    private static string EventsPage(int page) =>
        $"<StackEvents>{string.Concat(Enumerable.Range(page * 3, page == 3 ? 1 : 3).Select(back => EventXml(9 - back)))}</StackEvents>{(page == 3 ? "" : $"<NextToken>{page + 1}</NextToken>")}";

    private static string EventXml(int number) => $"""
        <member><EventId>e{number}</EventId><StackId>{Some.StackId}</StackId><StackName>orders</StackName><LogicalResourceId>Hello</LogicalResourceId>
        <PhysicalResourceId>hello-1</PhysicalResourceId><ResourceType>AWS::Lambda::Function</ResourceType><Timestamp>2026-01-01T00:00:0{number}.500Z</Timestamp>
        <ResourceStatus>CREATE_FAILED</ResourceStatus><ResourceStatusReason>reason {number}</ResourceStatusReason><ResourceProperties>secret</ResourceProperties></member>
        """;
}
