using System.Security.Cryptography;
using Serverless.Testing;

namespace Serverless.Sdk.Tests;

public sealed class PackagingTheSample(PackedSdkFixture fixture)
{
    private const string Project = "HelloApi/HelloApi.csproj";
    private const string Output = "HelloApi/bin/Debug/net10.0/serverless";

    [Fact]
    public async Task TwoFunctionsOfOneProjectShareOneArtifact()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        var artifact = Assert.Single(await app.TargetResultAsync("Package", "build", Project));
        Assert.Equal("linux-x64", artifact["RuntimeIdentifier"]);
        Assert.Equal("HelloFunction;TimeFunction", artifact["LogicalIds"]);
        Assert.Equal(new FileInfo(artifact["FullPath"]).Length.ToString(System.Globalization.CultureInfo.InvariantCulture), artifact["Size"]);
    }

    [Fact]
    public async Task NothingIsPublishedZippedOrWrittenWhenNothingChanged()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        (await app.DotNetAsync("build", Project, "-t:Package")).Succeeded();
        var before = Times(app);
        (await app.DotNetAsync("build", Project, "-t:Package")).Succeeded();
        Assert.Equal(before, Times(app));
    }

    [Fact]
    public async Task SizesAreReportedBesideThePackageAndBudgetsHold()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        var plain = Assert.Single(await app.TargetResultAsync("Package", "build", Project));
        var reported = await app.DotNetAsync("build", Project, "-t:Package", "-p:ServerlessSizeReport=All", "-p:ServerlessSizeBudget=50 MB");
        reported.Succeeded();
        Assert.Contains("HelloApi.dll", reported.Output, StringComparison.Ordinal);
        Assert.Contains("(1 artifact, unchanged)", reported.Output, StringComparison.Ordinal);
        Assert.Contains(plain["Sha256"], await File.ReadAllTextAsync(app[$"{Output}-reports/serverless.sizes.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(File.Exists(app[$"{Output}-reports/serverless.sizes.html"]));

        var over = await app.DotNetAsync("build", Project, "-t:Package", "-p:ServerlessSizeBudget=1 KB zipped");
        Assert.NotEqual(0, over.ExitCode);
        Assert.Matches(@"template\.yaml\([\d,]+\): error SLS0415: 'HelloFunction'", over.Output);
    }

    [Fact]
    public async Task AnEditOfTheReferencedLibraryChangesTheArtifact()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        var before = Assert.Single(await app.TargetResultAsync("Package", "build", Project));
        app.Edit("Greetings/Greeter.cs", "{greeting}, {name}!", "{greeting}, dear {name}!");
        var after = Assert.Single(await app.TargetResultAsync("Package", "build", Project));
        Assert.NotEqual(before["ContentHash"], after["ContentHash"]);
    }

    [Fact]
    public async Task TwoFoldersGiveTheSameBytes()
    {
        List<string> hashes = [];
        foreach (var _ in (int[])[1, 2])
        {
            var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
            var artifact = Assert.Single(await app.TargetResultAsync("Package", "build", Project));
            hashes.Add(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(artifact["FullPath"], TestContext.Current.CancellationToken))));
            hashes.Add(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(app[$"{Output}/serverless.manifest.json"], TestContext.Current.CancellationToken))));
        }

        Assert.Equal(hashes[..2], hashes[2..]);
    }

    [Fact]
    public async Task TheOuterConfigurationAndOutputFolderDoNotReachTheFunctions()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        var plain = Assert.Single(await app.TargetResultAsync("Package", "build", Project));
        var other = Assert.Single(await app.TargetResultAsync("Package", "build", Project, "-p:OutDir=" + app["elsewhere/"], "-p:PublishDir=" + app["published/"]));
        Assert.Equal("Release", other["Configuration"]);
        Assert.Equal(plain["ContentHash"], other["ContentHash"]);
    }

    [Fact]
    public async Task ACommitThatChangesNoFileChangesNoArtifact()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        app.Write(".git/config", "[remote \"origin\"]\n\turl = https://github.com/acme/hello.git\n").Write(".git/HEAD", "ref: refs/heads/main\n").Write(".git/objects/info/packs", "\n");
        List<string> hashes = [];
        foreach (var commit in (char[])['1', '2'])
        {
            app.Write(".git/refs/heads/main", new string(commit, 40) + "\n");
            hashes.Add(Assert.Single(await app.TargetResultAsync("Package", "build", Project))["ContentHash"]);
        }

        Assert.Equal(hashes[0], hashes[1]);
    }

    private static Dictionary<string, DateTime> Times(Workspace app) =>
        ((string[])[Output, "HelloApi/obj/Release", "Greetings/obj/Release"])
            .SelectMany(folder => Directory.EnumerateFiles(app[folder], "*", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(".FileListAbsolute.txt", StringComparison.Ordinal))
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);
}
