using Microsoft.AspNetCore.Http;
using Serverless.Local.Front;

namespace Serverless.Local.S3;

/// <summary>The headers that S3 keeps with an object and gives back.</summary>
internal static class ObjectHeaders
{
    private const string Metadata = "x-amz-meta-";

    private static readonly string[] Kept =
    [
        "Content-Type", "Cache-Control", "Content-Disposition", "Content-Language", "Expires", "x-amz-server-side-encryption",
        "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-storage-class", "x-amz-website-redirect-location",
    ];

    /// <summary>The headers of a request that belong to the object it stores.</summary>
    public static Dictionary<string, string> Of(AwsRequest request)
    {
        var headers = new Dictionary<string, string>();
        foreach (var name in Kept)
        {
            if (request.Header(name) is { Length: > 0 } value)
            {
                headers[name] = value;
            }
        }

        // aws-chunked tells how the body travelled; it is no part of the content's encoding.
        var encodings = (request.Header("Content-Encoding") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(coding => !coding.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase)).ToList();
        if (encodings.Count > 0)
        {
            headers["Content-Encoding"] = string.Join(", ", encodings);
        }

        foreach (var (name, value) in request.Context.Request.Headers.Where(header => header.Key.StartsWith(Metadata, StringComparison.OrdinalIgnoreCase)))
        {
            headers[name.ToLowerInvariant()] = value.ToString();
        }

        return headers;
    }

    /// <summary>Tags from the header that carries them as a query.</summary>
    public static Dictionary<string, string> Tags(AwsRequest request) =>
        (request.Header("x-amz-tagging") ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");

    /// <summary>Describes an object in a reply.</summary>
    public static void Write(HttpResponse response, StoredObject stored, bool withChecksums)
    {
        response.Headers.ETag = $"\"{stored.ETag}\"";
        response.Headers.LastModified = stored.LastModified.ToString("R");
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = "binary/octet-stream";
        response.Headers["x-amz-server-side-encryption"] = "AES256";
        foreach (var (name, value) in stored.Headers)
        {
            response.Headers[name] = value;
        }

        if (stored.Tags.Count > 0)
        {
            response.Headers["x-amz-tagging-count"] = stored.Tags.Count.ToString();
        }

        if (withChecksums)
        {
            WriteChecksums(response, stored);
        }
    }

    /// <summary>Tells an object's checksums in a reply.</summary>
    public static void WriteChecksums(HttpResponse response, StoredObject stored)
    {
        foreach (var (algorithm, value) in stored.Checksums)
        {
            response.Headers[Checksum.HeaderOf(algorithm)] = value;
            response.Headers["x-amz-checksum-type"] = stored.ChecksumType;
        }
    }
}
