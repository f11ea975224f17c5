using System.Xml.Linq;
using Serverless.Local.Front;
using Serverless.Local.Storage;

namespace Serverless.Local.S3;

/// <summary>The operations on multipart uploads.</summary>
internal sealed class MultipartOperations(BucketStore store, TimeProvider clock)
{
    /// <summary>CreateMultipartUpload.</summary>
    public async Task StartAsync(AwsRequest request, S3Address address)
    {
        await request.DrainAsync();
        var algorithm = request.Header("x-amz-checksum-algorithm")?.ToUpperInvariant();
        var type = request.Header("x-amz-checksum-type") ?? (algorithm is "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
        var upload = MultipartUpload.Create(Bucket(address), new(
            Guid.NewGuid().ToString("N"), address.Key, ObjectHeaders.Of(request), ObjectHeaders.Tags(request), algorithm, type, clock.GetUtcNow()));

        if (algorithm is not null)
        {
            request.Context.Response.Headers["x-amz-checksum-algorithm"] = algorithm;
            request.Context.Response.Headers["x-amz-checksum-type"] = type;
        }

        await S3Xml.SendAsync(request.Context.Response, S3Xml.Element(
            "InitiateMultipartUploadResult", new XElement("Bucket", address.Bucket), new XElement("Key", address.Key), new XElement("UploadId", upload.Start.Id)));
    }

    /// <summary>UploadPart and UploadPartCopy.</summary>
    public async Task PutPartAsync(AwsRequest request, S3Address address)
    {
        var bucket = Bucket(address);
        var upload = Upload(bucket, request, address);
        if (!int.TryParse(request.Query("partNumber"), out var number) || number is < 1 or > 10_000)
        {
            throw S3Exception.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        }

        if (request.Header("x-amz-copy-source") is not null)
        {
            throw S3Exception.NotImplemented("UploadPartCopy");
        }

        using var body = await ReceivedBody.ReceiveAsync(request, bucket.Incoming, upload.Start.Algorithm);
        var part = upload.Put(number, body, clock.GetUtcNow());
        var response = request.Context.Response;
        response.Headers.ETag = $"\"{part.ETag}\"";
        foreach (var (algorithm, value) in part.Checksums)
        {
            response.Headers[Checksum.HeaderOf(algorithm)] = value;
        }

        response.ContentLength = 0;
    }

    /// <summary>CompleteMultipartUpload.</summary>
    public async Task CompleteAsync(AwsRequest request, S3Address address)
    {
        var bucket = Bucket(address);
        var upload = Upload(bucket, request, address);
        var document = await S3Xml.ReadAsync(request.Context.Request);
        var wanted = document.Elements().Where(element => element.Name.LocalName == "Part")
            .Select(part => (
                Number: int.TryParse(part.Child("PartNumber"), out var number) ? number : throw S3Exception.MalformedXml,
                ETag: part.Child("ETag")?.Trim('"') ?? throw S3Exception.MalformedXml))
            .ToList();

        var path = Path.Combine(bucket.Incoming, Guid.NewGuid().ToString("N"));
        try
        {
            var (size, etag, checksums) = await upload.JoinAsync(wanted, path, request.Aborted);
            foreach (var (algorithm, value) in checksums)
            {
                if (request.Header(Checksum.HeaderOf(algorithm)) is { } claimed && claimed != value)
                {
                    throw S3Exception.BadDigest(algorithm);
                }
            }

            var stored = bucket.Put(
                path,
                file => new()
                {
                    Key = address.Key, File = file, Size = size, ETag = etag, LastModified = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds()),
                    Headers = upload.Start.Headers, Tags = upload.Start.Tags, Checksums = checksums, ChecksumType = upload.Start.ChecksumType,
                },
                existing => Preconditions.AllowPut(request, existing));
            upload.Remove();

            await S3Xml.SendAsync(request.Context.Response, S3Xml.Element(
                "CompleteMultipartUploadResult",
                new XElement("Location", $"{request.Context.Request.Scheme}://{request.Context.Request.Host}{request.RawPath}"),
                new XElement("Bucket", address.Bucket),
                new XElement("Key", address.Key),
                new XElement("ETag", $"\"{stored.ETag}\""),
                stored.Checksums.Select(checksum => new XElement($"Checksum{checksum.Key}", checksum.Value)),
                stored.Checksums.Count > 0 ? new XElement("ChecksumType", stored.ChecksumType) : null));
        }
        finally
        {
            AtomicFile.TryDelete(path);
        }
    }

    /// <summary>AbortMultipartUpload.</summary>
    public Task AbortAsync(AwsRequest request, S3Address address)
    {
        Upload(Bucket(address), request, address).Remove();
        request.Context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    /// <summary>ListParts.</summary>
    public Task ListPartsAsync(AwsRequest request, S3Address address)
    {
        var upload = Upload(Bucket(address), request, address);
        return S3Xml.SendAsync(request.Context.Response, S3Xml.Element(
            "ListPartsResult",
            new XElement("Bucket", address.Bucket),
            new XElement("Key", address.Key),
            new XElement("UploadId", upload.Start.Id),
            new XElement("IsTruncated", false),
            upload.Parts.Select(part => new XElement(
                "Part",
                new XElement("PartNumber", part.Number),
                new XElement("LastModified", S3Xml.Time(part.LastModified)),
                new XElement("ETag", $"\"{part.ETag}\""),
                part.Checksums.Select(checksum => new XElement($"Checksum{checksum.Key}", checksum.Value)),
                new XElement("Size", part.Size)))));
    }

    /// <summary>ListMultipartUploads.</summary>
    public Task ListAsync(AwsRequest request, string bucket) => S3Xml.SendAsync(request.Context.Response, S3Xml.Element(
        "ListMultipartUploadsResult",
        new XElement("Bucket", bucket),
        new XElement("IsTruncated", false),
        MultipartUpload.All(Bucket(new(bucket, ""))).OrderBy(upload => upload.Start.Key, KeyOrder.Instance).Select(upload => new XElement(
            "Upload", new XElement("Key", upload.Start.Key), new XElement("UploadId", upload.Start.Id), new XElement("Initiated", S3Xml.Time(upload.Start.Started))))));

    private Bucket Bucket(S3Address address) => store.Find(address.Bucket) ?? throw S3Exception.NoSuchBucket;

    private static MultipartUpload Upload(Bucket bucket, AwsRequest request, S3Address address) =>
        MultipartUpload.TryOpen(bucket, request.Query("uploadId") ?? "") is { } upload && upload.Start.Key == address.Key ? upload : throw S3Exception.NoSuchUpload;
}
