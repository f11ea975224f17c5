using System.Xml.Linq;
using Serverless.Local.Cloud;

namespace Serverless.Local.CloudFormation;

public sealed class ProposedChanges : IAsyncLifetime
{
    private const string Template = """
        Parameters: {Size: {Type: Number, Default: 128}}
        Resources:
          Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: first-one}}
          Pointer: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Bucket}}
          Sized: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Size}}
          Same: {Type: AWS::SQS::Queue}
        """;

    private RunningCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RunningCloud.StartAsync();
        await _cloud.DeployAsync("s", Template);
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task AddingAndRemovingAreSeen()
    {
        var changes = await ProposeAsync(Template.Replace("Same:", "Other:", StringComparison.Ordinal));
        Assert.Equal(["Add Other", "Remove Same"], changes.Select(Line));
    }

    [Fact]
    public async Task AReplacementSpreadsToWhatRefersToIt()
    {
        var changes = await ProposeAsync(Template.Replace("first-one", "second-one", StringComparison.Ordinal));
        Assert.Equal(["Modify Bucket True", "Modify Pointer False"], changes.Select(Line));
        Assert.Equal("Dynamic", changes[1].Text("Evaluation"));
        Assert.Equal("ResourceReference", changes[1].Text("ChangeSource"));
        Assert.Equal("Bucket", changes[1].Text("CausingEntity"));
        Assert.Equal("first-one", changes[0].Text("PhysicalResourceId"));
    }

    [Fact]
    public async Task AParameterIsNamedAsTheCause()
    {
        var change = Assert.Single(await ProposeAsync(Template, ("Parameters.member.1.ParameterKey", "Size"), ("Parameters.member.1.ParameterValue", "256")));
        Assert.Equal("Modify Sized False", Line(change));
        Assert.Equal(("ParameterReference", "Size", "Static"), (change.Text("ChangeSource"), change.Text("CausingEntity"), change.Text("Evaluation")));
    }

    [Fact]
    public async Task TagsAndOutputsAreChangesToo()
    {
        Assert.Empty(await ProposeAsync(Template, ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "a")));
        Assert.Empty(await ProposeAsync(Template + "\nOutputs: {Q: {Value: !Ref Same}}"));
        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync("s", Template + "\nOutputs: {Q: {Value: !Ref Same}}", "UPDATE"));
        Assert.Equal("UPDATE_COMPLETE", await _cloud.DeployAsync("s", Template + "\nOutputs: {Q: {Value: !Ref Same}}", "UPDATE", ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "a")));
    }

    private static string Line(XElement change) => $"{change.Text("Action")} {change.Text("LogicalResourceId")} {change.Text("Replacement")}".TrimEnd();

    private async Task<IReadOnlyList<XElement>> ProposeAsync(string template, params (string, string)[] more)
    {
        var name = $"c{Guid.NewGuid():N}";
        (await _cloud.CallAsync("CreateChangeSet", [("StackName", "s"), ("ChangeSetName", name), ("TemplateBody", template), .. more])).Succeeded();
        var proposed = (await _cloud.CallAsync("DescribeChangeSet", ("StackName", "s"), ("ChangeSetName", name))).Succeeded();
        Assert.Equal("CREATE_COMPLETE", proposed["Status"]);
        return proposed.Members("Changes");
    }
}
