using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Amazon;
using Amazon.S3;
using Amazon.S3.Model;
using Serverless.Artifacts;
using Serverless.Diagnostics;

namespace Serverless.Aws;

/// <summary>
/// Artifacts in S3. A key contains the content's hash, so an object that is there is the right one and is never sent again. Every
/// request names the account that has to own the bucket, so that nothing goes to a stranger's.
/// </summary>
internal sealed partial class S3ArtifactStore : IArtifactStore
{
    private readonly AwsConnection _connection;
    private readonly ArtifactStoreOptions _options;
    private readonly Lazy<S3Clients> _clients;
    private readonly Once<S3Bucket> _bucket = new();

    public S3ArtifactStore(AwsConnection connection, ArtifactStoreOptions options)
    {
        (_connection, _options) = (connection, options);
        _clients = new(connection.CreateS3Clients);
    }

    private bool IsManaged => string.IsNullOrWhiteSpace(_options.Bucket);

    private string Prefix => _options.Prefix?.Trim('/') is { Length: > 0 } prefix ? $"{prefix}/" : "";

    public async Task<ArtifactLocation> AddressAsync(Artifact artifact, CancellationToken cancellationToken)
    {
        var location = new ArtifactLocation(await NameAsync(cancellationToken), $"{Prefix}{Unreadable().Replace(artifact.Id, "-")}/{artifact.ContentHash}{artifact.Extension}");

        // Only templates are asked for by URL.
        return artifact.Content is null ? location : location with { HttpsUrl = UrlOf(location) };
    }

    public async Task<bool> StoreAsync(Artifact artifact, ArtifactLocation location, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var bucket = await BucketAsync(location.Bucket, cancellationToken);
        if (await bucket.AskAsync(s3 => ExistsAsync(s3, location, bucket.Owner, cancellationToken), cancellationToken))
        {
            return false;
        }

        await bucket.SendAsync(() => Transfer(bucket, location).SendAsync(artifact, progress, cancellationToken), cancellationToken);
        return true;
    }

    public async Task<string> StoreTemplateAsync(string stackName, ReadOnlyMemory<byte> template, CancellationToken cancellationToken)
    {
        var bucket = await BucketAsync(await NameAsync(cancellationToken), cancellationToken);
        var hash = SHA256.HashData(template.Span);
        var name = $"{stackName}/{Convert.ToHexStringLower(hash)}.template";
        // The managed bucket's lifecycle rule knows templates by how their keys begin.
        var location = new ArtifactLocation(bucket.Name, IsManaged ? $"templates/{Prefix}{name}" : $"{Prefix}templates/{name}");
        await bucket.SendAsync(() => Transfer(bucket, location).SendAsync(template.ToArray(), hash, progress: null, cancellationToken), cancellationToken);
        return UrlOf(location);
    }

    private S3Transfer Transfer(S3Bucket bucket, ArtifactLocation location) => new(_clients.Value.Transfers, location, bucket.Owner, _options.KmsKeyId);

    private string UrlOf(ArtifactLocation location)
    {
        var region = RegionEndpoint.GetBySystemName(_connection.Region);
        var endpoint = _clients.Value.Questions.Config.ServiceURL ?? $"https://s3.{region.SystemName}.{region.PartitionDnsSuffix}";
        return $"{endpoint.TrimEnd('/')}/{location.Bucket}/{string.Join('/', location.Key.Split('/').Select(Uri.EscapeDataString))}";
    }

    private async Task<string> NameAsync(CancellationToken cancellationToken)
    {
        if (IsManaged)
        {
            return $"serverless-sdk-{(await _connection.IdentifyAsync(cancellationToken)).Account}-{_connection.Region}";
        }

        return BucketName().IsMatch(_options.Bucket!) ? _options.Bucket! : throw new DiagnosticException(AwsDiagnostics.BadBucketName(_options.Bucket!));
    }

    private Task<S3Bucket> BucketAsync(string name, CancellationToken cancellationToken) => _bucket.GetAsync(async () =>
    {
        await _connection.CheckAccountAsync(cancellationToken);
        var owner = string.IsNullOrWhiteSpace(_options.BucketOwner) ? (await _connection.IdentifyAsync(cancellationToken)).Account : _options.BucketOwner;
        var bucket = new S3Bucket(_connection, _clients.Value, name, owner, IsManaged, _options.KmsKeyId);
        await bucket.CheckAsync(cancellationToken);
        return bucket;
    });

    private async Task<bool> ExistsAsync(IAmazonS3 s3, ArtifactLocation location, string owner, CancellationToken cancellationToken)
    {
        try
        {
            await s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = location.Bucket, Key = location.Key, ExpectedBucketOwner = owner }, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden && AwsErrors.Credentials(exception, _connection.Profile) is null)
        {
            // Whoever may not list a bucket is forbidden to know that something is missing. Sending will tell.
            return false;
        }
    }

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    [GeneratedRegex("^(?![0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.ExplicitCapture)]
    private static partial Regex BucketName();

    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Unreadable();
}
