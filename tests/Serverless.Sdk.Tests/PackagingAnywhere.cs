using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>An app with a library and a function project on Microsoft.NET.Sdk alone makes the same artifacts wherever it lies and however it is built.</summary>
public sealed class PackagingAnywhere(PackedSdkFixture fixture, PackagingAnywhere.PlainPlace plain) : IClassFixture<PackagingAnywhere.PlainPlace>
{
    private const string Project = "app/app.csproj";

    [Theory]
    [InlineData("my app")]
    [InlineData("100% über ✓")]
    [InlineData("it's (x), $(y) & a=b")]
    public async Task AFolderMayHaveAnyName(string name) => Assert.Equal(plain.Hashes, await PackageAsync(App(fixture.Sdk, name)));

    [Fact]
    public async Task APathMayBeVeryLong() =>
        Assert.Equal(plain.Hashes, await PackageAsync(App(fixture.Sdk, string.Join('/', Enumerable.Repeat(new string('a', 90), 4)))));

    [Fact]
    public async Task ASemicolonInThePathCostsReadyToRunAndSaysSo()
    {
        var app = App(fixture.Sdk, "a;b");
        var loud = await app.DotNetAsync("build", Project, "-t:Package");
        loud.Succeeded();
        Assert.Contains("worker.csproj : warning SLS0419", loud.Output, StringComparison.Ordinal);
        var hashes = await PackageAsync(app);
        var quiet = await app.DotNetAsync("build", Project, "-t:Package", "-p:ServerlessReadyToRun=false");
        Assert.DoesNotContain("SLS0419", quiet.Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(hashes, await PackageAsync(app, "-p:ServerlessReadyToRun=false"));
    }

    [Fact]
    public async Task ALinkToTheFolderIsAsGoodAsTheFolder()
    {
        var app = App(fixture.Sdk, "real");
        var link = app.Path + "-link";
        Directory.CreateSymbolicLink(link, app.Path);
        var linked = await app.TargetResultAsync("Package", "build", Path.Combine(link, Project));
        Assert.Equal(plain.Hashes, Hashes(linked));
        Assert.Equal(plain.Hashes, await PackageAsync(app));
    }

    [Fact]
    public async Task NothingIsWrittenBesideTheSourcesWhenTheOutputLiesElsewhere()
    {
        var app = App(fixture.Sdk, "sources");
        app.Write("Directory.Build.props", $"<Project><PropertyGroup><ArtifactsPath>{app.Path}-artifacts</ArtifactsPath></PropertyGroup></Project>");
        var before = Directory.EnumerateFileSystemEntries(app.Path, "*", SearchOption.AllDirectories).ToHashSet();
        var artifacts = await app.TargetResultAsync("Package", "build", Project);
        Assert.Equal(2, artifacts.Count);
        Assert.All(artifacts, artifact => Assert.StartsWith($"{app.Path}-artifacts/bin/app/debug/serverless/", artifact["FullPath"], StringComparison.Ordinal));
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(app.Path, "*", SearchOption.AllDirectories).ToHashSet());
    }

    [Fact]
    public async Task BuildSettingsOfFoldersAboveAreKept()
    {
        var app = App(fixture.Sdk, "repository");
        app.Write("Directory.Build.props", "<Project><PropertyGroup><OutputPath>../out/$(MSBuildProjectName)</OutputPath></PropertyGroup></Project>")
            .Write("Directory.Build.targets", "<Project><Target Name=\"Sign\" AfterTargets=\"Compile\"><Message Importance=\"high\" Text=\"Signed $(MSBuildProjectName)\" /></Target></Project>")
            .Write("Directory.Packages.props", """
                <Project>
                  <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
                  <ItemGroup><PackageVersion Include="YamlDotNet" Version="18.1.0" /></ItemGroup>
                </Project>
                """)
            .Edit("worker/worker.csproj", "</ItemGroup>", "<PackageReference Include=\"YamlDotNet\" /></ItemGroup>");
        var packaged = await app.DotNetAsync("build", Project, "-t:Package");
        packaged.Succeeded();
        Assert.All((string[])["app", "lib", "worker"], name => Assert.Contains($"Signed {name}", packaged.Output, StringComparison.Ordinal));
        Assert.True(File.Exists(app["out/app/net10.0/serverless/serverless.manifest.json"]), packaged.Output);
        var worker = Assert.Single(await app.TargetResultAsync("Package", "build", Project), artifact => artifact["LogicalIds"] == "Worker");
        Assert.Contains("YamlDotNet.dll", System.IO.Compression.ZipFile.OpenRead(worker["FullPath"]).Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task OptionsOfTheBuildDoNotReachTheFunctions()
    {
        var app = App(fixture.Sdk, "options");
        (await app.DotNetAsync("restore", Project)).Succeeded();
        Assert.Equal(plain.Hashes, await PackageAsync(app, "--no-restore"));
        Assert.Equal(plain.Hashes, await PackageAsync(app, "-p:NoBuild=true"));
        Assert.Equal(plain.Hashes, await PackageAsync(app, "-c", "Release", "-m", "-graph"));
        Assert.Equal(plain.Hashes, await PackageAsync(app, "-p:PublishDir=../published/", "--self-contained", "-mt"));
        Assert.False(Directory.Exists(app["published"]));

        Assert.Equal(plain.Hashes, await PackageAsync(app, "-o", "out"));
        Assert.True(File.Exists(app["out/serverless/serverless.manifest.json"]));
    }

    [Fact]
    public async Task IsolationIsForAppsThatAreTheirOnlyProject()
    {
        var app = App(fixture.Sdk, "isolated");
        (await app.DotNetAsync("restore", Project)).Succeeded();
        var refused = await app.DotNetAsync("build", Project, "-t:Package", "--no-restore", "-graph", "-isolate");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("app.csproj : error SLS0004", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4252", refused.Output, StringComparison.Ordinal);

        var alone = Apps.OneFunction(fixture.Sdk);
        (await alone.DotNetAsync("build", "-t:Package", "-graph", "-isolate")).Succeeded();
        Assert.True(File.Exists(alone["bin/Debug/net10.0/serverless/serverless.manifest.json"]));
    }

    private static Workspace App(PackedSdk sdk, string name) =>
        Workspace.Empty(sdk, name)
            .Write(Project, Apps.Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">", """
                <ItemGroup>
                  <ProjectReference Include="../lib/lib.csproj" />
                  <ServerlessFunctionProject Include="../worker/worker.csproj" />
                </ItemGroup>
                """))
            .Write("app/Program.cs", "System.Console.WriteLine(Lib.One);")
            .Write("app/template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Globals: {Function: {Runtime: dotnet10}}
                Resources:
                  Own: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ., Handler: app}}
                  Worker: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ../worker, Handler: worker}}
                """)
            .Write("worker/worker.csproj", Apps.Project("<Project Sdk=\"Microsoft.NET.Sdk\">", "<ItemGroup><ProjectReference Include=\"../lib/lib.csproj\" /></ItemGroup>"))
            .Write("worker/Program.cs", "System.Console.WriteLine(Lib.One);")
            .Write("lib/lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>")
            .Write("lib/Lib.cs", "public static class Lib { public static int One => 1; }");

    private static async Task<IReadOnlyList<string>> PackageAsync(Workspace app, params string[] options) =>
        Hashes(await app.TargetResultAsync("Package", ["build", Project, .. options]));

    private static List<string> Hashes(IEnumerable<Dictionary<string, string>> artifacts) => [.. artifacts.Select(artifact => $"{artifact["LogicalIds"]} {artifact["ContentHash"]}")];

    /// <summary>What the app's artifacts are in a folder with nothing strange about it.</summary>
    public sealed class PlainPlace(PackedSdkFixture fixture) : IAsyncLifetime
    {
        public IReadOnlyList<string> Hashes { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Hashes = await PackageAsync(App(fixture.Sdk, "plain"));
            Assert.Equal(2, Hashes.Count);
        }

        public ValueTask DisposeAsync() => default;
    }
}
