using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Artifacts;

public sealed class PackingTrouble : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Output => _folder["out"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../evil", "SLS0409")]
    [InlineData("a/../../evil", "SLS0409")]
    [InlineData(@"..\evil", "SLS0409")]
    [InlineData("/etc/passwd", "SLS0409")]
    [InlineData(@"\\server\share", "SLS0409")]
    [InlineData("C:/evil", "SLS0409")]
    [InlineData("c:evil", "SLS0409")]
    [InlineData("", "SLS0409")]
    [InlineData(".", "SLS0409")]
    [InlineData("a\0b", "SLS0409")]
    [InlineData("Good", "SLS0410")]
    [InlineData("./Good", "SLS0410")]
    [InlineData("Good/inside", "SLS0410")]
    [InlineData("good", "SLS0411")]
    [InlineData("..good", null)]
    [InlineData("good..", null)]
    [InlineData("ab:c", null)]
    public async Task NamesThatAreUnsafeToUnpackAreReported(string name, string? code)
    {
        var good = _folder.Write("good", "x");
        var packed = await PackAsync(new(good, "Good"), new(_folder.Write("other", "y"), name));
        Assert.Equal(code, packed.Diagnostics.SingleOrDefault()?.Code);
        Assert.Equal(code is null or "SLS0411", packed.IsGood);
        Assert.Equal(packed.IsGood, Directory.Exists(Output));
    }

    [Fact]
    public async Task FilesThatCannotBeReadAreAllReported()
    {
        var packed = await PackAsync(new(_folder["none/a"], "a"), new(_folder["none/b"], "b"), new(_folder.Write("c", "c"), "c"));
        Assert.Equal(["a", "b"], packed.Diagnostics.Select(one => Path.GetFileName(one.Span.Path)));
        Assert.All(packed.Diagnostics, one => Assert.Equal(("SLS0412", true), (one.Code, one.Message.EndsWith("cannot be read: it does not exist.", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task NothingToZipIsReported()
    {
        Directory.CreateDirectory(_folder["in"]);
        var packed = await ArtifactPacker.PackAsync(new("Fn", new ContentSource(_folder["in"], []), []), new(Output), Token);
        Assert.Equal("SLS0408", Assert.Single(packed.Diagnostics).Code);
    }

    [Fact]
    public async Task CodeOverLambdasLimitIsReportedWithItsLargestFiles()
    {
        Sparse("big", ArtifactPacker.MaxUnzippedCode);
        _folder.Write("in/small", "x");
        var planned = new PlannedArtifact("Fn", new ContentSource(_folder["in"], []), []) { IsCode = true };
        var packed = await ArtifactPacker.PackAsync(planned, new(Output), Token);
        Assert.Equal(
            "SLS0406 Artifact 'Fn' has 250.0 MB unzipped; Lambda takes 250.0 MB. The largest files are big (250.0 MB), small (0.0 MB).",
            $"{packed.Diagnostics.Single().Code} {packed.Diagnostics.Single().Text}");
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public async Task MoreFilesThanAZipCanCountAreReportedBeforeAnyIsRead()
    {
        var packed = await PackAsync([.. Enumerable.Range(0, 65_535).Select(number => new PublishedFile("/nowhere", $"{number}"))]);
        Assert.Equal("SLS0407 Artifact 'Fn' has 65535 files; a zip can have 65534.", $"{packed.Diagnostics.Single().Code} {packed.Diagnostics.Single().Text}");
    }

    [Fact]
    public async Task ADiskThatFillsUpLeavesNothingBehind()
    {
        _folder.Write("in/a", new string('x', 1000));
        var planned = new PlannedArtifact("Fn", new ContentSource(_folder["in"], []), []);
        var before = (await ArtifactPacker.PackAsync(planned, new(Output), Token)).Value!.Artifact;
        var bytes = await File.ReadAllBytesAsync(before.Path, Token);

        _folder.Write("in/a", new string('y', 1000));
        var settings = new PackSettings(Output) { OpenTemporary = path => new FullDisk(path) };
        var packed = await ArtifactPacker.PackAsync(planned, settings, Token);
        Assert.Equal("SLS0413 Artifact 'Fn' cannot be packed: No space left on device. Nothing was changed.", $"{packed.Diagnostics.Single().Code} {packed.Diagnostics.Single().Text}");
        Assert.Equal([before.Path], Directory.GetFiles(Output));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(before.Path, Token));
    }

    [Fact]
    public async Task AFolderThatCannotBeMadeIsReported()
    {
        _folder.Write("in/a", "x");
        var packed = await ArtifactPacker.PackAsync(new("Fn", new ContentSource(_folder["in"], []), []), new(_folder.Write("out", "a file")), Token);
        Assert.Equal("SLS0413", Assert.Single(packed.Diagnostics).Code);
    }

    [Fact]
    public async Task AFileThatChangesWhileItIsPackedIsReported()
    {
        var path = _folder.Write("in/a", "before");
        var settings = new PackSettings(Output)
        {
            OpenTemporary = temporary =>
            {
                File.WriteAllText(path, "after!");
                return File.Create(temporary);
            },
        };
        var packed = await ArtifactPacker.PackAsync(new("Fn", new ContentSource(_folder["in"], []), []), settings, Token);
        Assert.Contains("changed while it was packed", Assert.Single(packed.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Output));
    }

    [Fact]
    public async Task CancellingLeavesNothingBehind()
    {
        _folder.Write("in/a", "x");
        using var cancel = new CancellationTokenSource();
        var settings = new PackSettings(Output)
        {
            OpenTemporary = temporary =>
            {
                cancel.Cancel();
                return File.Create(temporary);
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ArtifactPacker.PackAsync(new("Fn", new ContentSource(_folder["in"], []), []), settings, cancel.Token));
        Assert.Empty(Directory.GetFiles(Output));
    }

    private async Task<Checked<PackedArtifact>> PackAsync(params PublishedFile[] files) =>
        await ArtifactPacker.PackAsync(new("Fn", new PublishedSource(new("/app/App.csproj", "linux-x64", "Release") { Files = [.. files] }), []), new(Output), Token);

    private void Sparse(string name, long length)
    {
        using var file = File.Create(_folder.Write($"in/{name}", ""));
        file.SetLength(length);
    }

    private sealed class FullDisk(string path) : FileStream(path, FileMode.CreateNew)
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
