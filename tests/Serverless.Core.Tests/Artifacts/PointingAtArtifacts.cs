using Serverless.Templates;

namespace Serverless.Artifacts;

public sealed class PointingAtArtifacts
{
    private static readonly ArtifactLocation Location = new("bucket", "path/App-1.zip");

    [Theory]
    [InlineData("AWS::Serverless::Function", "CodeUri: src", "CodeUri", """{"CodeUri":"s3://bucket/path/App-1.zip"}""")]
    [InlineData("AWS::Serverless::Function", "CodeUri: !Ref P", "CodeUri", """{"CodeUri":"s3://bucket/path/App-1.zip"}""")]
    [InlineData("AWS::Lambda::Function", "Code: src", "Code", """{"Code":{"S3Bucket":"bucket","S3Key":"path/App-1.zip"}}""")]
    [InlineData("AWS::Lambda::LayerVersion", "Content: src", "Content", """{"Content":{"S3Bucket":"bucket","S3Key":"path/App-1.zip"}}""")]
    [InlineData("AWS::ApiGateway::RestApi", "BodyS3Location: x", "BodyS3Location", """{"BodyS3Location":{"Bucket":"bucket","Key":"path/App-1.zip"}}""")]
    [InlineData("AWS::Glue::Job", "Command: {Name: n, ScriptLocation: x}", "Command.ScriptLocation", """{"Command":{"Name":"n","ScriptLocation":"s3://bucket/path/App-1.zip"}}""")]
    public void AResourceGetsTheFormThatItsTypeWants(string type, string property, string name, string expected) =>
        Assert.Equal(expected, PropertiesOf(TemplateRewriter.PointAt(SomeApp.Read(SomeApp.OfType(type, property)), [KeyValuePair.Create(new PropertyPlace("Fn", name), Location)])));

    [Fact]
    public void AResourceWithoutPropertiesGetsThem()
    {
        var template = SomeApp.Read("Globals: {Function: {CodeUri: src}}\nResources:\n  Fn: {Type: AWS::Serverless::Function}\n");
        Assert.Equal("""{"CodeUri":"s3://bucket/path/App-1.zip"}""", PropertiesOf(TemplateRewriter.PointAt(template, [KeyValuePair.Create(new PropertyPlace("Fn", "CodeUri"), Location)])));
    }

    [Fact]
    public void AKeyThatSamWouldMisreadIsGivenAsAMap()
    {
        var template = SomeApp.Read(SomeApp.Function("CodeUri: src"));
        Assert.Equal(
            """{"CodeUri":{"Bucket":"b","Key":"a#b?c"}}""",
            PropertiesOf(TemplateRewriter.PointAt(template, [KeyValuePair.Create(new PropertyPlace("Fn", "CodeUri"), new ArtifactLocation("b", "a#b?c"))])));
    }

    [Fact]
    public void TheTemplateItselfStaysAndSpansAreKept()
    {
        var template = SomeApp.Read(SomeApp.Function("MemorySize: 1", "CodeUri: src"));
        var before = TemplateWriter.WriteJson(template);
        var rewritten = TemplateRewriter.PointAt(template, [KeyValuePair.Create(new PropertyPlace("Fn", "CodeUri"), Location)]);
        Assert.Equal(before, TemplateWriter.WriteJson(template));
        var (old, made) = (template.FindResource("Fn")!.Properties!, rewritten.FindResource("Fn")!.Properties!);
        Assert.Equal(old["CodeUri"]!.Span, made["CodeUri"]!.Span);
        Assert.Equal(old.KeyOf("CodeUri")!.Span, made.KeyOf("CodeUri")!.Span);
        Assert.Equal((7, template.Source), (made["CodeUri"]!.Span.Start.Line, rewritten.Source));
    }

    [Fact]
    public void APlaceThatTheTemplateDoesNotHaveIsLeftOut()
    {
        var template = SomeApp.Read(SomeApp.Function("CodeUri: src"));
        var rewritten = TemplateRewriter.PointAt(template, [KeyValuePair.Create(new PropertyPlace("Gone", "CodeUri"), Location), KeyValuePair.Create(new PropertyPlace("Fn", "Handler"), Location)]);
        Assert.Equal(TemplateWriter.WriteJson(template), TemplateWriter.WriteJson(rewritten));
    }

    [Fact]
    public void OtherToolsGetPaths() =>
        Assert.Equal(
            """{"Code":"App.zip"}""",
            PropertiesOf(TemplateRewriter.PointAtFiles(SomeApp.Read(SomeApp.OfType("AWS::Lambda::Function", "Code: src")), [KeyValuePair.Create(new PropertyPlace("Fn", "Code"), "App.zip")])));

    private static string PropertiesOf(Template template) => TemplateWriter.WriteCompactJson(template.FindResource("Fn")!.Properties!);
}
