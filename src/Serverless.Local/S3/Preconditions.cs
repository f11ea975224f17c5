using System.Globalization;
using Serverless.Local.Front;

namespace Serverless.Local.S3;

/// <summary>The conditions a request can set on the object it is about.</summary>
internal static class Preconditions
{
    /// <summary>Whether an object may be stored over an existing one, or over none.</summary>
    public static bool AllowPut(AwsRequest request, StoredObject? existing) =>
        (request.Header("If-None-Match") is not { } without || existing is null || !Matches(without, existing))
        && (request.Header("If-Match") is not { } with || (existing is not null && Matches(with, existing)));

    /// <summary>Whether a read finds the object unchanged, so that 304 is the answer.</summary>
    /// <exception cref="S3Exception">The object is not the one the reader wants.</exception>
    public static bool IsNotModified(AwsRequest request, StoredObject stored, string prefix = "")
    {
        if (request.Header($"{prefix}If-Match") is { } with ? !Matches(with, stored) : Time(request, $"{prefix}If-Unmodified-Since") is { } before && stored.LastModified > before)
        {
            throw S3Exception.PreconditionFailed;
        }

        return request.Header($"{prefix}If-None-Match") is { } without ? Matches(without, stored) : Time(request, $"{prefix}If-Modified-Since") is { } since && stored.LastModified <= since;
    }

    private static bool Matches(string header, StoredObject stored) =>
        header.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag.Trim('"') == stored.ETag);

    private static DateTimeOffset? Time(AwsRequest request, string header) =>
        DateTimeOffset.TryParse(request.Header(header), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
