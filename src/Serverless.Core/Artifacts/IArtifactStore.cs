namespace Serverless.Artifacts;

/// <summary>The port to where artifacts are stored: S3, or memory in tests. Failures that a user can mend are <see cref="Diagnostics.DiagnosticException"/>.</summary>
public interface IArtifactStore
{
    /// <summary>Where an artifact belongs. May ask who the caller is, once; stores nothing.</summary>
    Task<ArtifactLocation> AddressAsync(Artifact artifact, CancellationToken cancellationToken);

    /// <summary>Stores an artifact unless it is there already. Safe to call for many artifacts at once.</summary>
    /// <param name="artifact">The file.</param>
    /// <param name="location">What <see cref="AddressAsync"/> answered for it.</param>
    /// <param name="progress">Told the bytes sent so far, never decreasing; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops the transfer; nothing half-sent becomes visible.</param>
    /// <returns>True when it was sent, false when it was there.</returns>
    Task<bool> StoreAsync(Artifact artifact, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Stores a template whose text is too long to send to CloudFormation directly (over 51,200 bytes).</summary>
    /// <returns>The URL that CloudFormation can read it from.</returns>
    Task<string> StoreTemplateAsync(string stackName, ReadOnlyMemory<byte> template, CancellationToken cancellationToken);
}
