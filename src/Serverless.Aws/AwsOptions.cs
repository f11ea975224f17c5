namespace Serverless.Aws;

/// <summary>What a host knows about the account and region to work in. Everything left out comes from the AWS SDK's own chain.</summary>
public sealed record AwsOptions
{
    /// <summary>The region; null asks <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c> and the profile.</summary>
    public string? Region { get; init; }

    /// <summary>A named profile; null asks <c>AWS_PROFILE</c>. One that does not exist is an error.</summary>
    public string? Profile { get; init; }

    /// <summary>Another endpoint for all services, such as the local cloud's; null asks <c>AWS_ENDPOINT_URL</c> and its kin.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>The account that the credentials have to belong to; null accepts any.</summary>
    public string? ExpectedAccount { get; init; }

    /// <summary>Keys to sign with instead of the chain's, for endpoints that take any; null asks the chain.</summary>
    public AwsKeys? Keys { get; init; }

    /// <summary>How long a request may take before it is given up and repeated. Uploads have more.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is repeated after throttling and passing failures.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Where the profiles are; null asks the SDK.</summary>
    internal string? ProfilesFile { get; init; }
}

/// <summary>Access keys. Printing them never shows the secret.</summary>
/// <param name="AccessKeyId">The public half.</param>
/// <param name="SecretAccessKey">The secret half.</param>
/// <param name="SessionToken">The token of temporary keys; null for lasting ones.</param>
public sealed record AwsKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    /// <summary>Keys for the local cloud, which takes any.</summary>
    public static AwsKeys ForLocalCloud { get; } = new("local", "local");

    /// <inheritdoc/>
    public override string ToString() => AccessKeyId;
}

/// <summary>Who the credentials belong to.</summary>
/// <param name="Account">The account's twelve digits.</param>
/// <param name="Arn">The user or role.</param>
/// <param name="UserId">The unique id of the user or role.</param>
public sealed record CallerIdentity(string Account, string Arn, string UserId);

/// <summary>Where artifacts go.</summary>
public sealed record ArtifactStoreOptions
{
    /// <summary>The bucket; null uses the managed one, <c>serverless-sdk-(account)-(region)</c>, which is created when it is missing.</summary>
    public string? Bucket { get; init; }

    /// <summary>A folder inside the bucket, with or without slashes at its ends; null or empty for the bucket's root.</summary>
    public string? Prefix { get; init; }

    /// <summary>The KMS key that encrypts artifacts: id, ARN or alias; null leaves encryption to the bucket.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The repositories for container images; an image without one is an error.</summary>
    public ImageRepositories ImageRepositories { get; init; } = ImageRepositories.None;

    /// <summary>True when container images without a repository are not sent anywhere, for a cloud that does not run them.</summary>
    public bool LeavesImages { get; init; }

    /// <summary>The account that has to own the bucket; null for the caller's own.</summary>
    public string? BucketOwner { get; init; }
}
