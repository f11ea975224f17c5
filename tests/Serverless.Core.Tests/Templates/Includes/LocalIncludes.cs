using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Templates.Includes;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates.Includes;

public class LocalIncludes
{
    private static readonly string _folder = Path.Combine(Path.GetTempPath(), "app");

    [Theory]
    [InlineData(
        "Resources: {T: {Type: AWS::SNS::Topic, Properties: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: ./part.yaml}}}}}",
        "TopicName: !Sub '${AWS::StackName}'\nTags: [{Key: a, Value: b}]",
        "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${AWS::StackName}', Tags: [{Key: a, Value: b}]}}}")]
    [InlineData(
        "Resources: {A: {Type: AWS::SNS::Topic}, 'Fn::Transform': {Name: AWS::Include, Parameters: {Location: part.yaml}}, C: {Type: AWS::SNS::Topic}}",
        """{"B": {"Type": "AWS::SQS::Queue"}}""",
        "Resources: {A: {Type: AWS::SNS::Topic}, B: {Type: AWS::SQS::Queue}, C: {Type: AWS::SNS::Topic}}")]
    [InlineData(
        "Resources: {A: {Type: AWS::SNS::Topic, Properties: {Tags: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: part.yaml}}}}}}",
        "- {Key: a, Value: b}",
        "Resources: {A: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: a, Value: b}]}}}")]
    [InlineData(
        "Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}\nDescription: x",
        "Resources: {A: {Type: AWS::SNS::Topic}}",
        "Resources: {A: {Type: AWS::SNS::Topic}}\nDescription: x")]
    [InlineData(
        "Transform: [AWS::Serverless-2016-10-31, {Name: AWS::Include, Parameters: {Location: part.yaml}}]\nDescription: x",
        "Resources: {A: {Type: AWS::SNS::Topic}}",
        "Resources: {A: {Type: AWS::SNS::Topic}}\nTransform: [AWS::Serverless-2016-10-31]\nDescription: x")]
    [InlineData(
        "Mappings: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: part.yaml}}}\nResources: {A: {Type: AWS::SNS::Topic}}",
        "M: {A: {B: C}}",
        "Mappings: {M: {A: {B: C}}}\nResources: {A: {Type: AWS::SNS::Topic}}")]
    public async Task TakeThePlaceOfTheCall(string template, string part, string expected)
    {
        var included = await ApplyAsync(template, ("part.yaml", part));
        Assert.True(included.IsGood, string.Join('\n', included.Diagnostics));
        Assert.Equal(TemplateWriter.WriteYaml(Read(expected)), TemplateWriter.WriteYaml(included.Value));
    }

    [Fact]
    public async Task ThatAreUsedTwiceShareNothing()
    {
        const string Call = "{'Fn::Transform': {Name: AWS::Include, Parameters: {Location: part.yaml}}}";
        var included = (await ApplyAsync($"Resources: {{A: {Call}, B: {Call}}}", ("part.yaml", "{Type: AWS::SNS::Topic, Properties: {}}"))).Value!;
        included.FindResource("A")!.Properties!["TopicName"] = "x";
        Assert.Empty(included.FindResource("B")!.Properties!);
    }

    [Fact]
    public async Task KeepTheirOwnPlaces()
    {
        var included = (await ApplyAsync("Resources:\n  'Fn::Transform': {Name: AWS::Include, Parameters: {Location: parts/a.yaml}}", ("parts/a.yaml", "\n\nA:\n  Type: AWS::SNS::Topic"))).Value!;
        Assert.Equal($"{Path.Combine(_folder, "parts", "a.yaml")}(3,1)", included.FindResource("A")!.Span.ToString());
    }

    [Fact]
    public async Task InS3StayForCloudFormation()
    {
        const string Yaml = "Resources:\n  'Fn::Transform': {Name: AWS::Include, Parameters: {Location: s3://bucket/part.yaml}}";
        var included = await ApplyAsync(Yaml);
        Assert.Equal(TemplateWriter.WriteYaml(Read(Yaml)), TemplateWriter.WriteYaml(included.Value!));
        var information = Assert.Single(included.Diagnostics);
        Assert.Equal(("SLS0233", Severity.Information, 2), (information.Code, information.Severity, information.Span.Start.Line));
    }

    [Theory]
    [InlineData("{Name: Mine, Parameters: {Location: part.yaml}}")]
    [InlineData("{Name: AWS::Include, Parameters: {Location: !Ref Where}}")]
    public async Task AreNeitherOtherMacrosNorComputedPlaces(string call)
    {
        var yaml = $"Parameters: {{Where: {{Type: String}}}}\nResources: {{'Fn::Transform': {call}}}";
        var included = await ApplyAsync(yaml);
        Assert.Empty(included.Diagnostics);
        Assert.Equal(TemplateWriter.WriteYaml(Read(yaml)), TemplateWriter.WriteYaml(included.Value!));
    }

    [Theory]
    [InlineData("{Name: AWS::Include, Parameters: {Location: missing.yaml}}", "", "SLS0230", "cannot be included: it does not exist.")]
    [InlineData("{Name: AWS::Include}", "", "SLS0231", "AWS::Include has no location.")]
    [InlineData("{Name: AWS::Include, Parameters: {Location: ''}}", "", "SLS0231", "AWS::Include has no location.")]
    [InlineData("{Name: AWS::Include, Parameters: {Location: part.yaml}}", "[a]", "SLS0231", "'part.yaml' stands beside other keys, so that it must hold a map.")]
    [InlineData("{Name: AWS::Include, Parameters: {Location: part.yaml}}", "B: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: other.yaml}}}", "SLS0231", "A file that is included cannot include others.")]
    [InlineData("{Name: AWS::Include, Parameters: {Location: part.yaml}}", "A: {Type: AWS::SNS::Topic}", "SLS0232", "'A' stands beside the include of 'part.yaml' too.")]
    [InlineData("{Name: AWS::Include, Parameters: {Location: part.yaml}}", "B: [", "SLS0109", "")]
    public async Task ThatAreWrongAreReported(string call, string part, string code, string message)
    {
        var included = await ApplyAsync($"Resources:\n  A: {{Type: AWS::SNS::Topic}}\n  'Fn::Transform': {call}", ("part.yaml", part));
        Assert.Null(included.Value);
        var error = Assert.Single(included.Diagnostics);
        Assert.Equal(code, error.Code);
        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
        Assert.True(error.Span.IsKnown);
    }

    [Fact]
    public async Task ThatMakeTheTemplateTooLargeAreReported()
    {
        var calls = string.Join(", ", Enumerable.Range(0, 300).Select(i => $"R{i}: {{'Fn::Transform': {{Name: AWS::Include, Parameters: {{Location: part.yaml}}}}}}"));
        var included = await ApplyAsync($"Resources: {{{calls}}}", ("part.yaml", $"[{string.Join(',', Enumerable.Range(0, 1000))}]"));
        Assert.Null(included.Value);
        Assert.Equal("SLS0231", included.Diagnostics[0].Code);
    }

    [Fact]
    public async Task NeedAFolderThatTheyAreRelativeTo()
    {
        var template = Read("Resources: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: part.yaml}}}");
        var included = await IncludeTransform.ApplyAsync(new(template.Root, new SourceText("template", "")), (_, _) => throw new InvalidOperationException(), TestContext.Current.CancellationToken);
        Assert.Equal("SLS0230", Assert.Single(included.Diagnostics).Code);
    }

    [Fact]
    public async Task AreReadFromTheDisk()
    {
        var folder = Directory.CreateTempSubdirectory("include");
        try
        {
            var path = Path.Combine(folder.FullName, "a.yaml");
            await File.WriteAllTextAsync(path, "A: B", TestContext.Current.CancellationToken);
            Assert.Equal("A: B", (await IncludeFile.ReadAsync(path, TestContext.Current.CancellationToken)).Value!.Text);
            Assert.Equal("SLS0230", Assert.Single((await IncludeFile.ReadAsync(folder.FullName, TestContext.Current.CancellationToken)).Diagnostics).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Checked<Template>> ApplyAsync(string yaml, params (string Name, string Text)[] files)
    {
        var included = await IncludeTransform.ApplyAsync(Read(yaml), ReadAsync, TestContext.Current.CancellationToken);
        return new(included.Value?.Template, included.Diagnostics);

        Task<Checked<SourceText>> ReadAsync(string path, CancellationToken cancellationToken)
        {
            var found = files.FirstOrDefault(file => Path.Combine(_folder, file.Name) == path);
            return found.Text is null ? IncludeFile.ReadAsync(path, cancellationToken) : Task.FromResult(Checked.Good(new SourceText(path, found.Text)));
        }
    }

    private static Template Read(string yaml)
    {
        var read = TemplateReader.Read(new SourceText(Path.Combine(_folder, "template.yaml"), yaml));
        Assert.True(read.IsGood, string.Join('\n', read.Diagnostics));
        return read.Value;
    }
}
