namespace Serverless.Local.S3;

/// <summary>What is known about an object besides its bytes.</summary>
internal sealed record StoredObject
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>Name of the file with the bytes in the bucket's <c>data</c> folder.</summary>
    public required string File { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>ETag without its quotes.</summary>
    public required string ETag { get; init; }

    /// <summary>When it was stored, in whole seconds as HTTP tells times.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The headers that are stored and given back as they came: <c>Content-Type</c>, <c>Cache-Control</c>, <c>x-amz-meta-…</c> and so on.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Base64 checksums by algorithm.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();

    /// <summary><c>FULL_OBJECT</c> or <c>COMPOSITE</c>.</summary>
    public string ChecksumType { get; init; } = "FULL_OBJECT";

    /// <summary>Tags by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
