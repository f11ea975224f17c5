using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Aws;

/// <summary>The complaints about identity and the artifact store, SLS06xx.</summary>
public static class AwsDiagnostics
{
    /// <summary>SLS0601: no region.</summary>
    public static readonly DiagnosticDescriptor RegionMissing = new("SLS0601", Severity.Error, "No region");

    /// <summary>SLS0602: something that cannot be a region.</summary>
    public static readonly DiagnosticDescriptor RegionInvalid = new("SLS0602", Severity.Error, "Invalid region");

    /// <summary>SLS0603: the named profile does not exist.</summary>
    public static readonly DiagnosticDescriptor ProfileMissing = new("SLS0603", Severity.Error, "No such profile");

    /// <summary>SLS0604: no credentials.</summary>
    public static readonly DiagnosticDescriptor CredentialsMissing = new("SLS0604", Severity.Error, "No credentials");

    /// <summary>SLS0605: AWS does not accept the credentials, or not any more.</summary>
    public static readonly DiagnosticDescriptor CredentialsRejected = new("SLS0605", Severity.Error, "Credentials expired or rejected");

    /// <summary>SLS0606: the credentials belong to another account than expected.</summary>
    public static readonly DiagnosticDescriptor AccountUnexpected = new("SLS0606", Severity.Error, "Another account");

    /// <summary>SLS0607: something that cannot be an endpoint.</summary>
    public static readonly DiagnosticDescriptor EndpointInvalid = new("SLS0607", Severity.Error, "Invalid endpoint");

    /// <summary>SLS0608: AWS cannot be reached.</summary>
    public static readonly DiagnosticDescriptor Unreachable = new("SLS0608", Severity.Error, "AWS cannot be reached");

    /// <summary>SLS0609: the caller may not do this.</summary>
    public static readonly DiagnosticDescriptor AccessDenied = new("SLS0609", Severity.Error, "Access denied");

    /// <summary>SLS0610: the bucket belongs to somebody else.</summary>
    public static readonly DiagnosticDescriptor BucketForeign = new("SLS0610", Severity.Error, "Bucket of another account");

    /// <summary>SLS0611: there is no such bucket.</summary>
    public static readonly DiagnosticDescriptor BucketMissing = new("SLS0611", Severity.Error, "No such bucket");

    /// <summary>SLS0612: the bucket is in another region than the stack.</summary>
    public static readonly DiagnosticDescriptor BucketElsewhere = new("SLS0612", Severity.Error, "Bucket in another region");

    /// <summary>SLS0613: something that cannot be a bucket's name.</summary>
    public static readonly DiagnosticDescriptor BucketNameInvalid = new("SLS0613", Severity.Error, "Invalid bucket name");

    /// <summary>SLS0614: an artifact's file is gone, unreadable or another than was packed.</summary>
    public static readonly DiagnosticDescriptor ArtifactUnusable = new("SLS0614", Severity.Error, "Artifact missing or changed");

    /// <summary>SLS0615: S3 refuses.</summary>
    public static readonly DiagnosticDescriptor StoreRefuses = new("SLS0615", Severity.Error, "S3 refuses");

    /// <summary>SLS0616: the KMS key cannot be used.</summary>
    public static readonly DiagnosticDescriptor KeyUnusable = new("SLS0616", Severity.Error, "KMS key cannot be used");

    /// <summary>SLS0617: a container image without a repository to push it to.</summary>
    public static readonly DiagnosticDescriptor RepositoryMissing = new("SLS0617", Severity.Error, "No repository for container images");

    /// <summary>SLS0618: something that cannot be a repository, or one that Lambda cannot read from.</summary>
    public static readonly DiagnosticDescriptor RepositoryInvalid = new("SLS0618", Severity.Error, "Invalid repository for container images");

    /// <summary>SLS0619: there is no such repository.</summary>
    public static readonly DiagnosticDescriptor RepositoryUnknown = new("SLS0619", Severity.Error, "No such repository");

    /// <summary>SLS0620: the registry does not let the caller push.</summary>
    public static readonly DiagnosticDescriptor RegistryDenies = new("SLS0620", Severity.Error, "Registry denies access");

    /// <summary>SLS0621: the registry refuses an image.</summary>
    public static readonly DiagnosticDescriptor RegistryRefuses = new("SLS0621", Severity.Error, "Registry refuses");

    /// <summary>SLS0622: a repository for a function that is not there, or has no image.</summary>
    public static readonly DiagnosticDescriptor RepositoryUnused = new("SLS0622", Severity.Error, "Repository for no function");

    internal static Diagnostic NoRepository(string function, string region) => RepositoryMissing.At(
        SourceSpan.None,
        $"'{function}' is a container image, and nothing says which repository it is pushed to.",
        $"Set ServerlessImageRepository to the name or address of a repository; 'aws ecr create-repository --repository-name {function.ToLowerInvariant()} --region {region}' makes one.");

    internal static Diagnostic RepositoryForNobody(string function, IReadOnlyCollection<string> functions) => RepositoryUnused.At(
        SourceSpan.None,
        $"ServerlessImageRepository has a repository for '{function}', which is no function with a container image of this package.",
        functions.Count == 0 ? "There is none." : DidYouMean.Ask(function, functions) ?? $"There are {string.Join(", ", functions)}.");

    internal static Diagnostic BadRepository(string repository, string because) => RepositoryInvalid.At(
        SourceSpan.None,
        $"'{repository}' cannot be the repository of container images: {because}.",
        "ServerlessImageRepository is a name like 'orders', or an address like '123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders', without a tag; 'Function=orders' is for one function alone, and commas separate several.");

    internal static Diagnostic UnknownRepository(string repository, string name, string? region) => RepositoryUnknown.At(
        SourceSpan.None,
        $"There is no repository '{repository}'.",
        region is null ? "Create it, or correct ServerlessImageRepository." : $"Create it with 'aws ecr create-repository --repository-name {name} --region {region}', or correct ServerlessImageRepository.");

    internal static Diagnostic DeniedRegistry(string repository, string detail, bool isEcr) => RegistryDenies.At(
        SourceSpan.None,
        $"Pushing to '{repository}' is not allowed: {Sentence(detail)}",
        isEcr
            ? "The caller needs ecr:GetAuthorizationToken, and of the repository ecr:BatchCheckLayerAvailability, BatchGetImage, InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload and PutImage."
            : "Sign in with 'docker login'; passwords are read from docker's config.json, not from its credential helpers.");

    internal static Diagnostic RefusedImage(string repository, string what, string detail) => RegistryRefuses.At(
        SourceSpan.None, $"'{repository}' refuses {what}: {Sentence(detail)}");

    internal static Diagnostic NoRegion() => RegionMissing.At(
        SourceSpan.None, "No region is set.", "Set ServerlessRegion, the environment variable AWS_REGION, or a region in the profile ('aws configure set region eu-west-1').");

    internal static Diagnostic BadRegion(string region, string? meant) => RegionInvalid.At(
        SourceSpan.None, $"'{region}' is not a region.", meant is null ? "A region looks like 'eu-west-1'." : $"Did you mean '{meant}'?");

    internal static Diagnostic NoProfile(string profile, IReadOnlyCollection<string> known) => ProfileMissing.At(
        SourceSpan.None,
        $"There is no usable profile '{profile}'.",
        DidYouMean.Ask(profile, known) ?? (known.Count == 0 ? "No profiles are configured; see 'aws configure'." : $"There are {string.Join(", ", known.Order(StringComparer.Ordinal))}."));

    internal static Diagnostic NoCredentials(string? profile, string detail) => CredentialsMissing.At(
        SourceSpan.None,
        $"No AWS credentials were found{(profile is null ? "" : $" for profile '{profile}'")}: {Sentence(detail)}",
        detail.Contains("SSO", StringComparison.OrdinalIgnoreCase)
            ? $"Run 'aws sso login{(profile is null ? "" : $" --profile {profile}")}'."
            : "Run 'aws configure' or 'aws sso login', name a profile with ServerlessProfile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");

    internal static Diagnostic BadCredentials(string? profile, string code, string detail) => CredentialsRejected.At(
        SourceSpan.None,
        $"AWS does not accept the credentials{(profile is null ? "" : $" of profile '{profile}'")} ({code}): {Sentence(detail)}",
        code.Contains("Expired", StringComparison.OrdinalIgnoreCase)
            ? $"Get fresh ones, with 'aws sso login{(profile is null ? "" : $" --profile {profile}")}' for example."
            : "Check that the keys belong together and are still active.");

    internal static Diagnostic OtherAccount(string expected, CallerIdentity identity) => AccountUnexpected.At(
        SourceSpan.None,
        $"The credentials belong to account {identity.Account} ({identity.Arn}), and ServerlessExpectedAccount is {expected}.",
        "Use another profile, or change the expected account.");

    internal static Diagnostic BadEndpoint(string url) => EndpointInvalid.At(SourceSpan.None, $"'{url}' is not an endpoint.", "An endpoint looks like 'http://127.0.0.1:4566'.");

    internal static Diagnostic NotReachable(string service, string? endpoint, string detail) => Unreachable.At(
        SourceSpan.None,
        $"{service}{(endpoint is null ? "" : $" at {endpoint}")} cannot be reached: {Sentence(detail)}",
        "Check network, proxy and endpoint, and try again.");

    internal static Diagnostic Denied(string what, string detail) => AccessDenied.At(
        SourceSpan.None, $"{what} is not allowed: {Sentence(detail)}", "Ask for the right that is named, or use another profile.");

    internal static Diagnostic ForeignBucket(string bucket, string owner) => BucketForeign.At(
        SourceSpan.None,
        $"Bucket '{bucket}' exists and does not belong to account {owner}.",
        "Code is never sent to a stranger's bucket. Name one of your own with ServerlessBucket.");

    internal static Diagnostic DeniedBucket(string bucket, string owner) => AccessDenied.At(
        SourceSpan.None,
        $"S3 denies access to bucket '{bucket}': it belongs to another account than {owner}, or the rights s3:GetObject and s3:PutObject are missing, or its policy or key forbids it.",
        "Check the owner with 'aws s3api get-bucket-location', and your rights.");

    internal static Diagnostic NoBucket(string bucket) => BucketMissing.At(
        SourceSpan.None, $"There is no bucket '{bucket}'.", "Create it, or leave ServerlessBucket empty to have one managed for you.");

    internal static Diagnostic BucketInOtherRegion(string bucket, string actual, string wanted) => BucketElsewhere.At(
        SourceSpan.None,
        $"Bucket '{bucket}' is in {actual} and the stack is in {wanted}; Lambda reads code only from its own region.",
        $"Use a bucket in {wanted}, or leave ServerlessBucket empty to have one managed for you.");

    internal static Diagnostic BadBucketName(string bucket) => BucketNameInvalid.At(
        SourceSpan.None, $"'{bucket}' cannot be the name of a bucket.", "It has 3 to 63 lower-case letters, digits, hyphens and dots, and begins and ends with a letter or digit.");

    internal static Diagnostic BadArtifact(string path, string detail) => ArtifactUnusable.At(
        SourceSpan.File(path), $"The artifact cannot be sent: {Sentence(detail)}", "Package again.");

    internal static Diagnostic Refused(string what, string code, string detail) => StoreRefuses.At(
        SourceSpan.None, $"S3 refuses {what} ({code}): {Sentence(detail)}");

    internal static Diagnostic BadKey(string key, string detail) => KeyUnusable.At(
        SourceSpan.None, $"KMS key '{key}' cannot be used: {Sentence(detail)}", "Check ServerlessKmsKeyId, the key's state and region, and the rights kms:GenerateDataKey and kms:Decrypt.");

    private static string Sentence(string text) => $"{text.Trim().TrimEnd('.')}.";
}
