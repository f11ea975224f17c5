using System.Text;
using System.Xml.Linq;
using Serverless.Local.Front;

namespace Serverless.Local.S3;

/// <summary>ListObjects, ListObjectsV2 and ListObjectVersions.</summary>
internal static class ListOperations
{
    /// <summary>ListObjects or, for <c>list-type=2</c>, ListObjectsV2.</summary>
    public static Task ListAsync(AwsRequest request, Bucket bucket)
    {
        var isSecond = request.Query("list-type") == "2";
        var token = request.Query("continuation-token");
        var after = isSecond ? (token is null ? request.Query("start-after") : FromToken(token)) : request.Query("marker");
        var page = Page.Of(bucket, request, after);
        var encode = Encoder(request);
        var last = page.Last is { } item ? item : "";

        return S3Xml.SendAsync(request.Context.Response, S3Xml.Element(
            "ListBucketResult",
            new XElement("Name", bucket.Name),
            new XElement("Prefix", encode(page.Prefix)),
            isSecond ? new XElement("KeyCount", page.Count) : new XElement("Marker", encode(after ?? "")),
            isSecond && token is not null ? new XElement("ContinuationToken", token) : null,
            isSecond && request.Query("start-after") is { Length: > 0 } start ? new XElement("StartAfter", encode(start)) : null,
            isSecond && page.IsTruncated ? new XElement("NextContinuationToken", ToToken(last)) : null,
            !isSecond && page.IsTruncated ? new XElement("NextMarker", encode(last)) : null,
            new XElement("MaxKeys", page.MaxKeys),
            page.Delimiter.Length > 0 ? new XElement("Delimiter", encode(page.Delimiter)) : null,
            request.Query("encoding-type") is { } encoding ? new XElement("EncodingType", encoding) : null,
            new XElement("IsTruncated", page.IsTruncated),
            page.Objects.Select(stored => new XElement(
                "Contents",
                new XElement("Key", encode(stored.Key)),
                new XElement("LastModified", S3Xml.Time(stored.LastModified)),
                new XElement("ETag", $"\"{stored.ETag}\""),
                stored.Checksums.Keys.Select(algorithm => new XElement("ChecksumAlgorithm", algorithm)),
                new XElement("Size", stored.Size),
                new XElement("StorageClass", "STANDARD"))),
            page.CommonPrefixes.Select(prefix => new XElement("CommonPrefixes", new XElement("Prefix", encode(prefix))))));
    }

    /// <summary>ListObjectVersions; every object is its own only version, <c>null</c>.</summary>
    public static Task VersionsAsync(AwsRequest request, Bucket bucket)
    {
        var page = Page.Of(bucket, request, request.Query("key-marker"));
        var encode = Encoder(request);
        return S3Xml.SendAsync(request.Context.Response, S3Xml.Element(
            "ListVersionsResult",
            new XElement("Name", bucket.Name),
            new XElement("Prefix", encode(page.Prefix)),
            new XElement("KeyMarker", encode(request.Query("key-marker") ?? "")),
            new XElement("MaxKeys", page.MaxKeys),
            request.Query("encoding-type") is { } encoding ? new XElement("EncodingType", encoding) : null,
            new XElement("IsTruncated", page.IsTruncated),
            page.IsTruncated ? new XElement("NextKeyMarker", encode(page.Last!)) : null,
            page.Objects.Select(stored => new XElement(
                "Version",
                new XElement("Key", encode(stored.Key)),
                new XElement("VersionId", "null"),
                new XElement("IsLatest", true),
                new XElement("LastModified", S3Xml.Time(stored.LastModified)),
                new XElement("ETag", $"\"{stored.ETag}\""),
                new XElement("Size", stored.Size),
                new XElement("StorageClass", "STANDARD"))),
            page.CommonPrefixes.Select(prefix => new XElement("CommonPrefixes", new XElement("Prefix", encode(prefix))))));
    }

    private static Func<string, string> Encoder(AwsRequest request) =>
        request.Query("encoding-type") == "url" ? text => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal) : text => text;

    private static string ToToken(string last) => Convert.ToBase64String(Encoding.UTF8.GetBytes(last));

    private static string FromToken(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw S3Exception.InvalidArgument("The continuation token provided is incorrect");
        }
    }

    // A key below a common prefix stands for the prefix, so one rule pages both: go on behind the last item answered.
    private sealed class Page
    {
        public required string Prefix { get; init; }

        public required string Delimiter { get; init; }

        public required int MaxKeys { get; init; }

        public List<StoredObject> Objects { get; } = [];

        public List<string> CommonPrefixes { get; } = [];

        public int Count => Objects.Count + CommonPrefixes.Count;

        public string? Last { get; private set; }

        public bool IsTruncated { get; private set; }

        public static Page Of(Bucket bucket, AwsRequest request, string? after)
        {
            if (!int.TryParse(request.Query("max-keys") ?? "1000", out var maxKeys) || maxKeys < 0)
            {
                throw S3Exception.InvalidArgument("Provided max-keys not an integer or within integer range");
            }

            var page = new Page { Prefix = request.Query("prefix") ?? "", Delimiter = request.Query("delimiter") ?? "", MaxKeys = Math.Min(maxKeys, 1000) };
            foreach (var stored in page.MaxKeys == 0 ? [] : bucket.From(page.Prefix, after))
            {
                if (!stored.Key.StartsWith(page.Prefix, StringComparison.Ordinal))
                {
                    break;
                }

                var item = page.ItemOf(stored.Key);
                if (item == page.Last || (after is not null && KeyOrder.Instance.Compare(item, after) <= 0))
                {
                    continue;
                }

                if (page.Count == page.MaxKeys)
                {
                    page.IsTruncated = true;
                    break;
                }

                page.Add(item, stored);
            }

            return page;
        }

        private void Add(string item, StoredObject stored)
        {
            Last = item;
            if (item == stored.Key)
            {
                Objects.Add(stored);
            }
            else
            {
                CommonPrefixes.Add(item);
            }
        }

        private string ItemOf(string key)
        {
            var at = Delimiter.Length == 0 ? -1 : key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
            return at < 0 ? key : key[..(at + Delimiter.Length)];
        }
    }
}
