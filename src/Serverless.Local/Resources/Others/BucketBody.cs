using Serverless.Local.S3;

namespace Serverless.Local.Resources.Others;

/// <summary><c>AWS::S3::Bucket</c>: a bucket of the local S3.</summary>
internal sealed class BucketBody : IResourceBody
{
    /// <inheritdoc/>
    public string ResourceType => "AWS::S3::Bucket";

    /// <inheritdoc/>
    public IReadOnlySet<string> Replacing { get; } = new HashSet<string> { "BucketName" };

    /// <inheritdoc/>
    public Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        // Bucket names are lower case; generated ones are made from the same parts as all others.
        var name = request.Properties.Text("BucketName") ?? request.GenerateName(63).ToLowerInvariant();
        try
        {
            request.Cloud.Buckets.Create(name, request.Stack.Region);
        }
        catch (S3Exception refusal) when (refusal.Status == 409)
        {
            throw new ResourceFailure($"{name} already exists");
        }
        catch (S3Exception refusal)
        {
            throw ResourceFailure.Handler($"{refusal.Message} (Service: S3, Status Code: {refusal.Status})", "InvalidRequest");
        }

        var (region, suffix) = (request.Stack.Region, request.Stack.UrlSuffix);
        return Task.FromResult(new ResourceIdentity(name, new()
        {
            { "Arn", $"arn:{request.Stack.Partition}:s3:::{name}" },
            { "DomainName", $"{name}.s3.{suffix}" },
            { "RegionalDomainName", $"{name}.s3.{region}.{suffix}" },
            { "DualStackDomainName", $"{name}.s3.dualstack.{region}.{suffix}" },
            { "WebsiteURL", $"http://{name}.s3-website-{region}.{suffix}" },
        }));
    }

    /// <inheritdoc/>
    public Task<ResourceIdentity> UpdateAsync(ResourceRequest request, CancellationToken cancellationToken) => Task.FromResult(request.Identity!);

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            request.Cloud.Buckets.Delete(request.PhysicalId);
        }
        catch (S3Exception refusal) when (refusal.Code != "NoSuchBucket")
        {
            throw ResourceFailure.Handler($"{refusal.Message} (Service: S3, Status Code: {refusal.Status})", "GeneralServiceException");
        }
        catch (S3Exception)
        {
            // Somebody deleted it already.
        }

        return Task.CompletedTask;
    }
}
