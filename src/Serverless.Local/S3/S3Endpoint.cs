using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Serverless.Local.Front;

namespace Serverless.Local.S3;

/// <summary>The S3 REST API: finds the operation of a request and answers refusals in S3's form.</summary>
internal sealed class S3Endpoint(BucketStore store, string account, string region, TimeProvider clock)
{
    private readonly BucketOperations _buckets = new(store, account, region);
    private readonly ObjectOperations _objects = new(store, clock);
    private readonly MultipartOperations _multipart = new(store, clock);

    /// <summary>Serves a request.</summary>
    public async Task ServeAsync(AwsRequest request)
    {
        var response = request.Context.Response;
        response.Headers["x-amz-request-id"] = request.RequestId;
        response.Headers["x-amz-id-2"] = request.RequestId;
        try
        {
            var address = S3Address.Of(request).Checked();
            if (request.Header("x-amz-expected-bucket-owner") is { } owner && owner != account)
            {
                throw S3Exception.AccessDenied;
            }

            await (address switch
            {
                { Bucket: "" } => _buckets.ListAsync(request),
                { Key: "" } => ServeBucketAsync(request, address.Bucket),
                _ => ServeObjectAsync(request, address),
            });
        }
        catch (S3Exception refusal) when (!response.HasStarted)
        {
            // A client that waits for "100 Continue" or still sends must be able to read the answer.
            await request.DrainAsync();
            await RefuseAsync(request, refusal);
        }
    }

    private Task ServeBucketAsync(AwsRequest request, string bucket)
    {
        if (request.Method is "GET" or "PUT" or "DELETE" && request.QueryNames.FirstOrDefault(BucketConfigurations.IsName) is { } configuration)
        {
            return _buckets.ConfigureAsync(request, bucket, configuration);
        }

        return request.Method switch
        {
            "PUT" => _buckets.CreateAsync(request, bucket),
            "HEAD" => _buckets.HeadAsync(request, bucket),
            "DELETE" => _buckets.DeleteAsync(request, bucket),
            "POST" when request.Has("delete") => _objects.DeleteManyAsync(request, bucket),
            "GET" when request.Has("location") => _buckets.LocationAsync(request, bucket),
            "GET" when request.Has("uploads") => _multipart.ListAsync(request, bucket),
            "GET" when request.Has("versions") => ListOperations.VersionsAsync(request, _buckets.Find(bucket)),
            "GET" => ListOperations.ListAsync(request, _buckets.Find(bucket)),
            _ => throw S3Exception.NotImplemented($"{request.Method} of a bucket"),
        };
    }

    private Task ServeObjectAsync(AwsRequest request, S3Address address) => request.Method switch
    {
        "GET" or "PUT" or "DELETE" when request.Has("tagging") => _objects.TagAsync(request, address),
        "GET" when request.Has("uploadId") => _multipart.ListPartsAsync(request, address),
        "GET" when request.Has("acl") => S3Xml.SendAsync(request.Context.Response, BucketConfigurations.OwnerOnly(account)),
        "PUT" when request.Has("acl") => request.DrainAsync(),
        "GET" or "HEAD" => _objects.GetAsync(request, address),
        "PUT" when request.Has("uploadId") => _multipart.PutPartAsync(request, address),
        "PUT" when request.Header("x-amz-copy-source") is not null => _objects.CopyAsync(request, address),
        "PUT" => _objects.PutAsync(request, address),
        "DELETE" when request.Has("uploadId") => _multipart.AbortAsync(request, address),
        "DELETE" => _objects.DeleteAsync(request, address),
        "POST" when request.Has("uploads") => _multipart.StartAsync(request, address),
        "POST" when request.Has("uploadId") => _multipart.CompleteAsync(request, address),
        _ => throw S3Exception.NotImplemented($"{request.Method} of an object"),
    };

    private static Task RefuseAsync(AwsRequest request, S3Exception refusal) =>
        S3Xml.SendAsync(
            request.Context.Response,
            new XElement(
                "Error",
                new XElement("Code", refusal.Code),
                new XElement("Message", refusal.Message),
                new XElement("Resource", request.RawPath),
                new XElement("RequestId", request.RequestId)),
            refusal.Status);
}
