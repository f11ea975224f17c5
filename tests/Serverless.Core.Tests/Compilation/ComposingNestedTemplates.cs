using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Stacks;
using Serverless.Templates;
using Serverless.Templates.Includes;
using Serverless.Testing;
using Serverless.Text;

namespace Serverless.Compilation;

/// <summary>An app whose nested template includes a file and makes functions in a loop, over values that its parent gives.</summary>
public sealed class ComposingNestedTemplates : IDisposable
{
    private static readonly string _data = Path.Combine(AppContext.BaseDirectory, "Compilation", "Data", "nested");

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _read = [];

    public ComposingNestedTemplates()
    {
        foreach (var file in Files(Path.Combine(_data, "app")))
        {
            _folder.Write(Path.Combine("app", file), File.ReadAllText(Path.Combine(_data, "app", file)));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ThePackageHasWhatTheLoopAndTheIncludeMake()
    {
        var package = Good(await PackageAsync());
        var actual = string.Concat(
            [
                .. package.Manifest.Artifacts.Select(artifact => $"{artifact.Path}: {string.Join(", ", artifact.Fills.Select(fill => fill.Place))}\n"),
                .. Files(_folder["out"]).Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)).Select(file => $"=== {file}\n{File.ReadAllText(_folder[$"out/{file}"]).ReplaceLineEndings("\n")}"),
            ]);
        var expected = Path.Combine(_data, "expected.txt");
        if (!File.Exists(expected) || await File.ReadAllTextAsync(expected, Token) != actual)
        {
            await File.WriteAllTextAsync(Path.Combine(_data, "actual.txt"), actual, Token);
        }

        Assert.Equal(File.Exists(expected) ? (await File.ReadAllTextAsync(expected, Token)).ReplaceLineEndings("\n") : "", actual);
    }

    [Fact]
    public async Task EachFileIsReadOnce()
    {
        Append("app/template.yaml", "  Other: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: stores/template.yaml, Parameters: { Kinds: Orders } } }\n");
        var package = Good(await PackageAsync());
        Assert.Equal(["template", "template-2"], package.Manifest.Templates.Select(nested => nested.Id));
        Assert.Equal(["stores/template.yaml", "shared/audit.yaml"], _read);
    }

    [Fact]
    public async Task ADeploymentMakesTheSameOfTheFolderAlone()
    {
        Good(await PackageAsync());
        Directory.Move(_folder["out"], _folder["moved"]);
        Directory.Delete(_folder["app"], recursive: true);
        var request = Good(await PrepareAsync());
        var stored = request.Template.Nested!("Stores")!.Template;
        Assert.Equal(["Audit", "StoreBills", "StoreOrders"], stored.Resources.Where(resource => resource.ResourceType == "AWS::Lambda::Function").Select(resource => resource.Id.Value).Order(StringComparer.Ordinal));
        Assert.All(stored.Resources.Where(resource => resource.ResourceType == "AWS::Lambda::Function"), resource => Assert.NotNull(resource.Properties!["Code"].AsMap()!["S3Key"]));
        Assert.Equal(["Audit", "StoreBills", "StoreOrders", "template"], request.Artifacts.Select(one => one.Artifact.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ADeploymentWithOtherValuesSaysThatThePackageDoesNotFit()
    {
        Good(await PackageAsync());
        Directory.Move(_folder["out"], _folder["moved"]);
        var complaint = (await PrepareAsync(new GivenParameter("Kinds", "Orders"))).Diagnostics.Single(one => one.Code == "SLS0424");
        Assert.Equal("The manifest fills template:StoreBills.CodeUri, which its template does not have.", complaint.Message);
        Assert.Equal(_folder["moved/serverless.manifest.json"], complaint.Span.Path);
    }

    [Fact]
    public async Task PackagingCanBeRehearsed()
    {
        Good(await PackageAsync());
        Assert.True(await PackageRehearsal.RunAsync(Request(), DiskFiles.Instance, new InstantTime(), Token));
        File.Delete(_folder["app/shared/audit.yaml"]);
        Assert.False(await PackageRehearsal.RunAsync(Request(), DiskFiles.Instance, new InstantTime(), Token));
    }

    [Theory]
    [InlineData("app/stores/template.yaml", "code/${Kind}", "gone/${Kind}", "SLS0301 stores/template.yaml 12, SLS0301 stores/template.yaml 12")]
    [InlineData("app/stores/template.yaml", "!Ref Kinds", "7", "SLS0221 stores/template.yaml 8")]
    [InlineData("app/stores/template.yaml", "../shared/audit.yaml", "audit.yaml", "SLS0230 stores/template.yaml 5")]
    [InlineData("app/stores/template.yaml", "[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]", "AWS::Serverless-2016-10-31", "SLS0226 stores/template.yaml 6, SLS0250 stores/template.yaml 6")]
    [InlineData("app/shared/audit.yaml", "CodeUri: audit", "CodeUri: nowhere", "SLS0301 shared/audit.yaml 4")]
    [InlineData("app/shared/audit.yaml", "Runtime: nodejs22.x", "AutoPublishAlias: [x]\n    Runtime: nodejs22.x", "SLS0251 shared/audit.yaml 5")]
    public async Task MistakesAreReportedWhereTheyStand(string file, string from, string to, string expected)
    {
        Replace(file, from, to);
        var made = await PackageAsync();
        Assert.Null(made.Value);
        Assert.Equal(expected, string.Join(", ", made.Diagnostics.Select(one => $"{one.Code} {Path.GetRelativePath(_folder["app"], one.Span.Path!).Replace('\\', '/')} {one.Span.Start.Line}")));
    }

    [Fact]
    public async Task ALoopOverWhatOnlyTheStackKnowsIsReportedWhereItIs()
    {
        Replace("app/template.yaml", "!Join [\",\", !Ref Kinds]", "!GetAtt Names.Value");
        Append("app/template.yaml", "  Names: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: x } }\n");
        var made = await PackageAsync();
        var complaint = made.Diagnostics.First(one => one.Severity == Severity.Error);
        Assert.Equal((_folder["app/stores/template.yaml"], 8), (complaint.Span.Path, complaint.Span.Start.Line));
    }

    [Fact]
    public async Task WhatCannotBeComposedIsCheckedAllTheSame()
    {
        Replace("app/stores/template.yaml", "!Ref Kinds", "[A, A]");
        Append("app/stores/template.yaml", "  Topic: { Type: AWS::SNS::Topic, Propertys: {} }\n");
        Assert.Equal(["SLS0224", "SLS0205"], (await PackageAsync()).Diagnostics.Select(one => one.Code));
    }

    private static T Good<T>(Checked<T> made)
        where T : class
    {
        Assert.True(made.IsGood, string.Join('\n', made.Diagnostics.Select(one => $"{one.Code} {one.Span}: {one.Text}")));
        return made.Value;
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private void Replace(string file, string from, string to) => _folder.Write(file, File.ReadAllText(_folder[file]).Replace(from, to, StringComparison.Ordinal));

    private void Append(string file, string text) => File.AppendAllText(_folder[file], text);

    private Task<Checked<DeployRequest>> PrepareAsync(params GivenParameter[] parameters) =>
        PackagedDeployment.PrepareAsync(_folder["moved/serverless.manifest.json"], new("shop", "eu-central-1"), new InMemoryArtifactStore(), SomeContext.Make(parameters), Token);

    private Task<Checked<PackagedApplication>> PackageAsync() => new ApplicationPackager(new NotedFiles(Note), new InstantTime()).PackageAsync(Request(), Token);

    private PackageRequest Request()
    {
        var context = SomeContext.Make() with
        {
            ReadInclude = (path, cancellationToken) =>
            {
                Note(path);
                return IncludeFile.ReadAsync(path, cancellationToken);
            },
        };
        return new(new ApplicationLayout(_folder["app/template.yaml"], _folder["app/App.csproj"]), _folder["out"], context);
    }

    private void Note(string path) => _read.Add(Path.GetRelativePath(_folder["app"], path).Replace('\\', '/'));

    private sealed class NotedFiles(Action<string> note) : IFileTree
    {
        public StringComparer PathComparer => DiskFiles.Instance.PathComparer;

        public bool FileExists(string path) => DiskFiles.Instance.FileExists(path);

        public bool FolderExists(string path) => DiskFiles.Instance.FolderExists(path);

        public IEnumerable<string> FilesIn(string folder) => DiskFiles.Instance.FilesIn(folder);

        public IEnumerable<string> FoldersIn(string folder) => DiskFiles.Instance.FoldersIn(folder);

        public Checked<SourceText> ReadTemplate(string path)
        {
            note(path);
            return DiskFiles.Instance.ReadTemplate(path);
        }
    }
}
