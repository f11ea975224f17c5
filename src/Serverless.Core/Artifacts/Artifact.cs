namespace Serverless.Artifacts;

/// <summary>A file that deployment stores, most often a zip.</summary>
/// <param name="Id">Its name inside the manifest, such as <c>HelloApi-linux-x64</c>; also the readable part of its key.</param>
/// <param name="Path">Absolute path of the file.</param>
/// <param name="ContentHash">
/// Lower-case hex SHA-256 over the sorted entries' paths, modes and contents. It names the artifact wherever it is stored, so that
/// another compressor's bytes are still the same artifact.
/// </param>
/// <param name="Sha256">Lower-case hex SHA-256 of the file's bytes, for checking a transfer.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="UnzippedSize">Bytes of all entries, which Lambda limits to 250 MB; of a container image, those of its layers before their compression, at most 10 GB.</param>
public sealed record Artifact(string Id, string Path, string ContentHash, string Sha256, long Size, long UnzippedSize)
{
    /// <summary>
    /// The content when there is no such file: a nested template, which is made only when it is known where everything in it is stored.
    /// <see cref="Path"/> is then the file it was made from. Null when the file itself is the content.
    /// </summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The digest of a container image, <c>sha256:</c> and 64 hex digits, whose archive the file is; null for everything else.</summary>
    public string? ImageDigest { get; init; }

    /// <summary>The logical id of the function that runs a container image, because each may have a repository of its own; null for everything else.</summary>
    public string? Function { get; init; }

    /// <summary>The file's extension with its dot, <c>.zip</c> for archives.</summary>
    public string Extension => System.IO.Path.GetExtension(Path);
}

/// <summary>Where an artifact is, or will be, stored.</summary>
/// <param name="Bucket">The S3 bucket; of a container image, the repository with its registry.</param>
/// <param name="Key">The object's key, or the image's tag; it contains the content hash, so it never changes meaning.</param>
public sealed record ArtifactLocation(string Bucket, string Key)
{
    /// <summary>The location as SAM's <c>CodeUri</c> wants it.</summary>
    public string S3Uri => $"s3://{Bucket}/{Key}";

    /// <summary>The location as a function's <c>ImageUri</c> wants it.</summary>
    public string ImageUri => $"{Bucket}:{Key}";

    /// <summary>
    /// The location as CloudFormation's <c>TemplateURL</c> wants it, which depends on region and partition; a store that does not say
    /// leaves the global form.
    /// </summary>
    public string HttpsUrl { get => field ?? $"https://s3.amazonaws.com/{Bucket}/{string.Join('/', Key.Split('/').Select(Uri.EscapeDataString))}"; init; }
}

/// <summary>An artifact with the place it belongs to.</summary>
/// <param name="Artifact">The file.</param>
/// <param name="Location">Where the template says that it is.</param>
public sealed record AddressedArtifact(Artifact Artifact, ArtifactLocation Location);
