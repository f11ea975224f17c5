using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Serverless.Local.Front;
using Serverless.Local.Storage;

namespace Serverless.Local.S3;

/// <summary>The operations on whole objects.</summary>
internal sealed class ObjectOperations(BucketStore store, TimeProvider clock)
{
    /// <summary>GetObject and HeadObject.</summary>
    public async Task GetAsync(AwsRequest request, S3Address address)
    {
        var response = request.Context.Response;
        var (stored, content) = Bucket(address).Open(address.Key) ?? throw S3Exception.NoSuchKey;
        await using var stream = content;

        ObjectHeaders.Write(response, stored, withChecksums: request.Header("x-amz-checksum-mode") is not null && request.Header("Range") is null);
        foreach (var (name, value) in Overrides(request))
        {
            response.Headers[name] = value;
        }

        if (Preconditions.IsNotModified(request, stored))
        {
            response.StatusCode = 304;
            response.ContentType = null;
            return;
        }

        var (first, length) = Range(request, response, stored);
        response.ContentLength = length;
        if (HttpMethods.IsHead(request.Method))
        {
            return;
        }

        stream.Position = first;
        var buffer = new byte[(int)Math.Min(256 * 1024, Math.Max(1, length))];
        while (length > 0)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), request.Aborted);
            await response.Body.WriteAsync(buffer.AsMemory(0, count), request.Aborted);
            length -= count;
        }
    }

    /// <summary>PutObject.</summary>
    public async Task PutAsync(AwsRequest request, S3Address address)
    {
        var bucket = Bucket(address);
        if (request.Header("If-None-Match") is not null && !Preconditions.AllowPut(request, bucket.Find(address.Key)))
        {
            throw S3Exception.PreconditionFailed;
        }

        using var body = await ReceivedBody.ReceiveAsync(request, bucket.Incoming);
        var stored = bucket.Put(
            body.Path,
            file => new()
            {
                Key = address.Key, File = file, Size = body.Size, ETag = body.ETag, LastModified = Now,
                Headers = ObjectHeaders.Of(request), Checksums = body.Checksums, Tags = ObjectHeaders.Tags(request),
            },
            existing => Preconditions.AllowPut(request, existing));

        var response = request.Context.Response;
        response.Headers.ETag = $"\"{stored.ETag}\"";
        response.Headers["x-amz-server-side-encryption"] = stored.Headers.GetValueOrDefault("x-amz-server-side-encryption", "AES256");
        ObjectHeaders.WriteChecksums(response, stored);
        response.ContentLength = 0;
    }

    /// <summary>CopyObject.</summary>
    public async Task CopyAsync(AwsRequest request, S3Address address)
    {
        await request.DrainAsync();
        var target = Bucket(address);
        var from = S3Address.OfCopySource(request.Header("x-amz-copy-source")!);
        var (source, content) = Bucket(from).Open(from.Key) ?? throw S3Exception.NoSuchKey;
        await using var stream = content;
        var replace = request.Header("x-amz-metadata-directive") == "REPLACE";
        if (from == address && !replace)
        {
            throw new S3Exception(400, "InvalidRequest", "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }

        if (Preconditions.IsNotModified(request, source, "x-amz-copy-source-"))
        {
            throw S3Exception.PreconditionFailed;
        }

        var path = Path.Combine(target.Incoming, Guid.NewGuid().ToString("N"));
        try
        {
            await using (var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                await stream.CopyToAsync(copy, request.Aborted);
            }

            var stored = target.Put(
                path,
                file => source with
                {
                    Key = address.Key, File = file, LastModified = Now,
                    Headers = replace ? ObjectHeaders.Of(request) : source.Headers,
                    Tags = request.Header("x-amz-tagging-directive") == "REPLACE" ? ObjectHeaders.Tags(request) : source.Tags,
                },
                _ => true);
            await S3Xml.SendAsync(request.Context.Response, S3Xml.Element(
                "CopyObjectResult", new XElement("ETag", $"\"{stored.ETag}\""), new XElement("LastModified", S3Xml.Time(stored.LastModified))));
        }
        finally
        {
            AtomicFile.TryDelete(path);
        }
    }

    /// <summary>DeleteObject, which succeeds for what is not there.</summary>
    public Task DeleteAsync(AwsRequest request, S3Address address)
    {
        Bucket(address).Delete(address.Key);
        request.Context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    /// <summary>DeleteObjects.</summary>
    public async Task DeleteManyAsync(AwsRequest request, string name)
    {
        var bucket = Bucket(new(name, ""));
        using var body = await ReceivedBody.ReceiveAsync(request, bucket.Incoming);
        var document = await ReadAsync(body.Path);
        var keys = document.Elements().Where(element => element.Name.LocalName == "Object").Select(element => element.Child("Key") ?? throw S3Exception.MalformedXml).ToList();
        if (keys.Count is 0 or > 1000)
        {
            throw S3Exception.MalformedXml;
        }

        keys.ForEach(bucket.Delete);
        var isQuiet = document.Child("Quiet") == "true";
        await S3Xml.SendAsync(request.Context.Response, S3Xml.Element("DeleteResult", isQuiet ? null : keys.Select(key => new XElement("Deleted", new XElement("Key", key)))));
    }

    /// <summary>Gets, puts or deletes an object's tags.</summary>
    public async Task TagAsync(AwsRequest request, S3Address address)
    {
        var bucket = Bucket(address);
        var stored = bucket.Find(address.Key) ?? throw S3Exception.NoSuchKey;
        if (request.Method == "GET")
        {
            await S3Xml.SendAsync(request.Context.Response, S3Xml.Element("Tagging", new XElement("TagSet", stored.Tags.Select(tag =>
                new XElement("Tag", new XElement("Key", tag.Key), new XElement("Value", tag.Value))))));
            return;
        }

        var tags = new Dictionary<string, string>();
        if (request.Method == "PUT")
        {
            using var body = await ReceivedBody.ReceiveAsync(request, bucket.Incoming);
            foreach (var tag in (await ReadAsync(body.Path)).Descendants().Where(element => element.Name.LocalName == "Tag"))
            {
                tags[tag.Child("Key") ?? throw S3Exception.MalformedXml] = tag.Child("Value") ?? "";
            }
        }

        bucket.Tag(address.Key, tags);
        request.Context.Response.StatusCode = request.Method == "DELETE" ? 204 : 200;
    }

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());

    private Bucket Bucket(S3Address address) => store.Find(address.Bucket) ?? throw S3Exception.NoSuchBucket;

    private static async Task<XElement> ReadAsync(string path)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await XElement.LoadAsync(stream, LoadOptions.PreserveWhitespace, CancellationToken.None);
        }
        catch (System.Xml.XmlException)
        {
            throw S3Exception.MalformedXml;
        }
    }

    // A presigned URL may say what the reply's headers shall be.
    private static IEnumerable<(string Name, string Value)> Overrides(AwsRequest request) =>
        from name in request.QueryNames
        where name.StartsWith("response-", StringComparison.Ordinal)
        select (name["response-".Length..], request.Query(name)!);

    private static (long First, long Length) Range(AwsRequest request, HttpResponse response, StoredObject stored)
    {
        const string Unit = "bytes=";
        if (request.Header("Range") is not { } header || !header.StartsWith(Unit, StringComparison.Ordinal) || header.Contains(','))
        {
            return (0, stored.Size);
        }

        var bounds = header[Unit.Length..].Split('-', 2);
        long first, last;
        if (bounds.Length == 2 && bounds[0].Length == 0 && long.TryParse(bounds[1], out var suffix))
        {
            (first, last) = (Math.Max(0, stored.Size - suffix), suffix == 0 ? -1 : stored.Size - 1);
        }
        else if (bounds.Length == 2 && long.TryParse(bounds[0], out first))
        {
            last = long.TryParse(bounds[1], out var end) ? Math.Min(end, stored.Size - 1) : stored.Size - 1;
        }
        else
        {
            return (0, stored.Size);
        }

        if (first >= stored.Size || last < first)
        {
            response.Headers.ContentRange = $"bytes */{stored.Size}";
            throw S3Exception.InvalidRange;
        }

        response.StatusCode = 206;
        response.Headers.ContentRange = $"bytes {first}-{last}/{stored.Size}";
        return (first, last - first + 1);
    }
}
