using System.Text;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Compilation;

public sealed class CompilingNestedTemplates
{
    private const string Root =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: orders.yaml
              Parameters: {Stage: prod}
          Again:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: orders.yaml
              Parameters: {Stage: !Ref AWS::StackName}
        Outputs:
          Name: {Value: !GetAtt Orders.Outputs.Name}
        """;

    private const string Orders =
        """
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Stage: {Type: String, AllowedValues: [prod, test]}
        Resources:
          Take:
            Type: AWS::Serverless::Function
            Properties: {CodeUri: ready.zip, Runtime: nodejs22.x, Handler: a.b}
        Outputs:
          Name: {Value: !Ref Take}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachTemplateIsTransformedAndStoredBeforeItsParentNamesIt()
    {
        var compiled = Good(await CompileAsync(Root, ("/app/orders.yaml", Orders)));
        var stored = Assert.Single(compiled.Artifacts);
        var text = Encoding.UTF8.GetString(stored.Artifact.Content!.Value.Span);
        Assert.Contains("\"AWS::Lambda::Function\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS::Serverless", text, StringComparison.Ordinal);
        Assert.Contains("\"S3Key\": \"ready\"", text, StringComparison.Ordinal);

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stored.Artifact.Content.Value.Span)), stored.Artifact.Sha256);
        Assert.Equal("/app/orders.yaml", stored.Artifact.Path);
        Assert.Equal($"https://s3.example/bucket/{stored.Artifact.Sha256}", compiled.Template.FindResource("Orders")!.Properties!["TemplateURL"].AsString());
        Assert.Equal($"https://s3.example/bucket/{stored.Artifact.Sha256}", compiled.Template.FindResource("Again")!.Properties!["TemplateURL"].AsString());
        Assert.Equal(("/app/orders.yaml", 5), (compiled.Nested["Orders"].OriginOf("TakeRole").Path, compiled.Nested["Orders"].OriginOf("TakeRole").Start.Line));
    }

    [Fact]
    public async Task AnotherPlaceOfInnerCodeIsAnotherTemplate()
    {
        var first = Good(await CompileAsync(Root, address: "one", ("/app/orders.yaml", Orders)));
        var second = Good(await CompileAsync(Root, address: "two", ("/app/orders.yaml", Orders)));
        Assert.NotEqual(first.Artifacts[0].Artifact.ContentHash, second.Artifacts[0].Artifact.ContentHash);
    }

    [Fact]
    public async Task ParametersAreHeldAgainstTheNestedTemplate()
    {
        var compiled = await CompileAsync(
            Root.Replace("{Stage: prod}", "{Stage: dev, Stagr: x, Region: !GetAtt A.B}", StringComparison.Ordinal).Replace("{Stage: !Ref AWS::StackName}", "{}", StringComparison.Ordinal),
            ("/app/orders.yaml", Orders));
        Assert.Equal(
            [
                "SLS0511 7: 'dev' is not allowed for parameter 'Stage': it must be one of 'prod', 'test'.",
                "SLS0510 7: The template has no parameter 'Stagr'.",
                "SLS0510 7: The template has no parameter 'Region'.",
                "SLS0341 12: 'Again' gives no value to parameter 'Stage' of orders.yaml, which has no default.",
            ],
            compiled.Diagnostics.Where(one => one.Code is not "SLS0210").Select(one => $"{one.Code} {one.Span.Start.Line}: {one.Message}"));
        Assert.Equal("/app/orders.yaml", compiled.Diagnostics.First(one => one.Code == "SLS0341").Related.Single().Span.Path);
    }

    [Fact]
    public async Task OutputsAreHeldAgainstTheNestedTemplate()
    {
        var compiled = await CompileAsync(Root.Replace("Outputs.Name", "Outputs.Nane", StringComparison.Ordinal), ("/app/orders.yaml", Orders));
        var complaint = Assert.Single(compiled.Diagnostics);
        Assert.Equal(("SLS0342", 14, "'Orders' has no output 'Nane'."), (complaint.Code, complaint.Span.Start.Line, complaint.Message));
        Assert.Contains("Name", complaint.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMistakeOfATemplateThatIsNestedTwiceIsReportedOnceInItsFile()
    {
        var compiled = await CompileAsync(
            Root,
            ("/app/orders.yaml", Orders.Replace("Runtime: nodejs22.x", "Runtime: nodejs22.x, AutoPublishAlias: [x]", StringComparison.Ordinal)));
        Assert.Null(compiled.Value);
        Assert.Equal("/app/orders.yaml", Assert.Single(compiled.Diagnostics).Span.Path);
    }

    [Fact]
    public async Task TheParentsMistakesComeFirst()
    {
        var compiled = await CompileAsync(
            Root.Replace("!GetAtt Orders.Outputs.Name", "!Ref Nothing", StringComparison.Ordinal),
            ("/app/orders.yaml", Orders.Replace("!Ref Take", "!Ref Toke", StringComparison.Ordinal)));
        Assert.Equal(["/app/template.yaml", "/app/orders.yaml"], compiled.Diagnostics.Select(one => one.Span.Path));
    }

    [Fact]
    public async Task TheServiceGetsNestedTemplatesAsTheyWereWritten()
    {
        const string Parent = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Orders: {Type: AWS::Serverless::Application, Properties: {Location: orders.yaml, Parameters: {Stage: prod}}}
            """;
        var compiled = Good(await CompileAsync(Parent, "one", TransformMode.Service, ("/app/orders.yaml", Orders)));
        var text = Encoding.UTF8.GetString(Assert.Single(compiled.Artifacts).Artifact.Content!.Value.Span);
        Assert.Contains("AWS::Serverless::Function", text, StringComparison.Ordinal);
        Assert.Contains("s3://one/ready", text, StringComparison.Ordinal);
        Assert.StartsWith("https://s3.example/one/", compiled.Template.FindResource("Orders")!.Properties!["Location"].AsString(), StringComparison.Ordinal);
    }

    private static CompiledApplication Good(Checked<CompiledApplication> compiled)
    {
        Assert.True(compiled.IsGood, SomeApp.Show(compiled.Diagnostics));
        return compiled.Value;
    }

    private static Task<Checked<CompiledApplication>> CompileAsync(string root, params (string Path, string Text)[] nested) => CompileAsync(root, "bucket", nested);

    private static Task<Checked<CompiledApplication>> CompileAsync(string root, string address, params (string Path, string Text)[] nested) => CompileAsync(root, address, TransformMode.Local, nested);

    private static Task<Checked<CompiledApplication>> CompileAsync(string root, string address, TransformMode mode, params (string Path, string Text)[] nested)
    {
        var app = new SomeApp();
        var files = new FileList([.. app.Files, .. nested.Select(one => one.Path)]) { Templates = nested.ToDictionary(one => one.Path, one => one.Text) };
        return ApplicationCompiler.CompileAsync(
            new("/app/template.yaml", root),
            (template, compose, token) => PackagePlanner.RequiredPublishesAsync(template, app.Layout, new(files, TimeProvider.System, compose), token),
            (artifact, _) => Task.FromResult(artifact.Source is PackedSource packed
                ? new ArtifactLocation(address, packed.Artifact.ContentHash) { HttpsUrl = $"https://s3.example/{address}/{packed.Artifact.ContentHash}" }
                : new ArtifactLocation(address, artifact.Id)),
            SomeContext.Make() with { Mode = mode },
            Token);
    }
}
