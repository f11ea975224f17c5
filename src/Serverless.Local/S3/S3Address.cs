using System.Text;
using Serverless.Local.Front;

namespace Serverless.Local.S3;

/// <summary>Which bucket and which object a request is about.</summary>
/// <param name="Bucket">The bucket; empty for requests about all buckets.</param>
/// <param name="Key">The decoded key; empty for requests about the bucket.</param>
internal sealed record S3Address(string Bucket, string Key)
{
    /// <summary>Reads <c>/bucket/key</c>, or <c>/key</c> when the host is <c>bucket.localhost</c>.</summary>
    public static S3Address Of(AwsRequest request)
    {
        var path = request.RawPath[1..];
        if (VirtualHost(request.Context.Request.Host.Host) is { } bucket)
        {
            return new(bucket, Decode(path));
        }

        var slash = path.IndexOf('/');
        return slash < 0 ? new(Decode(path), "") : new(Decode(path[..slash]), Decode(path[(slash + 1)..]));
    }

    /// <summary>Reads the <c>bucket/key</c> of a copy's source.</summary>
    /// <exception cref="S3Exception">It has another form.</exception>
    public static S3Address OfCopySource(string source)
    {
        var path = source.TrimStart('/');
        var version = path.IndexOf("?versionId=", StringComparison.Ordinal);
        path = version < 0 ? path : path[..version];
        var slash = path.IndexOf('/');
        return slash > 0
            ? new(Decode(path[..slash]), Decode(path[(slash + 1)..]))
            : throw S3Exception.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }

    /// <summary>Throws when the key is longer than S3 allows.</summary>
    public S3Address Checked() => Encoding.UTF8.GetByteCount(Key) > 1024 ? throw S3Exception.KeyTooLong : this;

    private static string? VirtualHost(string host)
    {
        const string Suffix = ".localhost";
        if (!host.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bucket = host[..^Suffix.Length];
        return bucket.EndsWith(".s3", StringComparison.OrdinalIgnoreCase) ? bucket[..^3] : bucket is "s3" or "" ? null : bucket;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);
}
