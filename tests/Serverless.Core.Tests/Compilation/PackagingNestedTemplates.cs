using System.Text;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Stacks;
using Serverless.Templates;
using Serverless.Testing;

namespace Serverless.Compilation;

public sealed class PackagingNestedTemplates : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheFolderHasEveryTemplateAndEachArtifactOnce()
    {
        var package = Good(await PackageAsync());
        Assert.Equal(
            [
                "Own.zip", "files/api.yaml", "packaged.json", "serverless.manifest.json", "template.json", "templates/child.packaged.yaml", "templates/child.yaml",
                "templates/deep.packaged.json", "templates/deep.template",
            ],
            Files("out"));
        Assert.Equal(["deep", "child"], package.Manifest.Templates.Select(nested => nested.Id));
        Assert.Equal(["Own.Code", "child:Mine.CodeUri"], package.Manifest.Artifacts.Single(artifact => artifact.Id == "Own").Fills.Select(fill => fill.Place.ToString()));
        Assert.Equal(await File.ReadAllBytesAsync(_folder["app/nested/child.yaml"], Token), await File.ReadAllBytesAsync(_folder["out/templates/child.yaml"], Token));
    }

    [Fact]
    public async Task OtherToolsFindTheirWayFromTemplateToTemplate()
    {
        Good(await PackageAsync());
        Assert.Equal("templates/child.packaged.yaml", await ReadAsync("packaged.json", "Inner", "TemplateURL"));
        Assert.Equal("../templates/deep.packaged.json", await ReadAsync("templates/child.packaged.yaml", "Deep", "TemplateURL"));
        Assert.Equal("../Own.zip", await ReadAsync("templates/child.packaged.yaml", "Mine", "CodeUri"));
        Assert.Equal("../files/api.yaml", await ReadAsync("templates/deep.packaged.json", "Api", "BodyS3Location"));

        async Task<string?> ReadAsync(string file, string resource, string property) =>
            TemplateReader.Read(new(file, await File.ReadAllTextAsync(_folder[$"out/{file}"], Token))).Value!.FindResource(resource)!.Properties![property].AsString();
    }

    [Fact]
    public async Task ADeploymentNeedsTheFolderAlone()
    {
        Good(await PackageAsync());
        Directory.Move(_folder["out"], _folder["moved"]);
        Directory.Delete(_folder["app"], recursive: true);
        var store = new InMemoryArtifactStore();
        var request = Good(await PackagedDeployment.PrepareAsync(_folder["moved/serverless.manifest.json"], new("shop", "eu-central-1"), store, SomeContext.Make(), Token));
        Assert.Equal(["Own", "api", "child", "deep"], request.Artifacts.Select(one => one.Artifact.Id).Order(StringComparer.Ordinal));
        Assert.Equal(4, await ArtifactUpload.RunAsync(store, request.Artifacts, progress: null, Token));

        var child = Text(request, "child");
        var (deep, api) = (Location(request, "deep"), Location(request, "api"));
        Assert.Contains(deep.HttpsUrl, child, StringComparison.Ordinal);
        Assert.Contains(api.Key, Text(request, "deep"), StringComparison.Ordinal);
        Assert.Contains(Location(request, "child").HttpsUrl, request.Template.Body, StringComparison.Ordinal);
        Assert.Equal((_folder["moved/templates/child.yaml"], 3), (request.Template.Nested!("Inner")!.SpanOf("MineRole").Path, request.Template.Nested("Inner")!.SpanOf("MineRole").Start.Line));
        Assert.Null(request.Template.Nested("Own"));

        static string Text(DeployRequest request, string id) => Encoding.UTF8.GetString(request.Artifacts.Single(one => one.Artifact.Id == id).Artifact.Content!.Value.Span);
        static ArtifactLocation Location(DeployRequest request, string id) => request.Artifacts.Single(one => one.Artifact.Id == id).Location;
    }

    [Fact]
    public async Task AnUnchangedPackageStaysAndAGoneTemplateGoes()
    {
        Good(await PackageAsync());
        var before = Files("out").ToDictionary(file => file, file => File.GetLastWriteTimeUtc(_folder[$"out/{file}"]));
        Good(await PackageAsync());
        Assert.Equal(before, Files("out").ToDictionary(file => file, file => File.GetLastWriteTimeUtc(_folder[$"out/{file}"])));

        _folder.Write("app/nested/child.yaml", "Resources:\n  Q: {Type: AWS::SQS::Queue}\n");
        Good(await PackageAsync(write: false));
        Assert.Equal(["Own.zip", "packaged.json", "serverless.manifest.json", "template.json", "templates/child.packaged.yaml", "templates/child.yaml"], Files("out"));
    }

    [Theory]
    [InlineData("templates/child.yaml")]
    [InlineData("templates/deep.template")]
    public async Task ANestedTemplateThatWasChangedIsNotDeployed(string file)
    {
        Good(await PackageAsync());
        await File.AppendAllTextAsync(_folder[$"out/{file}"], "\n", Token);
        Assert.Equal("SLS0423", Assert.Single((await PackageFolder.OpenAsync(_folder["out/serverless.manifest.json"], Token)).Diagnostics).Code);
    }

    private static T Good<T>(Checked<T> made)
        where T : class
    {
        Assert.True(made.IsGood, string.Join('\n', made.Diagnostics.Select(one => $"{one.Code} {one.Span}: {one.Text}")));
        return made.Value;
    }

    private IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(_folder[folder], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder[folder], file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private async Task<Checked<PackagedApplication>> PackageAsync(bool write = true)
    {
        if (write)
        {
            _folder.Write("app/template.json", """
                {"Resources": {
                  "Own": {"Type": "AWS::Lambda::Function", "Properties": {"Code": "code", "Runtime": "nodejs22.x", "Handler": "a.b", "Role": "r"}},
                  "Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "nested/child.yaml"}}
                }}
                """);
            _folder.Write("app/nested/child.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Mine: {Type: AWS::Serverless::Function, Properties: {CodeUri: ../code, Runtime: nodejs22.x, Handler: a.b}}
                  Deep: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: deep.template}}
                """);
            _folder.Write("app/nested/deep.template", """{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"BodyS3Location": "../api.yaml"}}}}""");
            _folder.Write("app/api.yaml", "openapi: 3.0.1");
            _folder.Write("app/code/a.js", "1");
        }

        var layout = new ApplicationLayout(_folder["app/template.json"], _folder["app/App.csproj"]);
        return await new ApplicationPackager(DiskFiles.Instance, new InstantTime()).PackageAsync(new(layout, _folder["out"], SomeContext.Make()), Token);
    }
}
