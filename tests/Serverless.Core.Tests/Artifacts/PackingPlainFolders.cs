using System.IO.Compression;
using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Artifacts;

public sealed class PackingPlainFolders : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LeavesOutWhatRulesAndProjectSay()
    {
        foreach (var path in (string[])["app.py", "notes.md", "lib/x.py", "lib/__pycache__/x.pyc", "tests/t.py", "tests/keep.py", ".git/HEAD", "bin/tool", "out/serverless/old.zip"])
        {
            _folder.Write($"code/{path}", path);
        }

        _folder.Write("code/.serverlessignore", "# comment\n*.md\n/tests/\n");
        Assert.Equal(["app.py", "bin/tool", "lib/x.py"], await NamesAsync(new ContentSource(_folder["code"], [_folder["code/out/serverless"] + "/"])));
    }

    [Fact]
    public async Task KeepsTheModeOfAFileThatSomebodyMadeExecutable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");

        SetMode(_folder.Write("code/tool", "no shebang"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        SetMode(_folder.Write("code/data", "x"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupExecute);
        _folder.Write("code/script", "#!/bin/sh\n");
        var artifact = Good(await PackAsync(new ContentSource(_folder["code"], [])));
        await using var archive = await ZipFile.OpenReadAsync(artifact.Path, Token);
        Assert.Equal(["data 644", "script 755", "tool 755"], archive.Entries.Select(entry => $"{entry.FullName} {Convert.ToString((entry.ExternalAttributes >> 16) & 0x1FF, 8)}"));
    }

    [Fact]
    public async Task AProjectsOutputHasTheModesOfItsContent()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");

        var file = _folder.Write("obj/App.dll", "x");
        SetMode(file, (UnixFileMode)0b111_111_111);
        var artifact = Good(await PackAsync(new PublishedSource(new("/app/App.csproj", "linux-x64", "Release") { Files = [new(file, "App.dll")] })));
        await using var archive = await ZipFile.OpenReadAsync(artifact.Path, Token);
        Assert.Equal("644", Convert.ToString((archive.Entries.Single().ExternalAttributes >> 16) & 0x1FF, 8));
    }

    [Fact]
    public async Task FollowsLinksButNotRoundInCircles()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights on Windows");
        _folder.Write("shared/lib/a.js", "a");
        _folder.Write("code/index.js", "b");
        File.CreateSymbolicLink(_folder["code/link.js"], "index.js");
        Directory.CreateSymbolicLink(_folder["code/shared"], _folder["shared"]);
        Directory.CreateSymbolicLink(_folder["shared/lib/up"], _folder["shared"]);
        Directory.CreateSymbolicLink(_folder["code/self"], ".");
        var names = await NamesAsync(new ContentSource(_folder["code"], []));
        Assert.Subset(names.ToHashSet(), new HashSet<string> { "index.js", "link.js", "shared/lib/a.js" });
        Assert.True(names.Count < 10, string.Join('\n', names));
    }

    [Fact]
    public async Task ALinkThatLeadsNowhereIsReported()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights on Windows");
        _folder.Write("code/index.js", "b");
        File.CreateSymbolicLink(_folder["code/gone"], "nowhere");
        var packed = await PackAsync(new ContentSource(_folder["code"], []));
        Assert.Equal(("SLS0412", $"'{_folder["code/gone"]}' cannot be read: it does not exist."), (packed.Diagnostics.Single().Code, packed.Diagnostics.Single().Message));
    }

    [Fact]
    public async Task AnArchiveByAnotherNameStaysAsItIs()
    {
        _folder.Write("in/a.txt", "a");
        await ZipFile.CreateFromDirectoryAsync(_folder["in"], _folder["app.war"], Token);
        var artifact = Good(await PackAsync(new ContentSource(_folder["app.war"], [])));
        Assert.Equal(await File.ReadAllBytesAsync(_folder["app.war"], Token), await File.ReadAllBytesAsync(artifact.Path, Token));
        Assert.Equal((artifact.Sha256, 1L), (artifact.ContentHash, artifact.UnzippedSize));
    }

    [Fact]
    public async Task AddedContentLiesWhereItWasAskedFor()
    {
        _folder.Write("code/index.js", "b");
        _folder.Write("certs/root.pem", "c");
        _folder.Write("data/deep/x.json", "{}");
        Assert.Equal(
            ["certs/ca.pem", "index.js", "resources/deep/x.json"],
            await NamesAsync(new ContentSource(_folder["code"], []), Added("certs/root.pem", "certs/ca.pem"), Added("data", "resources/")));
        Assert.Equal(["deep/x.json", "index.js"], await NamesAsync(new ContentSource(_folder["code"], []), Added("data", ".")));
    }

    [Theory]
    [InlineData("../ca.pem", "SLS0409")]
    [InlineData("/etc/ca.pem", "SLS0409")]
    [InlineData("C:/ca.pem", "SLS0409")]
    [InlineData("index.js", "SLS0410")]
    [InlineData("Index.js", "SLS0411")]
    [InlineData("index.js/x", "SLS0410")]
    public async Task AddedContentThatDoesNotFitIsReported(string packagePath, string code)
    {
        _folder.Write("code/index.js", "b");
        _folder.Write("certs/root.pem", "c");
        var packed = await PackAsync(new ContentSource(_folder["code"], []), Added("certs/root.pem", packagePath));
        Assert.Equal(code, Assert.Single(packed.Diagnostics).Code);
    }

    [Fact]
    public async Task MoreThanAZipCanHoldIsReportedNotWritten()
    {
        Directory.CreateDirectory(_folder["code"]);
        await using (var file = File.Create(_folder["code/huge"]))
        {
            // A hole in the file system: it has this length and takes no room.
            file.SetLength((1L << 31) + 1);
        }

        var packed = await PackAsync(new ContentSource(_folder["code"], []), isCode: false);
        Assert.Equal("SLS0406", Assert.Single(packed.Diagnostics).Code);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task UnzipListsTheNamesInOrdinalOrder()
    {
        Assert.SkipUnless(OutsideProgram.Find("unzip") is not null, "unzip is not installed");
        foreach (var name in (string[])["b.py", "B.txt", "a/z", "a.py", "a-b", "_"])
        {
            _folder.Write($"code/{name}", name);
        }

        var artifact = Good(await PackAsync(new ContentSource(_folder["code"], [])));
        var list = (await OutsideProgram.RunAsync("unzip", ["-Z1", artifact.Path], _folder.Path, cancellationToken: Token)).Succeeded().Output;
        Assert.Equal(["B.txt", "_", "a-b", "a.py", "a/z", "b.py"], list.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private AddedContent Added(string source, string packagePath) => new(_folder[source], packagePath, "Fn");

    private Task<Checked<PackedArtifact>> PackAsync(ArtifactSource source, params AddedContent[] added) => PackAsync(source, isCode: true, added);

    private Task<Checked<PackedArtifact>> PackAsync(ArtifactSource source, bool isCode, params AddedContent[] added) =>
        ArtifactPacker.PackAsync(new("code", source, [new("Fn", "CodeUri")]) { IsCode = isCode, Added = [.. added] }, new(_folder["out"]), Token);

    private async Task<IReadOnlyList<string>> NamesAsync(ArtifactSource source, params AddedContent[] added)
    {
        await using var archive = await ZipFile.OpenReadAsync(Good(await PackAsync(source, added)).Path, Token);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    private static Artifact Good(Checked<PackedArtifact> packed)
    {
        Assert.True(packed.IsGood, string.Join('\n', packed.Diagnostics.Select(one => one.Text)));
        return packed.Value.Artifact;
    }
}
