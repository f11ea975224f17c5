using BenchmarkDotNet.Attributes;
using Serverless.Artifacts;
using Serverless.Testing;

namespace Serverless.Benchmarks.Micro;

/// <summary>Packing a folder of 100 files of 100 KB, of which half can be compressed well.</summary>
[InProcess]
[MemoryDiagnoser]
public class PackingBenchmarks
{
    private const int Files = 100;
    private const int FileBytes = 100_000;

    private readonly PlannedArtifact _planned;
    private readonly TemporaryFolder _folder = new();
    private Artifact? _packed;

    /// <summary>Plans the artifact.</summary>
    public PackingBenchmarks() => _planned = new("content", new ContentSource(_folder["content"], []), []) { IsCode = true };

    /// <summary>Writes the files and packs them once.</summary>
    [GlobalSetup]
    public async Task PrepareAsync()
    {
        var random = new Random(1);
        Directory.CreateDirectory(_folder["content"]);
        for (var i = 0; i < Files; i++)
        {
            var bytes = new byte[FileBytes];
            random.NextBytes(bytes.AsSpan(0, i % 2 == 0 ? FileBytes : FileBytes / 10));
            await File.WriteAllBytesAsync(_folder[$"content/{i}.bin"], bytes);
        }

        _packed = await PackAsync(new(_folder["packed"]));
    }

    /// <summary>Removes them.</summary>
    [GlobalCleanup]
    public void Clean() => _folder.Dispose();

    /// <summary>Hash, compress and write everything.</summary>
    [Benchmark]
    public Task<Artifact> PackAsync() => PackAsync(new PackSettings(_folder["packed"]));

    /// <summary>Hash everything and find that an earlier build packed the same.</summary>
    [Benchmark]
    public Task<Artifact> PackUnchangedAsync() => PackAsync(new PackSettings(_folder["packed"]) { Previous = new Dictionary<string, Artifact> { ["content"] = _packed! } });

    private async Task<Artifact> PackAsync(PackSettings settings)
    {
        var packed = await ArtifactPacker.PackAsync(_planned, settings, CancellationToken.None);
        return packed.IsGood ? packed.Value.Artifact : throw new InvalidOperationException(packed.Diagnostics[0].Text);
    }
}
