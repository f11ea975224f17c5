using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Compilation;

public sealed class CompilingAnApp
{
    private static readonly Artifact Packed = new("App", "/app/out/App.zip", new('a', 64), new('b', 64), 1, 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PointsFunctionsAtTheirPlacesBeforeTheTransform()
    {
        var compiled = await CompileAsync(SomeApp.Function("Handler: App", "Runtime: dotnet10", "AutoPublishAlias: live"));
        Assert.True(compiled.IsGood, SomeApp.Show(compiled.Diagnostics));
        var function = compiled.Value.Template.FindResource("Fn")!;
        Assert.Equal("AWS::Lambda::Function", function.ResourceType);
        Assert.Equal("""{"S3Bucket":"bucket","S3Key":"App.zip"}""", TemplateWriter.WriteCompactJson(function.Properties!["Code"]!));
        Assert.Equal(new AddressedArtifact(Packed, new("bucket", "App.zip")), Assert.Single(compiled.Value.Artifacts));
        Assert.Equal("AWS::Serverless::Function", compiled.Value.Source.FindResource("Fn")!.ResourceType);
    }

    [Fact]
    public async Task ANewPlaceMakesANewVersion()
    {
        var template = SomeApp.Function("Handler: App", "Runtime: dotnet10", "AutoPublishAlias: live");
        var first = await CompileAsync(template, (_, _) => Task.FromResult(new ArtifactLocation("b", "one")));
        var second = await CompileAsync(template, (_, _) => Task.FromResult(new ArtifactLocation("b", "two")));
        Assert.NotEqual(Versions(first), Versions(second));
        Assert.Single(Versions(first));

        static IEnumerable<string> Versions(Checked<CompiledApplication> compiled) =>
            compiled.Value!.Template.Resources.Where(one => one.ResourceType == "AWS::Lambda::Version").Select(one => one.Id.Value);
    }

    [Fact]
    public async Task GeneratedResourcesKnowTheLineTheyCameFrom()
    {
        var compiled = await CompileAsync(SomeApp.Function("Handler: App", "Runtime: dotnet10"));
        Assert.Equal(3, compiled.Value!.OriginOf("Fn").Start.Line);
        Assert.Equal(3, compiled.Value.OriginOf("FnRole").Start.Line);
        Assert.False(compiled.Value.OriginOf("Nothing").IsKnown);
    }

    [Fact]
    public async Task MistakesOfAllStagesAreReportedTogetherInTheOrderOfTheText()
    {
        var asked = 0;
        var compiled = await CompileAsync(
            """
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Stage: {Type: String, Default: x, AllowedValues: [a, b]}
            Resources:
              A:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: nowhere
                  Runtime: dotnet10
                  Handler: App
              B:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: App
                  Handler: App
                  Runtime: dotnet10
                  AutoPublishAlias: [x]
            """,
            (_, _) =>
            {
                asked++;
                return Task.FromResult(new ArtifactLocation("b", "k"));
            });
        Assert.Equal(["SLS0511 3", "SLS0301 8", "SLS0110 15"], compiled.Diagnostics.Take(3).Select(one => $"{one.Code} {one.Span.Start.Line}"));
        Assert.StartsWith("SLS02", Assert.Single(compiled.Diagnostics.Skip(3)).Code, StringComparison.Ordinal);
        Assert.Null(compiled.Value);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task AStoreThatRefusesIsAComplaint()
    {
        var refusal = PackageDiagnostics.CannotRead.At(SourceSpan.None, "No credentials.");
        var compiled = await CompileAsync(SomeApp.Function("Handler: App", "Runtime: dotnet10"), (_, _) => throw new DiagnosticException(refusal));
        Assert.Equal([refusal], compiled.Diagnostics);
        Assert.Null(compiled.Value);
    }

    [Fact]
    public async Task PlainCloudFormationIsNotTransformed()
    {
        var compiled = await CompileAsync("Resources:\n  Fn: {Type: AWS::Lambda::Function, Properties: {Code: ., Handler: App, Runtime: dotnet10}}\n");
        Assert.Equal("""{"S3Bucket":"bucket","S3Key":"App.zip"}""", TemplateWriter.WriteCompactJson(compiled.Value!.Template.FindResource("Fn")!.Properties!["Code"]!));
    }

    [Fact]
    public async Task TheTransformCanBeLeftToTheService()
    {
        var compiled = await CompileAsync(SomeApp.Function("Handler: App", "Runtime: dotnet10"), mode: TransformMode.Service);
        var function = compiled.Value!.Template.FindResource("Fn")!;
        Assert.Equal(("AWS::Serverless::Function", "s3://bucket/App.zip"), (function.ResourceType, function.Properties!["CodeUri"].AsString()));
        Assert.Single(compiled.Value.Template.Transforms);
    }

    [Fact]
    public async Task AnUnreadableTemplateIsReportedAlone() =>
        Assert.All((await CompileAsync("a: [")).Diagnostics, one => Assert.StartsWith("SLS01", one.Code, StringComparison.Ordinal));

    [Fact]
    public async Task TheSameInputGivesTheSameText()
    {
        var template = SomeApp.Function("Handler: App", "Runtime: dotnet10", "AutoPublishAlias: live");
        Assert.Equal(TemplateWriter.WriteJson((await CompileAsync(template)).Value!.Template), TemplateWriter.WriteJson((await CompileAsync(template)).Value!.Template));
    }

    [Fact]
    public async Task ACheckNeedsNoArtifact()
    {
        var app = new SomeApp();
        var compiled = await ApplicationCompiler.CompileAsync(
            new("/app/template.yaml", SomeApp.Function("Handler: App", "Runtime: dotnet10")),
            (template, compose, token) => PackagePlanner.PlanBeforePublishAsync(template, app.Layout, new(new FileList(app.Files), TimeProvider.System, compose), token),
            ArtifactAddresses.Nowhere,
            SomeContext.Make(),
            Token);
        Assert.True(compiled.IsGood, SomeApp.Show(compiled.Diagnostics));
        Assert.Empty(compiled.Value.Artifacts);
        Assert.Single(compiled.Value.Plan.RequiredPublishes);
    }

    private static Task<Checked<CompiledApplication>> CompileAsync(string template, AddressArtifact? address = null, TransformMode mode = TransformMode.Local)
    {
        var app = new SomeApp();
        return ApplicationCompiler.CompileAsync(
            new("/app/template.yaml", template),
            async (read, compose, token) =>
            {
                var plan = await PackagePlanner.RequiredPublishesAsync(read, app.Layout, new(new FileList(app.Files), TimeProvider.System, compose), token);
                return plan with { Value = plan.Value! with { Artifacts = [.. plan.Value.Artifacts.Select(one => one with { Source = new PackedSource(Packed) })] } };
            },
            address ?? ((_, _) => Task.FromResult(new ArtifactLocation("bucket", "App.zip"))),
            SomeContext.Make() with { Mode = mode },
            Token);
    }
}
