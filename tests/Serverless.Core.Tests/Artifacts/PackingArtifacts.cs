using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Artifacts;

public sealed class PackingArtifacts : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Output => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TwoFoldersOnTwoDaysGiveTheSameBytes()
    {
        var first = await PackFolderAsync("first", DateTime.UtcNow, reversed: false);
        var second = await PackFolderAsync("second", new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), reversed: true);
        Assert.Equal(await File.ReadAllBytesAsync(first.Path, Token), await File.ReadAllBytesAsync(second.Path, Token));
        Assert.Equal((first.ContentHash, first.Sha256, first.Size), (second.ContentHash, second.Sha256, second.Size));

        async Task<Artifact> PackFolderAsync(string name, DateTime time, bool reversed)
        {
            string[] paths = ["b.dll", "a/c.txt", "ü.json", "run.sh"];
            foreach (var path in reversed ? paths.Reverse() : paths)
            {
                File.SetLastWriteTimeUtc(_folder.Write($"{name}/{path}", path == "run.sh" ? "#!/bin/sh\n" : string.Concat(Enumerable.Repeat(path, 500))), time);
            }

            return await PackGoodAsync(Content(_folder[name]), Output + name);
        }
    }

    [Fact]
    public async Task AnotherReaderFindsNamesModesTimesAndContents()
    {
        Assert.SkipUnless(OutsideProgram.Find("python3") is not null, "python3 is not installed");
        var artifact = await PackSamplesAsync();
        const string Script =
            """
            import sys, zipfile
            archive = zipfile.ZipFile(sys.argv[1])
            assert archive.testzip() is None
            for entry in archive.infolist():
                print(entry.filename, oct(entry.external_attr >> 16), entry.create_system, entry.date_time[:3], entry.flag_bits & ~0x800, entry.compress_type, entry.file_size, len(entry.extra))
            """;
        var result = (await OutsideProgram.RunAsync("python3", ["-c", Script, artifact.Path], _folder.Path, new Dictionary<string, string?> { ["PYTHONIOENCODING"] = "utf-8" }, Token)).Succeeded();
        Assert.Equal(
            """
            App.dll 0o100644 3 (1980, 1, 1) 0 8 4000 0
            bin/tool 0o100755 3 (1980, 1, 1) 0 0 5 0
            bootstrap 0o100755 3 (1980, 1, 1) 0 0 4 0
            empty 0o100644 3 (1980, 1, 1) 0 0 0 0
            libx.so 0o100644 3 (1980, 1, 1) 0 0 5 0
            libx.so.1 0o100644 3 (1980, 1, 1) 0 0 5 0
            run.sh 0o100755 3 (1980, 1, 1) 0 0 10 0
            ü/ß.txt 0o100644 3 (1980, 1, 1) 0 0 1 0
            """,
            result.Output.TrimEnd().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task UnzipListsModesAndSystem()
    {
        Assert.SkipUnless(OutsideProgram.Find("unzip") is not null, "unzip is not installed");
        var artifact = await PackSamplesAsync();
        (await OutsideProgram.RunAsync("unzip", ["-tq", artifact.Path], _folder.Path, cancellationToken: Token)).Succeeded();
        var list = (await OutsideProgram.RunAsync("unzip", ["-Z", artifact.Path], _folder.Path, cancellationToken: Token)).Succeeded().Output.Split('\n');
        Assert.StartsWith("-rw-r--r--  2.0 unx", Assert.Single(list, line => line.EndsWith(" App.dll", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("-rwxr-xr-x  2.0 unx", Assert.Single(list, line => line.EndsWith(" bootstrap", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManySizesReadBackAsTheyWere()
    {
        // Over the size from which files are streamed, around it, and everything below; compressible and not.
        var random = new Random(7);
        foreach (var (name, size) in new[] { ("big", 33 << 20), ("edge", 32 << 20), ("mid", 3 << 20), ("small", 70_000), ("one", 1), ("none", 0) })
        {
            var bytes = new byte[size];
            random.NextBytes(bytes.AsSpan(size / 2));
            await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(_folder["in"]).FullName, name), bytes, Token);
        }

        var artifact = await PackGoodAsync(Content(_folder["in"]), Output);
        await using var archive = await ZipFile.OpenReadAsync(artifact.Path, Token);
        Assert.Equal(["big", "edge", "mid", "none", "one", "small"], archive.Entries.Select(entry => entry.FullName));
        foreach (var entry in archive.Entries)
        {
            await using var stream = await entry.OpenAsync(Token);
            Assert.Equal(await SHA256.HashDataAsync(File.OpenRead(_folder[$"in/{entry.FullName}"]), Token), await SHA256.HashDataAsync(stream, Token));
        }

        Assert.Equal(artifact.UnzippedSize, archive.Entries.Sum(entry => entry.Length));
        Assert.Equal(artifact.Size, new FileInfo(artifact.Path).Length);
        Assert.Equal(artifact.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(artifact.Path, Token))));
    }

    [Fact]
    public async Task TheContentHashIsTheDocumentedOne()
    {
        _folder.Write("in/b", "x");
        _folder.Write("in/a", "#!y");
        byte[] input = [.. "a\00755\0"u8, .. SHA256.HashData("#!y"u8), .. "b\00644\0"u8, .. SHA256.HashData("x"u8)];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(input)), (await PackGoodAsync(Content(_folder["in"]), Output)).ContentHash);
    }

    [Fact]
    public async Task UnchangedContentIsNotPackedAgain()
    {
        _folder.Write("in/a", "one");
        var first = await PackGoodAsync(Content(_folder["in"]), Output);
        var settings = new PackSettings(Output) { Previous = new Dictionary<string, Artifact> { [first.Id] = first } };

        File.SetLastWriteTimeUtc(_folder["in/a"], DateTime.UtcNow.AddDays(1));
        var second = await ArtifactPacker.PackAsync(Content(_folder["in"]), settings, Token);
        Assert.Equal((false, first), (second.Value!.WasWritten, second.Value.Artifact));

        _folder.Write("in/a", "two");
        var third = await ArtifactPacker.PackAsync(Content(_folder["in"]), settings, Token);
        Assert.True(third.Value!.WasWritten);
        Assert.NotEqual(first.ContentHash, third.Value.Artifact.ContentHash);
    }

    [Fact]
    public async Task AFileThatIsNotWhatTheManifestSaysIsPackedAgain()
    {
        _folder.Write("in/a", "one");
        var first = await PackGoodAsync(Content(_folder["in"]), Output);
        var bytes = await File.ReadAllBytesAsync(first.Path, Token);
        await File.WriteAllBytesAsync(first.Path, [.. bytes.Reverse()], Token);
        var again = await ArtifactPacker.PackAsync(Content(_folder["in"]), new PackSettings(Output) { Previous = new Dictionary<string, Artifact> { [first.Id] = first } }, Token);
        Assert.True(again.Value!.WasWritten);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(first.Path, Token));
    }

    [Fact]
    public async Task PublishedFilesLieAtTheRootWhereverTheyCameFrom()
    {
        var source = new PublishedSource(new("/app/App.csproj", "linux-x64", "Release")
        {
            Files = [new(_folder.Write("obj/R2R/App.dll", "dll"), "App.dll"), new(_folder.Write("deep/x.so", "so"), @"runtimes\native\x.so"), new(_folder["obj/R2R/App.dll"], "./App.dll")],
        });
        var artifact = await PackGoodAsync(new("App", source, []), Output);
        await using var archive = await ZipFile.OpenReadAsync(artifact.Path, Token);
        Assert.Equal(["App.dll", "runtimes/native/x.so"], archive.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task AFolderIsZippedWithoutVersionControlAndBuildOutput()
    {
        _folder.Write("in/.git/config", "x");
        _folder.Write("in/.aws-sam/build.toml", "x");
        _folder.Write("in/bin/x.dll", "x");
        _folder.Write("in/secret.txt", "x");
        _folder.Write("in/.hidden", "x");
        _folder.Write("in/sub/handler.py", "x");
        var artifact = await PackGoodAsync(new("Fn", new ContentSource(_folder["in"], [_folder["in/bin/"], _folder["in/secret.txt"]]), []), Output);
        await using var archive = await ZipFile.OpenReadAsync(artifact.Path, Token);
        Assert.Equal([".hidden", "sub/handler.py"], archive.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public async Task LinksThatLeadInACircleEnd()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows needs a right to make links");
        _folder.Write("in/a/file", "x");
        Directory.CreateSymbolicLink(_folder["in/a/up"], _folder["in"]);
        Directory.CreateSymbolicLink(_folder["in/other"], _folder["in/a"]);
        var artifact = await PackGoodAsync(Content(_folder["in"]), Output);
        await using var archive = await ZipFile.OpenReadAsync(artifact.Path, Token);
        Assert.Equal(["a/file", "other/file"], archive.Entries.Select(entry => entry.FullName));
    }

    [Theory]
    [InlineData(".zip", true, "SLS0414")]
    [InlineData(".zip", false, null)]
    [InlineData(".yaml", true, null)]
    public async Task AFileThatIsTakenAsItIsKeepsItsBytes(string extension, bool isText, string? code)
    {
        var path = _folder.Write($"ready{extension}", "Hello");
        if (!isText)
        {
            File.Delete(path);
            _folder.Write("in/a", new string('x', 1000));
            await ZipFile.CreateFromDirectoryAsync(_folder["in"], path, Token);
        }

        var packed = await ArtifactPacker.PackAsync(new("ready", new FileSource(path), []), new(Output), Token);
        Assert.Equal(code, packed.Diagnostics.SingleOrDefault()?.Code);
        if (code is null)
        {
            var artifact = packed.Value!.Artifact;
            Assert.Equal(await File.ReadAllBytesAsync(path, Token), await File.ReadAllBytesAsync(artifact.Path, Token));
            Assert.Equal((artifact.Sha256, isText ? 5 : 1000), (artifact.ContentHash, artifact.UnzippedSize));
        }
    }

    private static PlannedArtifact Content(string folder) => new("Fn", new ContentSource(folder, []), []);

    private async Task<Artifact> PackSamplesAsync()
    {
        _folder.Write("in/App.dll", new string('x', 4000));
        _folder.Write("in/bootstrap", "boot");
        _folder.Write("in/run.sh", "#!/bin/sh\n");
        _folder.Write("in/ü/ß.txt", "x");
        _folder.Write("in/empty", "");
        foreach (var name in (string[])["libx.so", "libx.so.1", "bin/tool"])
        {
            await File.WriteAllBytesAsync(_folder.Write($"in/{name}", ""), [0x7F, (byte)'E', (byte)'L', (byte)'F', 2], Token);
        }

        return await PackGoodAsync(Content(_folder["in"]), Output);
    }

    private static async Task<Artifact> PackGoodAsync(PlannedArtifact planned, string folder)
    {
        var packed = await ArtifactPacker.PackAsync(planned, new(folder), Token);
        Assert.True(packed.IsGood, string.Join('\n', packed.Diagnostics.Select(one => one.Text)));
        Assert.True(packed.Value.WasWritten);
        Assert.Equal([packed.Value.Artifact.Path], Directory.GetFiles(folder));
        return packed.Value.Artifact;
    }
}
