using System.Security.Cryptography;

namespace Serverless.Local.S3;

/// <summary>A running checksum of one of the algorithms that S3 knows.</summary>
internal sealed class Checksum : IDisposable
{
    private readonly Crc? _crc;
    private readonly IncrementalHash? _hash;

    private Checksum(string algorithm, Crc? crc, IncrementalHash? hash) => (Algorithm, _crc, _hash) = (algorithm, crc, hash);

    /// <summary>Algorithms in S3's spelling.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

    /// <summary>The algorithm in S3's spelling.</summary>
    public string Algorithm { get; }

    /// <summary>The header that carries a checksum of an algorithm.</summary>
    public static string HeaderOf(string algorithm) => $"x-amz-checksum-{algorithm.ToLowerInvariant()}";

    /// <summary>Starts a checksum.</summary>
    /// <returns>Null for an algorithm S3 does not know.</returns>
    public static Checksum? TryStart(string algorithm) => algorithm.ToUpperInvariant() switch
    {
        "CRC32" => new("CRC32", Crc.Crc32(), null),
        "CRC32C" => new("CRC32C", Crc.Crc32C(), null),
        "CRC64NVME" => new("CRC64NVME", Crc.Crc64Nvme(), null),
        // S3 offers SHA-1 as a check against accidents; nothing is trusted because of it.
        "SHA1" => new("SHA1", null, IncrementalHash.CreateHash(HashAlgorithmName.SHA1)),
        "SHA256" => new("SHA256", null, IncrementalHash.CreateHash(HashAlgorithmName.SHA256)),
        _ => null,
    };

    /// <summary>Takes more bytes in.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _crc?.Append(bytes);
        _hash?.AppendData(bytes);
    }

    /// <summary>The checksum of all bytes so far, in base64 as headers carry it.</summary>
    public string Finish() => Convert.ToBase64String(_crc?.Finish() ?? _hash!.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();
}
