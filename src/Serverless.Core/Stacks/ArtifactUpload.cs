using Serverless.Artifacts;

namespace Serverless.Stacks;

/// <summary>The stage Store: brings artifacts to where the template says that they are.</summary>
public static class ArtifactUpload
{
    private const int ParallelTransfers = 4;

    /// <summary>Stores what is missing, several at a time.</summary>
    /// <param name="store">The store.</param>
    /// <param name="artifacts">The artifacts with their places; one place is stored once.</param>
    /// <param name="progress">Told what was sent and what was there already; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops all transfers.</param>
    /// <returns>How many were sent.</returns>
    public static async Task<int> RunAsync(IArtifactStore store, IEnumerable<AddressedArtifact> artifacts, IProgress<DeployEvent>? progress, CancellationToken cancellationToken)
    {
        var count = 0;
        await Parallel.ForEachAsync(
            artifacts.DistinctBy(artifact => artifact.Location),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelTransfers, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                var (artifact, location) = item;
                var isSent = await store.StoreAsync(artifact, location, new Sent(artifact, progress), token);
                Interlocked.Add(ref count, isSent ? 1 : 0);
                progress?.Report(isSent ? new ArtifactStored(artifact, location) : new ArtifactSkipped(artifact, location));
            });
        return count;
    }

    private sealed class Sent(Artifact artifact, IProgress<DeployEvent>? progress) : IProgress<long>
    {
        public void Report(long value) => progress?.Report(new ArtifactProgress(artifact, value));
    }
}
