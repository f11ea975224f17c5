using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Serverless.Testing;

namespace Serverless.Artifacts.Images;

public sealed class PackingImages : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string LongName { get; } = $"{new string('d', 90)}/{new string('f', 90)}.dll";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheSameFilesUponTheSameBaseAreTheSameImageOnAnotherDay()
    {
        var first = await PackAsync("one", "2026-01-01T00:00:00Z");
        var second = await PackAsync("two", "2026-02-02T00:00:00Z");
        Assert.Equal(await File.ReadAllBytesAsync(first.Path, Token), await File.ReadAllBytesAsync(second.Path, Token));
        Assert.Equal((first.ContentHash, first.ImageDigest, first.Sha256), (second.ContentHash, second.ImageDigest, second.Sha256));
        Assert.NotEqual(first.ContentHash, (await PackAsync("three", "2026-01-01T00:00:00Z", "other")).ContentHash);
    }

    [Fact]
    public async Task TheProgramIsALayerUponTheBase()
    {
        var image = await PackAsync("one", "now");
        var archive = ImageArchive.Read(image.Path);
        Assert.Equal([ImageMediaTypes.CompressedLayer, ImageMediaTypes.CompressedLayer], archive.Manifest.Layers.Select(layer => layer.MediaType));
        Assert.Equal(SmallImage.CompressedLayer, archive.ReadAll(archive.Manifest.Layers[0]));

        using var layer = new GZipStream(archive.Open(archive.Manifest.Layers[1]), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await layer.CopyToAsync(plain, Token);
        plain.Position = 0;
        using var tar = new TarReader(plain);
        var entries = new List<string>();
        while (await tar.GetNextEntryAsync(copyData: false, Token) is { } entry)
        {
            entries.Add($"{entry.Name} {Convert.ToString((int)entry.Mode, 8)} {entry.Uid} {entry.ModificationTime.Year} {entry.Length}");
        }

        Assert.Equal(
            ["var/task 755 0 1980 0", $"var/task/{LongName.Split('/')[0]} 755 0 1980 0", "var/task/é 755 0 1980 0", "var/task/App.dll 644 0 1980 3", $"var/task/{LongName} 644 0 1980 1", "var/task/run 755 0 1980 10", "var/task/é/ü.txt 644 0 1980 1"],
            entries);

        Assert.Equal(SmallImage.Layer.Length + plain.Length, image.UnzippedSize);
        using var config = JsonDocument.Parse(archive.ReadAll(archive.Manifest.Config));
        Assert.Equal([SmallImage.DigestOf(SmallImage.Layer), SmallImage.DigestOf(plain.ToArray())], config.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal("1980-01-01T00:00:00Z", config.RootElement.GetProperty("created").GetString());
        Assert.Equal(2, config.RootElement.GetProperty("history").GetArrayLength());
    }

    [Fact]
    public async Task TarAndPythonReadTheArchive()
    {
        Assert.SkipUnless(OutsideProgram.Find("python3") is not null, "python3 is not installed");
        var image = await PackAsync("one", "now");
        const string Script =
            """
            import sys, tarfile, json, hashlib, gzip, io
            archive = tarfile.open(sys.argv[1])
            read = lambda name: archive.extractfile(name).read()
            blob = lambda digest: read('blobs/' + digest.replace(':', '/'))
            for name in archive.getnames():
                assert not name.startswith('blobs/') or hashlib.sha256(read(name)).hexdigest() == name.split('/')[-1]
            manifest = json.loads(blob(json.loads(read('index.json'))['manifests'][0]['digest']))
            saved = json.loads(read('manifest.json'))[0]
            assert [n.split('/')[-1] for n in saved['Layers']] == [l['digest'].split(':')[1] for l in manifest['layers']]
            layer = tarfile.open(fileobj=io.BytesIO(gzip.decompress(blob(manifest['layers'][-1]['digest']))))
            print(' '.join(sorted(layer.getnames())))
            """;
        var result = (await OutsideProgram.RunAsync("python3", ["-c", Script, image.Path], _folder.Path, new Dictionary<string, string?> { ["PYTHONIOENCODING"] = "utf-8" }, Token)).Succeeded();
        Assert.Equal($"var/task var/task/App.dll var/task/{LongName.Split('/')[0]} var/task/{LongName} var/task/run var/task/é var/task/é/ü.txt", result.Output.Trim());
    }

    [Fact]
    public async Task AnImageThatIsThereIsNotWrittenAgain()
    {
        var first = await PackAsync("one", "monday");
        var settings = new PackSettings(_folder["one/out"]) { Previous = new Dictionary<string, Artifact> { [first.Id] = first } };
        var again = await ArtifactPacker.PackAsync(Planned("one", "tuesday"), settings, Token);
        Assert.Equal((first, false), (again.Value!.Artifact, again.Value.WasWritten));
        Assert.Equal(["App-image.tar"], Directory.EnumerateFiles(_folder["one/out"]).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("image.tar", false)]
    [InlineData("image.tar.gz", true)]
    public async Task AnArchiveThatDockerSavedBecomesAnImageWithAManifest(string name, bool isCompressed)
    {
        var path = SmallImage.WriteSaved(_folder[name]);
        if (isCompressed)
        {
            await File.WriteAllBytesAsync(path, SmallImage.Compress(await File.ReadAllBytesAsync(path, Token)), Token);
        }

        var packed = await ArtifactPacker.PackAsync(new("Fn", new ImageArchiveSource(path), []), new(_folder["out"]), Token);
        Assert.Empty(packed.Diagnostics);
        var archive = ImageArchive.Read(packed.Value!.Artifact.Path);
        Assert.Equal(packed.Value.Artifact.ImageDigest, archive.Manifest.Digest);
        Assert.Equal(SmallImage.Layer, archive.ReadAll(Assert.Single(archive.Manifest.Layers)));
        Assert.Equal(["Fn.tar"], Directory.EnumerateFiles(_folder["out"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AnArchiveInTheLayoutOfOciKeepsItsDigest()
    {
        var config = SmallImage.Config("amd64");
        var manifest = SmallImage.Manifest(config, SmallImage.CompressedLayer);
        var path = SmallImage.WriteLayout(_folder["in/image.tar"], manifest, config, SmallImage.CompressedLayer);
        var packed = await ArtifactPacker.PackAsync(new("Fn", new ImageArchiveSource(path), []), new(_folder["out"]), Token);
        Assert.Equal(SmallImage.DigestOf(manifest), packed.Value!.Artifact.ImageDigest);
        Assert.Equal(SmallImage.ManifestType, ImageArchive.Read(packed.Value.Artifact.Path).Manifest.MediaType);
    }

    [Theory]
    [InlineData("text", "it is not a tar archive, or only the beginning of one")]
    [InlineData("other", "it has neither an index.json nor a manifest.json")]
    [InlineData("none", "it has 0 images instead of one")]
    [InlineData("lost", "it has no config.json")]
    [InlineData("broken", "its manifest.json cannot be read")]
    public async Task AFileThatIsNoImageIsReported(string kind, string because)
    {
        var path = _folder["image.tar"];
        await File.WriteAllBytesAsync(path, kind switch
        {
            "text" => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("no tar at all, ", 100))),
            "other" => SmallImage.TarOf(("readme", "x"u8.ToArray())),
            "none" => SmallImage.TarOf(("manifest.json", "[]"u8.ToArray())),
            "broken" => SmallImage.TarOf(("manifest.json", "["u8.ToArray())),
            _ => SmallImage.TarOf(("manifest.json", """[{"Config":"config.json","Layers":[]}]"""u8.ToArray())),
        }, Token);
        var packed = await ArtifactPacker.PackAsync(new("Fn", new ImageArchiveSource(path), []), new(_folder["out"]), Token);
        var complaint = Assert.Single(packed.Diagnostics);
        Assert.Equal(("SLS0425", $"'image.tar' cannot be read as an archive with a container image: {because}."), (complaint.Code, complaint.Message));
    }

    private async Task<Artifact> PackAsync(string name, string stamp, string content = "dll")
    {
        _folder.Write($"{name}/App.dll", content);
        _folder.Write($"{name}/run", "#!/bin/sh\n");
        _folder.Write($"{name}/text", "x");
        var packed = await ArtifactPacker.PackAsync(Planned(name, stamp), new(_folder[$"{name}/out"]), Token);
        Assert.Empty(packed.Diagnostics);
        return packed.Value!.Artifact;
    }

    private PlannedArtifact Planned(string name, string stamp)
    {
        ImmutableArray<PublishedFile> files =
        [
            new(_folder[$"{name}/run"], "run"),
            new(_folder[$"{name}/text"], "é/ü.txt"),
            new(_folder[$"{name}/text"], LongName),
            new(_folder[$"{name}/App.dll"], "App.dll"),
        ];
        var project = new PublishedProject("/app/App.csproj", "linux-x64", "Release") { Files = files };
        return new("App-image", new PublishedImageSource(project, SmallImage.WriteSdkArchive(_folder[$"{name}/base.tar"], stamp)), []);
    }
}
