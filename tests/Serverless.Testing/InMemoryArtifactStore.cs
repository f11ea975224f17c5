using System.Collections.Concurrent;
using System.Text;
using Serverless.Artifacts;

namespace Serverless.Testing;

/// <summary>A store that only remembers what it was given.</summary>
public sealed class InMemoryArtifactStore : IArtifactStore
{
    /// <summary>The keys it has.</summary>
    public ConcurrentDictionary<string, Artifact> Stored { get; } = new();

    /// <summary>The templates it was given, by URL.</summary>
    public ConcurrentDictionary<string, string> Templates { get; } = new();

    /// <summary>Runs before an artifact is stored; may wait or throw.</summary>
    public Func<Artifact, CancellationToken, Task>? BeforeStore { get; set; }

    /// <inheritdoc/>
    public Task<ArtifactLocation> AddressAsync(Artifact artifact, CancellationToken cancellationToken) =>
        Task.FromResult(new ArtifactLocation("bucket", $"{artifact.Id}/{artifact.ContentHash}{artifact.Extension}"));

    /// <inheritdoc/>
    public async Task<bool> StoreAsync(Artifact artifact, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (BeforeStore is not null)
        {
            await BeforeStore(artifact, cancellationToken);
        }

        progress?.Report(artifact.Size);
        return Stored.TryAdd(location.Key, artifact);
    }

    /// <inheritdoc/>
    public Task<string> StoreTemplateAsync(string stackName, ReadOnlyMemory<byte> template, CancellationToken cancellationToken)
    {
        var url = $"https://s3.example/bucket/templates/{stackName}";
        Templates[url] = Encoding.UTF8.GetString(template.Span);
        return Task.FromResult(url);
    }
}
