using System.Collections.Concurrent;
using System.Security.Cryptography;
using Serverless.Local.Storage;

namespace Serverless.Local.S3;

/// <summary>A part of a multipart upload.</summary>
/// <param name="Number">From 1 to 10,000.</param>
/// <param name="File">Name of its file in the upload's folder.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">MD5 as hex.</param>
/// <param name="Checksums">Base64 checksums by algorithm.</param>
/// <param name="LastModified">When it was stored.</param>
internal sealed record UploadPart(int Number, string File, long Size, string ETag, IReadOnlyDictionary<string, string> Checksums, DateTimeOffset LastModified);

/// <summary>What an upload was started with.</summary>
/// <param name="Id">The upload id.</param>
/// <param name="Key">Key of the object to be.</param>
/// <param name="Headers">Headers to store with the object.</param>
/// <param name="Tags">Tags to store with the object.</param>
/// <param name="Algorithm">The checksum algorithm the client chose, or null.</param>
/// <param name="ChecksumType"><c>FULL_OBJECT</c> or <c>COMPOSITE</c>.</param>
/// <param name="Started">When.</param>
internal sealed record UploadStart(
    string Id, string Key, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Tags, string? Algorithm, string ChecksumType, DateTimeOffset Started);

/// <summary>An object that arrives in parts, in any order and at the same time, each in a file of its own.</summary>
internal sealed class MultipartUpload(string folder, UploadStart start)
{
    private const long SmallestPart = 5 * 1024 * 1024;

    private readonly ConcurrentDictionary<int, UploadPart> _parts = new();

    /// <summary>What the upload was started with.</summary>
    public UploadStart Start { get; } = start;

    /// <summary>The parts that are there, by number.</summary>
    public IEnumerable<UploadPart> Parts => _parts.Values.OrderBy(part => part.Number);

    /// <summary>Starts an upload.</summary>
    public static MultipartUpload Create(Bucket bucket, UploadStart start)
    {
        var upload = new MultipartUpload(Path.Combine(bucket.Uploads, start.Id), start);
        upload.Save();
        return upload;
    }

    /// <summary>The unfinished uploads of a bucket, also those of an earlier run.</summary>
    public static IEnumerable<MultipartUpload> All(Bucket bucket) =>
        Directory.EnumerateDirectories(bucket.Uploads).Select(folder => TryOpen(bucket, Path.GetFileName(folder))).OfType<MultipartUpload>();

    /// <summary>Finds an upload by its id; null when there is none.</summary>
    public static MultipartUpload? TryOpen(Bucket bucket, string id)
    {
        // The id becomes part of a path, so it must be one that we made.
        if (!Guid.TryParseExact(id, "N", out _))
        {
            return null;
        }

        var folder = Path.Combine(bucket.Uploads, id);
        if (AtomicFile.TryReadJson<UploadStart>(Path.Combine(folder, "upload.json")) is not { } start)
        {
            return null;
        }

        var upload = new MultipartUpload(folder, start);
        foreach (var part in Directory.EnumerateFiles(folder, "part-*.json").Select(AtomicFile.TryReadJson<UploadPart>).OfType<UploadPart>())
        {
            upload._parts[part.Number] = part;
        }

        return upload;
    }

    /// <summary>Takes a received file over as a part; a later one of the same number replaces it.</summary>
    public UploadPart Put(int number, ReceivedBody body, DateTimeOffset now)
    {
        var part = new UploadPart(number, $"{number}-{Guid.NewGuid():N}", body.Size, body.ETag, body.Checksums, now);
        File.Move(body.Path, Path.Combine(folder, part.File));
        AtomicFile.WriteJson(Path.Combine(folder, $"part-{number}.json"), part);
        _parts[number] = part;
        return part;
    }

    /// <summary>Joins the listed parts into one file.</summary>
    /// <param name="wanted">Numbers and ETags as the client lists them.</param>
    /// <param name="into">Absolute path of the file to make.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <returns>Size, ETag and checksums of the whole.</returns>
    /// <exception cref="S3Exception">The list is not in order, names what is not there or has a part that is too small.</exception>
    public async Task<(long Size, string ETag, Dictionary<string, string> Checksums)> JoinAsync(IReadOnlyList<(int Number, string ETag)> wanted, string into, CancellationToken cancellationToken)
    {
        if (wanted.Zip(wanted.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
        {
            throw S3Exception.InvalidPartOrder;
        }

        var parts = wanted.Select(want => _parts.TryGetValue(want.Number, out var part) && part.ETag == want.ETag ? part : throw S3Exception.InvalidPart).ToList();
        if (parts.Count == 0)
        {
            throw S3Exception.MalformedXml;
        }

        if (parts.SkipLast(1).Any(part => part.Size < SmallestPart))
        {
            throw S3Exception.EntityTooSmall;
        }

        var isWhole = Start.ChecksumType == "FULL_OBJECT";
        using var whole = Start.Algorithm is { } algorithm && isWhole ? Checksum.TryStart(algorithm) : null;
        await using (var target = new FileStream(into, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
        {
            var buffer = new byte[256 * 1024];
            foreach (var part in parts)
            {
                await using var source = new FileStream(Path.Combine(folder, part.File), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
                for (int count; (count = await source.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    whole?.Append(buffer.AsSpan(0, count));
                    await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                }
            }
        }

        var checksums = new Dictionary<string, string>();
        if (whole is not null)
        {
            checksums[whole.Algorithm] = whole.Finish();
        }
        else if (Start.Algorithm is { } composed && Composite(composed, parts) is { } composite)
        {
            checksums[composed] = composite;
        }

        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        parts.ForEach(part => md5.AppendData(Convert.FromHexString(part.ETag)));
        var etag = $"{Convert.ToHexStringLower(md5.GetCurrentHash())}-{parts.Count}";
        return (parts.Sum(part => part.Size), etag, checksums);
    }

    /// <summary>Forgets the upload and its parts.</summary>
    public void Remove()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The checksum of the parts' checksums, with their number.
    private static string? Composite(string algorithm, List<UploadPart> parts)
    {
        using var checksum = Checksum.TryStart(algorithm);
        foreach (var part in parts)
        {
            if (checksum is null || !part.Checksums.TryGetValue(algorithm, out var value))
            {
                return null;
            }

            checksum.Append(Convert.FromBase64String(value));
        }

        return $"{checksum!.Finish()}-{parts.Count}";
    }

    private void Save()
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteJson(Path.Combine(folder, "upload.json"), Start);
    }
}
