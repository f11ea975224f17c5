using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Serverless.Aws;

/// <summary>S3 and STS as far as the artifact store uses them, with objects in memory.</summary>
internal sealed class FakeS3
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _uploads = new();

    /// <summary>The buckets that exist, with the account that owns each.</summary>
    public ConcurrentDictionary<string, string> Buckets { get; } = new();

    /// <summary>The region that the buckets are in.</summary>
    public string Region { get; set; } = "eu-west-1";

    /// <summary>The objects, by bucket and key.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new();

    /// <summary>Answers instead of the rest when it answers at all.</summary>
    public Func<WireRequest, WireReply?> Fault { get; set; } = _ => null;

    public WireReply Answer(WireRequest request)
    {
        if (Fault(request) is { } fault)
        {
            return fault;
        }

        if (request.Action == "GetCallerIdentity")
        {
            return Some.Identity;
        }

        var (path, query) = request.Target.Split('?', 2) is [var before, var after] ? (before, after) : (request.Target, "");
        var parts = Uri.UnescapeDataString(path).Trim('/').Split('/', 2);
        var (bucket, key) = (parts[0], parts.Length > 1 ? parts[1] : "");
        if (key.Length == 0 && request.Method == "PUT" && query.Length == 0)
        {
            return Create(bucket);
        }

        if (!Buckets.TryGetValue(bucket, out var owner))
        {
            return WireReply.S3Error(404, "NoSuchBucket", "The specified bucket does not exist");
        }

        if (request.Headers.GetValueOrDefault("x-amz-expected-bucket-owner") is { } expected && expected != owner)
        {
            return WireReply.S3Error(403, "AccessDenied", "Access Denied");
        }

        return key.Length == 0 ? OfBucket(request) : OfObject(request, $"{bucket}/{key}", query);
    }

    private WireReply Create(string bucket) =>
        Buckets.TryAdd(bucket, Some.Account) ? WireReply.Ok()
        : Buckets[bucket] == Some.Account ? WireReply.S3Error(409, "BucketAlreadyOwnedByYou")
        : WireReply.S3Error(409, "BucketAlreadyExists");

    private WireReply OfBucket(WireRequest request) =>
        request.Method == "DELETE" ? new(204, "") : WireReply.Ok() with { Headers = [("x-amz-bucket-region", Region)] };

    private WireReply OfObject(WireRequest request, string name, string query)
    {
        switch (request.Method)
        {
            case "HEAD":
                return Objects.ContainsKey(name) ? WireReply.Ok() : new(404, "");
            case "POST" when query.StartsWith("uploads", StringComparison.Ordinal):
                _uploads[name] = new();
                return WireReply.Ok($"<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>u1</UploadId></InitiateMultipartUploadResult>");
            case "PUT" when query.Contains("partNumber=", StringComparison.Ordinal):
                var number = int.Parse(query.Split("partNumber=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);
                _uploads[name][number] = request.Content;
                return WireReply.Ok() with { Headers = [("ETag", $"\"{number}\"")] };
            case "POST":
                Objects[name] = [.. _uploads[name].OrderBy(part => part.Key).SelectMany(part => part.Value)];
                return WireReply.Ok("<CompleteMultipartUploadResult><ETag>\"all\"</ETag></CompleteMultipartUploadResult>");
            case "PUT" when request.Headers.GetValueOrDefault("x-amz-checksum-sha256") is { } hash && hash != Convert.ToBase64String(SHA256.HashData(request.Content)):
                return WireReply.S3Error(400, "BadDigest");
            case "PUT":
                Objects[name] = request.Content;
                return WireReply.Ok() with { Headers = [("ETag", "\"one\"")] };
            default:
                return WireReply.S3Error(405, "MethodNotAllowed");
        }
    }
}
