using System.IO.Compression;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Testing;

namespace Serverless.Compilation;

public sealed class PackagingAnApp : IDisposable
{
    private const string Template =
        """
        Transform: AWS::Serverless-2016-10-31 # kept
        Globals:
          Function: {Runtime: dotnet10, Handler: App}
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties: {AutoPublishAlias: live}
          Bye:
            Type: AWS::Serverless::Function
          Definition:
            Type: AWS::ApiGateway::RestApi
            Properties: {BodyS3Location: api.yaml}
          Layer:
            Type: AWS::Lambda::LayerVersion
            Properties: {Content: layer}
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MakesAFolderThatDeploysFromAnywhere()
    {
        var packaged = Good(await PackageAsync("clone"));
        Assert.Equal(
            ["App-linux-x64.zip", "Layer.zip", "files/api.yaml", "packaged.yaml", "serverless.manifest.json", "template.yaml"],
            Files("clone/bin/serverless"));
        Assert.Equal(Template, await File.ReadAllTextAsync(_folder["clone/bin/serverless/template.yaml"], Token));

        Directory.Move(_folder["clone/bin/serverless"], _folder["moved"]);
        Directory.Delete(_folder["clone"], recursive: true);
        var opened = Good(await PackageFolder.OpenAsync(_folder["moved/serverless.manifest.json"], Token));
        Assert.Equal(_folder["moved/template.yaml"], opened.Source.Path);

        var compiled = Good(await ApplicationCompiler.CompileAsync(opened.Source, (template, _, _) => Task.FromResult(opened.Plan(template)), ArtifactAddresses.In(new InMemoryArtifactStore()), SomeContext.Make(), Token));
        Assert.Equal(["App-linux-x64", "Layer", "api"], compiled.Artifacts.Select(one => one.Artifact.Id));
        Assert.All(compiled.Artifacts, one => Assert.StartsWith(_folder["moved"], one.Artifact.Path, StringComparison.Ordinal));
        var key = $"App-linux-x64/{packaged.Manifest.Artifacts[0].ContentHash}.zip";
        Assert.Equal($$"""{"S3Bucket":"bucket","S3Key":"{{key}}"}""", TemplateWriter.WriteCompactJson(compiled.Template.FindResource("Bye")!.Properties!["Code"]!));
    }

    [Fact]
    public async Task GivesTheSameBytesInAnotherCloneOnAnotherDay()
    {
        Good(await PackageAsync("one"));
        Good(await PackageAsync("somewhere/else", age: TimeSpan.FromDays(400)));
        foreach (var file in Files("one/bin/serverless"))
        {
            Assert.Equal(await File.ReadAllBytesAsync(_folder[$"one/bin/serverless/{file}"], Token), await File.ReadAllBytesAsync(_folder[$"somewhere/else/bin/serverless/{file}"], Token));
        }
    }

    [Fact]
    public async Task AgainWithoutAChangeTouchesNothing()
    {
        Good(await PackageAsync("clone"));
        var before = Times();
        var again = Good(await PackageAsync("clone", isNew: false));
        Assert.All(again.Artifacts, one => Assert.False(one.WasWritten));
        Assert.Equal(before, Times());
        Assert.Empty(Directory.GetFiles(_folder["clone/bin/serverless"], "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task CanBeRehearsedWithoutTouchingAnything()
    {
        Good(await PackageAsync("clone"));
        var before = Times();
        Assert.True(await RehearseAsync("clone"));
        Assert.Equal(before, Times());
    }

    [Fact]
    public async Task CannotBeRehearsedWithoutAPackageOrWithATemplateThatFitsItNoMore()
    {
        WriteClone("clone");
        Assert.False(await RehearseAsync("clone"));
        Assert.False(Directory.Exists(_folder["clone/bin"]));

        Good(await PackageAsync("clone"));
        _folder.Write("clone/template.yaml", Template.Replace("Bye", "Ciao", StringComparison.Ordinal));
        Assert.False(await RehearseAsync("clone"));
        File.Delete(_folder["clone/template.yaml"]);
        Assert.False(await RehearseAsync("clone"));
    }

    [Fact]
    public async Task PacksOnlyWhatChangedAndDeletesWhatIsGone()
    {
        Good(await PackageAsync("clone"));
        _folder.Write("clone/obj/App.dll", "another program");
        _folder.Write("clone/template.yaml", Template[..Template.IndexOf("  Layer:", StringComparison.Ordinal)]);
        var again = Good(await PackageAsync("clone", isNew: false));
        Assert.Equal([("App-linux-x64", true), ("api", false)], again.Artifacts.Select(one => (one.Artifact.Id, one.WasWritten)));
        Assert.Equal(["App-linux-x64.zip", "files/api.yaml", "packaged.yaml", "serverless.manifest.json", "template.yaml"], Files("clone/bin/serverless"));
    }

    [Fact]
    public async Task WritesATemplateThatOtherToolsCanPackage()
    {
        Good(await PackageAsync("clone"));
        var read = Good(TemplateReader.Read(new("packaged.yaml", await File.ReadAllTextAsync(_folder["clone/bin/serverless/packaged.yaml"], Token))));
        Assert.Equal("App-linux-x64.zip", read.FindResource("Hello")!.Properties!["CodeUri"].AsString());
        Assert.Equal("files/api.yaml", read.FindResource("Definition")!.Properties!["BodyS3Location"].AsString());
        Assert.Equal("Layer.zip", read.FindResource("Layer")!.Properties!["Content"].AsString());
        Assert.Contains("AWS::Serverless-2016-10-31", read.Transforms);
    }

    [Fact]
    public async Task WithAMistakeChangesNothing()
    {
        Good(await PackageAsync("clone"));
        var manifest = await File.ReadAllTextAsync(_folder["clone/bin/serverless/serverless.manifest.json"], Token);
        _folder.Write("clone/obj/App.dll", "another program");
        _folder.Write("clone/template.yaml", Template.Replace("AutoPublishAlias: live", "AutoPublishAlias: [live]", StringComparison.Ordinal).Replace("Content: layer", "Content: leyer", StringComparison.Ordinal));
        var packaged = await PackageAsync("clone", isNew: false);
        Assert.Equal(2, packaged.Diagnostics.Length);
        Assert.Contains(packaged.Diagnostics, one => one.Code == "SLS0301");
        Assert.Null(packaged.Value);
        Assert.Equal(manifest, await File.ReadAllTextAsync(_folder["clone/bin/serverless/serverless.manifest.json"], Token));
        Assert.True((await PackageFolder.OpenAsync(_folder["clone/bin/serverless/serverless.manifest.json"], Token)).IsGood);
    }

    [Fact]
    public async Task ThatIsTooLargeIsReportedAtTheFunction()
    {
        WriteClone("clone");
        await using (var file = File.Create(_folder["clone/obj/App.dll"]))
        {
            file.SetLength(ArtifactPacker.MaxUnzippedCode + 1);
        }

        var packaged = await PackageAsync("clone", isNew: false);
        Assert.Equal(("SLS0406", 5), (packaged.Diagnostics.Single().Code, packaged.Diagnostics.Single().Span.Start.Line));
    }

    [Fact]
    public async Task WithOneArtifactThatCannotBePackedChangesNone()
    {
        Good(await PackageAsync("clone"));
        var manifest = _folder["clone/bin/serverless/serverless.manifest.json"];
        _folder.Write("clone/obj/App.dll", "another program");
        File.Delete(_folder["clone/layer/data.txt"]);
        var packaged = await PackageAsync("clone", isNew: false);
        Assert.Equal(("SLS0408", 15), (packaged.Diagnostics.Single().Code, packaged.Diagnostics.Single().Span.Start.Line));
        Assert.True((await PackageFolder.OpenAsync(manifest, Token)).IsGood);
        Assert.Empty(Directory.GetFiles(_folder["clone/bin/serverless"], "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task IntoAFolderThatCannotBeWrittenIsReported()
    {
        WriteClone("clone");
        _folder.Write("clone/bin", "a file");
        var packaged = await PackageAsync("clone", isNew: false);
        Assert.All(packaged.Diagnostics, one => Assert.Equal("SLS0413", one.Code));
        Assert.NotEmpty(packaged.Diagnostics);
    }

    [Fact]
    public async Task WithoutATemplateIsReported() =>
        Assert.Equal("SLS0121", Assert.Single((await PackageAsync("nowhere", isNew: false)).Diagnostics).Code);

    [Fact]
    public async Task ThatIsNamedLikeItsPackagedCopyKeepsBoth()
    {
        WriteClone("clone");
        File.Move(_folder["clone/template.yaml"], _folder["clone/packaged.yaml"]);
        Good(await PackageAsync("clone", isNew: false, templateName: "packaged.yaml"));
        Assert.Equal(Template, await File.ReadAllTextAsync(_folder["clone/bin/serverless/source.packaged.yaml"], Token));
        Assert.True((await PackageFolder.OpenAsync(_folder["clone/bin/serverless/serverless.manifest.json"], Token)).IsGood);
    }

    [Fact]
    public async Task ComplaintsPointAtTheUsersOwnFileWhileItIsTheSame()
    {
        Good(await PackageAsync("clone"));
        var manifest = _folder["clone/bin/serverless/serverless.manifest.json"];
        Assert.Equal(_folder["clone/template.yaml"], Good(await PackageFolder.OpenAsync(manifest, Token)).Source.Path);
        _folder.Write("clone/template.yaml", Template + "\n");
        Assert.Equal(_folder["clone/bin/serverless/template.yaml"], Good(await PackageFolder.OpenAsync(manifest, Token)).Source.Path);
    }

    [Theory]
    [InlineData("App-linux-x64.zip")]
    [InlineData("template.yaml")]
    public async Task AFolderWithAChangedOrMissingFileIsNotOpened(string file)
    {
        Good(await PackageAsync("clone"));
        var manifest = _folder["clone/bin/serverless/serverless.manifest.json"];
        await File.AppendAllTextAsync(_folder[$"clone/bin/serverless/{file}"], "x", Token);
        Assert.Equal(("SLS0423", $"'{file}' is not the file that was packaged."), Complaint(await PackageFolder.OpenAsync(manifest, Token)));
        File.Delete(_folder[$"clone/bin/serverless/{file}"]);
        Assert.Equal(("SLS0423", $"'{file}' is missing beside the manifest."), Complaint(await PackageFolder.OpenAsync(manifest, Token)));
    }

    [Fact]
    public async Task AFolderWithoutAManifestIsReported() =>
        Assert.Equal("SLS0420", Assert.Single((await PackageFolder.OpenAsync(_folder["serverless.manifest.json"], Token)).Diagnostics).Code);

    [Fact]
    public async Task AManifestThatFillsWhatItsTemplateDoesNotHaveIsReported()
    {
        Good(await PackageAsync("clone"));
        var path = _folder["clone/bin/serverless/serverless.manifest.json"];
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Token)).Replace("\"Bye\"", "\"Gone\"", StringComparison.Ordinal), Token);
        var opened = Good(await PackageFolder.OpenAsync(path, Token));
        var compiled = await ApplicationCompiler.CompileAsync(opened.Source, (template, _, _) => Task.FromResult(opened.Plan(template)), ArtifactAddresses.In(new InMemoryArtifactStore()), SomeContext.Make(), Token);
        Assert.Contains(compiled.Diagnostics, one => one.Code == "SLS0424" && one.Message == "The manifest fills Gone.CodeUri, which its template does not have.");
    }

    [Fact]
    public async Task TheFunctionsZipHasThePublishedFiles()
    {
        Good(await PackageAsync("clone"));
        await using var archive = await ZipFile.OpenReadAsync(_folder["clone/bin/serverless/App-linux-x64.zip"], Token);
        Assert.Equal(["App.dll", "App.runtimeconfig.json"], archive.Entries.Select(entry => entry.FullName));
    }

    private static T Good<T>(Checked<T> made)
        where T : class
    {
        Assert.True(made.IsGood, string.Join('\n', made.Diagnostics.Select(one => $"{one.Code} {one.Span}: {one.Text}")));
        return made.Value;
    }

    private static (string Code, string Message) Complaint<T>(Checked<T> made)
        where T : class => (made.Diagnostics.Single().Code, made.Diagnostics.Single().Message);

    private IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(_folder[folder], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder[folder], file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private Dictionary<string, DateTime> Times() => Files("clone/bin/serverless").ToDictionary(file => file, file => File.GetLastWriteTimeUtc(_folder[$"clone/bin/serverless/{file}"]));

    private void WriteClone(string clone, TimeSpan age = default)
    {
        string[] files =
        [
            _folder.Write($"{clone}/template.yaml", Template),
            _folder.Write($"{clone}/App.csproj", "<Project/>"),
            _folder.Write($"{clone}/obj/App.dll", "a program"),
            _folder.Write($"{clone}/obj/App.runtimeconfig.json", "{}"),
            _folder.Write($"{clone}/api.yaml", "openapi: 3.0.1"),
            _folder.Write($"{clone}/layer/data.txt", "data"),
        ];
        Array.ForEach(files, file => File.SetLastWriteTimeUtc(file, DateTime.UtcNow - age));
    }

    private async Task<Checked<PackagedApplication>> PackageAsync(string clone, bool isNew = true, TimeSpan age = default, string templateName = "template.yaml")
    {
        if (isNew)
        {
            WriteClone(clone, age);
        }

        return await new ApplicationPackager(DiskFiles.Instance, new InstantTime()).PackageAsync(Request(clone, templateName), Token);
    }

    private Task<bool> RehearseAsync(string clone) => PackageRehearsal.RunAsync(Request(clone), DiskFiles.Instance, new InstantTime(), Token);

    private PackageRequest Request(string clone, string templateName = "template.yaml")
    {
        var facts = new ProjectFacts { AssemblyName = "App", OutputType = "Exe", TargetFrameworks = ["net10.0"] };
        var project = _folder[$"{clone}/App.csproj"];
        var layout = new ApplicationLayout(_folder[$"{clone}/{templateName}"], project)
        {
            Projects = [new(project, facts)],
            Published =
            [
                new(project, "linux-x64", "Release")
                {
                    Facts = facts,
                    Files = [new(_folder[$"{clone}/obj/App.dll"], "App.dll"), new(_folder[$"{clone}/obj/App.runtimeconfig.json"], "App.runtimeconfig.json")],
                },
            ],
        };
        return new(layout, _folder[$"{clone}/bin/serverless"], SomeContext.Make());
    }
}
