using Serverless.Artifacts;
using Serverless.Diagnostics;

namespace Serverless.Aws.Images;

/// <summary>Sends container images to a registry, and everything else to S3.</summary>
internal sealed class ArtifactStore(IArtifactStore files, IImageStore images) : IArtifactStore
{
    public Task<ArtifactLocation> AddressAsync(Artifact artifact, CancellationToken cancellationToken) =>
        artifact.ImageDigest is null ? files.AddressAsync(artifact, cancellationToken) : images.AddressAsync(artifact, cancellationToken);

    public Task<bool> StoreAsync(Artifact artifact, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken) =>
        artifact.ImageDigest is null ? files.StoreAsync(artifact, location, progress, cancellationToken) : images.PushAsync(artifact, location, progress, cancellationToken);

    public Task<string> StoreTemplateAsync(string stackName, ReadOnlyMemory<byte> template, CancellationToken cancellationToken) =>
        files.StoreTemplateAsync(stackName, template, cancellationToken);
}

/// <summary>Where container images go.</summary>
internal interface IImageStore
{
    /// <summary>Where an image belongs.</summary>
    Task<ArtifactLocation> AddressAsync(Artifact image, CancellationToken cancellationToken);

    /// <summary>Pushes an image unless it is there already.</summary>
    /// <returns>True when it was sent.</returns>
    Task<bool> PushAsync(Artifact image, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken);
}

/// <summary>Images that nobody said a repository for.</summary>
internal sealed class NoImages(string region) : IImageStore
{
    public Task<ArtifactLocation> AddressAsync(Artifact image, CancellationToken cancellationToken) =>
        throw new DiagnosticException(AwsDiagnostics.NoRepository(image.Function ?? image.Id, region));

    public Task<bool> PushAsync(Artifact image, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"'{image.Id}' has no place to be pushed to.");
}

/// <summary>Images for a cloud that does not run any: they have an address and stay in the package.</summary>
internal sealed class LeftImages : IImageStore
{
    public Task<ArtifactLocation> AddressAsync(Artifact image, CancellationToken cancellationToken) =>
        Task.FromResult(new ArtifactLocation($"localhost/{image.Id.ToLowerInvariant()}", image.ContentHash));

    public Task<bool> PushAsync(Artifact image, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken) => Task.FromResult(false);
}
