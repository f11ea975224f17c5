using Serverless.Sam;
using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

public class ExpandedTemplates
{
    private const string WithRouteAndQueue = """
              Events:
                Get: {Type: HttpApi, Properties: {Path: /hello, Method: get}}
                Work: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
        """;

    [Fact]
    public void TheTemplateThatIsExpandedIsNotChanged()
    {
        var template = Some.Template(Some.WithFunction(WithRouteAndQueue));
        var before = TemplateWriter.WriteJson(template);
        Assert.True(SamTransform.Apply(template, Some.Context).IsGood);
        Assert.Equal(before, TemplateWriter.WriteJson(template));
    }

    [Fact]
    public void EveryGeneratedResourceHasAnOrigin()
    {
        var (template, origins) = Some.Good(Some.WithFunction(WithRouteAndQueue));
        Assert.Equal(template.Resources.Select(resource => resource.Id.Value).Order(StringComparer.Ordinal), origins.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("Hello", 3), Origin("HelloRole"));
        Assert.Equal(("Hello", 10), Origin("HelloGetPermission"));
        Assert.Equal(("Hello", 11), Origin("HelloWork"));
        Assert.Equal(("ServerlessHttpApi", 10), Origin("ServerlessHttpApi"));

        (string, int) Origin(string id) => (origins[id].Id.Value, origins[id].Span.Start.Line);
    }

    [Fact]
    public void PropertiesCarryThePlaceThatTheirValuesCameFrom()
    {
        var properties = Some.Good(Some.WithFunction("      MemorySize: 512")).Template.FindResource("Hello")!.Properties!;
        Assert.Equal(9, properties["MemorySize"]!.Span.Start.Line);
        Assert.Equal(9, properties.KeyOf("MemorySize")!.Span.Start.Line);
        Assert.Equal(8, properties["Code"]!.Span.Start.Line);
    }

    [Fact]
    public void TheTransformAndGlobalsAreGone()
    {
        var root = Some.Good(Some.WithFunction() + "\nGlobals: {Function: {Timeout: 9}}").Template.Root;
        Assert.False(root.ContainsKey("Transform"));
        Assert.False(root.ContainsKey("Globals"));
        Assert.Equal("9", ((ScalarValue)((MapValue)root["Resources"].AsMap()!["Hello"].AsMap()!["Properties"]!)["Timeout"]!).Text);
    }

    [Fact]
    public void MetadataIsPassedOnWhenAskedFor()
    {
        const string Yaml = "Resources: {Hello: {Type: AWS::Serverless::Function, Metadata: {a: b}, Properties: {InlineCode: x, Runtime: r, Handler: h}}}";
        Assert.False(Role(Some.Context).ContainsKey("Metadata"));
        Assert.True(Role(Some.Context with { PassthroughMetadata = true }).ContainsKey("Metadata"));

        static MapValue Role(TransformContext context) => Some.Good(Yaml, context).Template.FindResource("HelloRole")!.Body;
    }

    [Fact]
    public void ReferencesToWhatAFunctionBecomesAreResolved()
    {
        var root = Some.Good(Some.WithFunction("      AutoPublishAlias: live", """
              Topic:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: !Ref Hello.Alias
                  DisplayName: !Sub "${Hello.Version} ${Hello.Alias.Arn} ${Hello}"
            """)).Template;
        var properties = root.FindResource("Topic")!.Properties!;
        var version = root.Resources.Single(resource => resource.ResourceType == "AWS::Lambda::Version").Id;
        Assert.Equal("""{"Ref": "HelloAliaslive"}""", TemplateWriter.WriteCompactJson(properties["TopicName"]!).Replace("\":\"", "\": \"", StringComparison.Ordinal));
        Assert.Equal($"${{{version}}} ${{HelloAliaslive.Arn}} ${{Hello}}", properties["DisplayName"].AsMap()!["Fn::Sub"].AsString());
    }
}
