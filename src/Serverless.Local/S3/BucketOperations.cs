using System.Text;
using System.Xml.Linq;
using Serverless.Local.Front;

namespace Serverless.Local.S3;

/// <summary>The operations on buckets.</summary>
internal sealed class BucketOperations(BucketStore store, string account, string region)
{
    /// <summary>A bucket.</summary>
    /// <exception cref="S3Exception">There is none of that name.</exception>
    public Bucket Find(string name) => store.Find(name) ?? throw S3Exception.NoSuchBucket;

    /// <summary>ListBuckets.</summary>
    public Task ListAsync(AwsRequest request) => request.Method is not ("GET" or "HEAD")
        ? throw S3Exception.NotImplemented($"{request.Method} of the service")
        : S3Xml.SendAsync(request.Context.Response, S3Xml.Element(
            "ListAllMyBucketsResult",
            new XElement("Owner", new XElement("ID", account)),
            new XElement("Buckets", store.All.Select(bucket => new XElement(
                "Bucket", new XElement("Name", bucket.Name), new XElement("CreationDate", S3Xml.Time(bucket.Created)), new XElement("BucketRegion", bucket.Region))))));

    /// <summary>CreateBucket.</summary>
    public async Task CreateAsync(AwsRequest request, string name)
    {
        var wanted = request.Context.Request.ContentLength > 0 ? (await S3Xml.ReadAsync(request.Context.Request)).Child("LocationConstraint") : null;
        var where = wanted ?? request.Scope?.Region ?? region;
        var existing = store.Find(name);
        // us-east-1 forgives its owner a second creation; every other region refuses it.
        if (existing is null || where != "us-east-1")
        {
            store.Create(name, where);
        }

        request.Context.Response.Headers.Location = $"/{name}";
        request.Context.Response.ContentLength = 0;
    }

    /// <summary>HeadBucket.</summary>
    public Task HeadAsync(AwsRequest request, string name)
    {
        request.Context.Response.Headers["x-amz-bucket-region"] = Find(name).Region;
        return Task.CompletedTask;
    }

    /// <summary>DeleteBucket.</summary>
    public Task DeleteAsync(AwsRequest request, string name)
    {
        store.Delete(name);
        request.Context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    /// <summary>GetBucketLocation; us-east-1 is told by an empty element.</summary>
    public Task LocationAsync(AwsRequest request, string name)
    {
        var where = Find(name).Region;
        return S3Xml.SendAsync(request.Context.Response, S3Xml.Element("LocationConstraint", where == "us-east-1" ? null : where));
    }

    /// <summary>Gets, puts or deletes a configuration of a bucket.</summary>
    public async Task ConfigureAsync(AwsRequest request, string name, string configuration)
    {
        var bucket = Find(name);
        var response = request.Context.Response;
        switch (request.Method)
        {
            case "PUT":
                using (var received = await ReceivedBody.ReceiveAsync(request, bucket.Incoming))
                {
                    bucket.Configure(configuration, await File.ReadAllTextAsync(received.Path, Encoding.UTF8, request.Aborted));
                }

                response.StatusCode = configuration is "policy" ? 204 : 200;
                break;
            case "DELETE":
                bucket.Configure(configuration, null);
                response.StatusCode = 204;
                break;
            default:
                var text = bucket.Configuration(configuration) ?? BucketConfigurations.Default(configuration, account);
                await S3Xml.SendAsync(response, text);
                break;
        }
    }
}
