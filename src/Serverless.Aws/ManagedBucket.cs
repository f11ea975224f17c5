using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Util;

namespace Serverless.Aws;

/// <summary>
/// Makes the bucket that is used when none is named: private, encrypted, without versions. Artifacts that a stack may still roll back
/// to never expire; old ones move to a cheaper class of storage that answers as quickly. Templates, which CloudFormation copies, do expire.
/// </summary>
internal sealed class ManagedBucket(IAmazonS3 s3, string bucket, string owner, string region, bool isCustomEndpoint, string? kmsKeyId)
{
    private const int DaysUntilArtifactsAreOld = 90;
    private const int DaysOfTemplates = 30;
    private const int DaysOfUnfinishedUploads = 2;

    /// <summary>Creates the bucket, or takes it when somebody with the same account was faster. A bucket that cannot be made safe does not stay.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (!await TryCreateAsync(cancellationToken))
        {
            return;
        }

        try
        {
            await Task.WhenAll(Settings(cancellationToken).Select(IfSupportedAsync));
        }
        catch
        {
            await RemoveAsync();
            throw;
        }
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        var request = new PutBucketRequest { BucketName = bucket, ObjectOwnership = ObjectOwnership.BucketOwnerEnforced };
        if (region != "us-east-1")
        {
            // By name the SDK would say "EU" for eu-west-1, as S3 did long ago.
            request.BucketRegion = new S3Region(region);
        }

        try
        {
            await s3.PutBucketAsync(request, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode is "BucketAlreadyOwnedByYou" or "OperationAborted")
        {
            return false;
        }
    }

    private IEnumerable<Task> Settings(CancellationToken cancellationToken)
    {
        yield return s3.PutPublicAccessBlockAsync(
            new()
            {
                BucketName = bucket,
                ExpectedBucketOwner = owner,
                PublicAccessBlockConfiguration = new() { BlockPublicAcls = true, BlockPublicPolicy = true, IgnorePublicAcls = true, RestrictPublicBuckets = true },
            },
            cancellationToken);
        yield return s3.PutBucketEncryptionAsync(
            new() { BucketName = bucket, ExpectedBucketOwner = owner, ServerSideEncryptionConfiguration = new() { ServerSideEncryptionRules = [Encryption()] } }, cancellationToken);
        yield return s3.PutLifecycleConfigurationAsync(new() { BucketName = bucket, ExpectedBucketOwner = owner, Configuration = new() { Rules = Lifecycle() } }, cancellationToken);
        // Stand-ins speak plain HTTP, and some of them apply the refusal without reading its condition.
        if (!isCustomEndpoint)
        {
            yield return s3.PutBucketPolicyAsync(new() { BucketName = bucket, ExpectedBucketOwner = owner, Policy = TlsOnly() }, cancellationToken);
        }
    }

    private ServerSideEncryptionRule Encryption() => new()
    {
        BucketKeyEnabled = kmsKeyId is { Length: > 0 },
        ServerSideEncryptionByDefault = kmsKeyId is { Length: > 0 }
            ? new() { ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AWSKMS, ServerSideEncryptionKeyManagementServiceKeyId = kmsKeyId }
            : new() { ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AES256 },
    };

    private static List<LifecycleRule> Lifecycle() =>
    [
        new()
        {
            Id = "old-artifacts", Status = LifecycleRuleStatus.Enabled, Filter = StartingWith(""),
            Transitions = [new() { Days = DaysUntilArtifactsAreOld, StorageClass = S3StorageClass.GlacierInstantRetrieval }],
        },
        new() { Id = "templates", Status = LifecycleRuleStatus.Enabled, Filter = StartingWith("templates/"), Expiration = new() { Days = DaysOfTemplates } },
        new()
        {
            Id = "unfinished-uploads", Status = LifecycleRuleStatus.Enabled, Filter = StartingWith(""),
            AbortIncompleteMultipartUpload = new() { DaysAfterInitiation = DaysOfUnfinishedUploads },
        },
    ];

    private static LifecycleFilter StartingWith(string prefix) => new() { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix } };

    private string TlsOnly()
    {
        var partition = Amazon.RegionEndpoint.GetBySystemName(region).PartitionName;
        return $$"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Sid": "OnlyOverTls", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
                "Resource": ["arn:{{partition}}:s3:::{{bucket}}", "arn:{{partition}}:s3:::{{bucket}}/*"],
                "Condition": { "Bool": { "aws:SecureTransport": "false" } }
              }]
            }
            """;
    }

    private async Task IfSupportedAsync(Task setting)
    {
        try
        {
            await setting;
        }
        catch (AmazonS3Exception exception) when (isCustomEndpoint && exception.StatusCode is HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed)
        {
            // A stand-in that lacks the setting has nothing to protect either.
        }
    }

    private async Task RemoveAsync()
    {
        try
        {
            await s3.DeleteBucketAsync(new DeleteBucketRequest { BucketName = bucket, ExpectedBucketOwner = owner }, CancellationToken.None);
        }
        catch (Exception)
        {
            // The first failure is the one to report.
        }
    }
}
