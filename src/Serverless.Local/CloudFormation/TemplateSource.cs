using System.Text;
using Serverless.Local.Query;
using Serverless.Local.S3;

namespace Serverless.Local.CloudFormation;

/// <summary>Where a template's text comes from.</summary>
internal static class TemplateSource
{
    private const int LongestInline = 51_200;
    private const long LongestStored = 1_048_576;

    /// <summary>A template inside the request.</summary>
    /// <exception cref="QueryException">It is too long.</exception>
    public static string Inline(string body) => Encoding.UTF8.GetByteCount(body) <= LongestInline
        ? body
        : throw QueryException.Validation("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200");

    /// <summary>A template in the local S3, by any form of an S3 address: nothing is ever fetched from elsewhere.</summary>
    /// <exception cref="QueryException">There is no such object.</exception>
    public static string FromBucket(string url, BucketStore buckets)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https" or "s3"))
        {
            throw QueryException.Validation("TemplateURL must be a supported URL.");
        }

        var path = Uri.UnescapeDataString(address.AbsolutePath).TrimStart('/');
        var slash = path.IndexOf('/');
        var (bucket, key) =
            buckets.Find(address.Host.Split('.')[0]) is { } host ? (host, path)
            : slash > 0 && buckets.Find(path[..slash]) is { } first ? (first, path[(slash + 1)..])
            : throw Refused("The specified bucket does not exist");
        var (stored, stream) = bucket.Open(key) ?? throw Refused("The specified key does not exist.");
        using (stream)
        {
            if (stored.Size > LongestStored)
            {
                throw QueryException.Validation("Template may not exceed 1000000 bytes in size.");
            }

            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    private static QueryException Refused(string message) =>
        QueryException.Validation($"S3 error: {message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
}
