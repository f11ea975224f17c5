using Serverless.Testing;

namespace Serverless.Artifacts;

/// <summary>What it allocates is only told for the whole process, so nothing else runs meanwhile.</summary>
[Collection(nameof(PackingLargeFiles))]
[CollectionDefinition(nameof(PackingLargeFiles), DisableParallelization = true)]
public sealed class PackingLargeFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ALargeFileGoesThroughWithLittleMemory()
    {
        Directory.CreateDirectory(_folder["code"]);
        var random = new Random(5);
        var block = new byte[1 << 20];
        await using (var file = File.Create(_folder["code/large"]))
        {
            for (var i = 0; i < 96; i++)
            {
                random.NextBytes(block.AsSpan(0, i % 8 == 0 ? block.Length : 0));
                await file.WriteAsync(block, Token);
            }
        }

        var before = GC.GetTotalAllocatedBytes();
        var artifact = await PackAsync();
        var allocated = GC.GetTotalAllocatedBytes() - before;
        Assert.Equal(96L << 20, artifact.UnzippedSize);
        Assert.True(allocated < 32 << 20, $"{allocated >> 20} MB were allocated");
        Assert.SkipUnless(OutsideProgram.Find("unzip") is not null, "unzip is not installed");
        (await OutsideProgram.RunAsync("unzip", ["-tq", artifact.Path], _folder.Path, cancellationToken: Token)).Succeeded();
    }

    private async Task<Artifact> PackAsync()
    {
        var packed = await ArtifactPacker.PackAsync(new("code", new ContentSource(_folder["code"], []), [new("Fn", "CodeUri")]) { IsCode = true }, new(_folder["out"]), Token);
        Assert.True(packed.IsGood);
        return packed.Value.Artifact;
    }
}
