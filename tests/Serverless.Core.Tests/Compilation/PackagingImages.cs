using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Stacks;
using Serverless.Templates;
using Serverless.Testing;

namespace Serverless.Compilation;

public sealed class PackagingImages : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("AWS::Serverless::Function", "CodeUri: .")]
    [InlineData("AWS::Lambda::Function", "Code: .")]
    public async Task AFunctionPointsAtItsImageWhereverThePackageIsDeployedFrom(string type, string code)
    {
        var packaged = Good(await PackageAsync($"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Hello:
                Type: {type}
                Properties:
                  PackageType: Image
                  Role: arn:aws:iam::123456789012:role/some
                  {code}
            """));
        var image = Assert.Single(packaged.Artifacts).Artifact;
        Assert.Equal($"sha256:{packaged.Manifest.Artifacts[0].Image!.Digest[7..]}", image.ImageDigest);

        Directory.Move(_folder["app/out"], _folder["moved"]);
        Directory.Delete(_folder["app"], recursive: true);
        var request = Good(await PackagedDeployment.PrepareAsync(
            _folder["moved/serverless.manifest.json"], new StackTarget("orders", "eu-central-1"), new InMemoryArtifactStore(), SomeContext.Make(), Token));
        var function = request.Template.Template.FindResource("Hello")!;
        Assert.Equal($$"""{"ImageUri":"bucket:App-linux-x64-image/{{image.ContentHash}}.tar"}""", TemplateWriter.WriteCompactJson(function.Properties!["Code"]!));
        Assert.Equal("Image", function.Properties["PackageType"].AsString());
        Assert.Equal(image.ImageDigest, Assert.Single(request.Artifacts).Artifact.ImageDigest);
    }

    [Fact]
    public async Task AStoreThatTakesNoImagesSaysSoBeforeAnythingIsDeployed()
    {
        var packaged = Good(await PackageAsync("Resources: {Hello: {Type: AWS::Lambda::Function, Properties: {PackageType: Image, Role: some}}}"));
        var refused = new DiagnosticDescriptor("SLS0999", Severity.Error, "No").At(default, "No images here.");
        var opened = Good(await PackageFolder.OpenAsync(packaged.ManifestPath, Token));
        var compiled = await ApplicationCompiler.CompileAsync(opened.Source, (template, _, _) => Task.FromResult(opened.Plan(template)), (_, _) => throw new DiagnosticException(refused), SomeContext.Make(), Token);
        Assert.Equal(refused, Assert.Single(compiled.Diagnostics));
        Assert.Null(compiled.Value);
    }

    private static T Good<T>(Checked<T> result)
        where T : class
    {
        Assert.True(result.IsGood, string.Join('\n', result.Diagnostics.Select(diagnostic => diagnostic.Text)));
        return result.Value;
    }

    private Task<Checked<PackagedApplication>> PackageAsync(string template)
    {
        var facts = new ProjectFacts { AssemblyName = "App", OutputType = "Exe", TargetFrameworks = ["net10.0"] };
        var project = _folder.Write("app/App.csproj", "<Project />");
        var published = new PublishedProject(project, "linux-x64", "Release")
        {
            Facts = facts,
            Files = [new(_folder.Write("app/obj/App.dll", "dll"), "App.dll")],
            BaseImageArchive = SmallImage.WriteSdkArchive(_folder["app/obj/base.tar"], "today"),
        };
        var layout = new ApplicationLayout(_folder.Write("app/template.yaml", template), project) { Projects = [new(project, facts)], Published = [published] };
        return new ApplicationPackager(DiskFiles.Instance, new InstantTime()).PackageAsync(new(layout, _folder["app/out"], SomeContext.Make()), Token);
    }
}
