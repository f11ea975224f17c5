using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Serverless.Artifacts;
using Serverless.Aws.Images;
using Serverless.Aws.Query;
using Serverless.Aws.Rest;
using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Stacks;

namespace Serverless.Aws;

/// <summary>A region, an endpoint and credentials, from which the adapters are made. Opening it sends nothing.</summary>
public sealed partial class AwsConnection : IDisposable
{
    private static readonly TimeSpan TransferTimeout = TimeSpan.FromMinutes(10);

    private readonly AwsOptions _options;
    private readonly Lazy<AWSCredentials> _credentials;
    private readonly List<IDisposable> _clients = [];
    private readonly Lock _gate = new();
    private readonly Once<CallerIdentity> _identity = new();

    private AwsConnection(AwsOptions options, string region, string? profile, Func<AWSCredentials> credentials)
    {
        (_options, Region, Profile) = (options, region, profile);
        _credentials = new(credentials);
    }

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>The named profile in use; null when there is none.</summary>
    public string? Profile { get; }

    /// <summary>The endpoint that replaces AWS's own; null when those are used, as far as the options say.</summary>
    public string? EndpointUrl => _options.EndpointUrl;

    /// <summary>Finds region, profile and endpoint. Credentials are looked for when they are first needed.</summary>
    public static Checked<AwsConnection> Open(AwsOptions options)
    {
        var diagnostics = new List<Diagnostic>();
        var profiles = new CredentialProfileStoreChain(options.ProfilesFile);
        var name = options.Keys is null ? ProfileName(options) : null;
        CredentialProfile? profile = null;
        if (name is not null && !profiles.TryGetProfile(name, out profile))
        {
            diagnostics.Add(AwsDiagnostics.NoProfile(name, [.. profiles.ListProfiles().Select(known => known.Name)]));
        }

        var region = FindRegion(options, profile);
        if (region is null)
        {
            diagnostics.Add(AwsDiagnostics.NoRegion());
        }
        else if (!RegionForm().IsMatch(region))
        {
            diagnostics.Add(AwsDiagnostics.BadRegion(region, DidYouMean.Find(region, RegionEndpoint.EnumerableAllRegions.Select(known => known.SystemName))));
        }

        if (options.EndpointUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            diagnostics.Add(AwsDiagnostics.BadEndpoint(url));
        }

        return diagnostics.Count > 0
            ? Checked.Bad<AwsConnection>(diagnostics)
            : Checked.Good(new AwsConnection(options, region!, name, () => FindCredentials(options, profiles, profile)));
    }

    /// <summary>Who the credentials belong to, asked once; an account other than the expected one is refused.</summary>
    /// <exception cref="DiagnosticException">No or bad credentials, another account, or no answer.</exception>
    public Task<CallerIdentity> IdentifyAsync(CancellationToken cancellationToken) => _identity.GetAsync(() => AskIdentityAsync(cancellationToken));

    /// <summary>The client for stacks. Nothing is asked before it is used.</summary>
    public IStackClient CreateStackClient() => new CloudFormationStackClient(
        this, new(() => Keep(new QueryServiceClient(Credentials(), Configure(new QueryServiceConfig("CloudFormation", "cloudformation", "2010-05-15"))))));

    /// <summary>The store for artifacts. Nothing is asked or made before it is used.</summary>
    public IArtifactStore CreateArtifactStore(ArtifactStoreOptions options) => new ArtifactStore(
        new S3ArtifactStore(this, options),
        new FunctionImages(options.ImageRepositories, repository => new RegistryImages(this, repository), options.LeavesImages ? new LeftImages() : new NoImages(Region)));

    /// <summary>The AWS Serverless Application Repository, asked in the middle of a transform, which the token ends. Nothing is asked before it is used.</summary>
    public IApplicationRepository CreateApplicationRepository(CancellationToken cancellationToken) =>
        CreateServerlessRepository(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), cancellationToken);

    /// <summary>Ends the clients that were made from this connection.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    /// <summary>Refuses to go on with an account other than the expected one. Asks nobody when any will do.</summary>
    internal Task CheckAccountAsync(CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(_options.ExpectedAccount) ? Task.CompletedTask : IdentifyAsync(cancellationToken);

    /// <summary>A failure as a complaint, when it is one that every service has: credentials or silence. Otherwise null.</summary>
    internal Diagnostic? Explain(Exception exception, string service) =>
        AwsErrors.Credentials(exception, Profile)
        ?? (AwsErrors.IsSilence(exception) ? AwsDiagnostics.NotReachable(service, _options.EndpointUrl, AwsErrors.Brief(exception)) : null);

    /// <summary>As <see cref="CreateApplicationRepository"/>, with another pause between questions, and another time after which it gives up.</summary>
    internal ServerlessRepository CreateServerlessRepository(TimeSpan pause, TimeSpan patience, CancellationToken cancellationToken) => new(
        this,
        new(() => Keep(new RestJsonClient(Credentials(), Configure(new QueryServiceConfig("ServerlessApplicationRepository", "serverlessrepo", "2017-09-08"))))),
        cancellationToken)
    {
        Pause = pause,
        Patience = patience,
    };

    /// <summary>How often something that fails in passing is tried again.</summary>
    internal int Retries => _options.Retries;

    internal JsonServiceClient CreateRegistryAuthority() =>
        Keep(new JsonServiceClient(Credentials(), Configure(new QueryServiceConfig("ECR", "api.ecr", "2015-09-21") { AuthenticationServiceName = "ecr" })));

    /// <summary>Ends something together with the connection.</summary>
    internal T KeepUntilDisposed<T>(T owned)
        where T : IDisposable => Keep(owned);

    internal S3Clients CreateS3Clients() => new(
        Keep(new AmazonS3Client(Credentials(), ConfigureS3(_options.Timeout))), Keep(new AmazonS3Client(Credentials(), ConfigureS3(TransferTimeout))));

    private AmazonS3Config ConfigureS3(TimeSpan timeout)
    {
        var config = Configure(new AmazonS3Config());
        config.Timeout = timeout;
        // http://localhost would otherwise become http://bucket.localhost. No environment variable says this.
        config.ForcePathStyle = config.ServiceURL is not null;
        return config;
    }

    private T Configure<T>(T config)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        config.Timeout = _options.Timeout;
        config.ConnectTimeout = TimeSpan.FromSeconds(10);
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = _options.Retries;
        if (Profile is not null)
        {
            config.Profile = new(Profile, _options.ProfilesFile);
        }

        if (_options.EndpointUrl is { } url)
        {
            config.ServiceURL = url;
        }

        if (config.ServiceURL is not null)
        {
            config.AuthenticationRegion = Region;
        }

        return config;
    }

    private async Task<CallerIdentity> AskIdentityAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new AmazonSecurityTokenServiceClient(Credentials(), Configure(new AmazonSecurityTokenServiceConfig()));
            var answer = await client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
            var identity = new CallerIdentity(answer.Account, answer.Arn, answer.UserId);
            return _options.ExpectedAccount is { Length: > 0 } expected && expected != identity.Account
                ? throw new DiagnosticException(AwsDiagnostics.OtherAccount(expected, identity))
                : identity;
        }
        catch (Exception exception) when (exception is not DiagnosticException && !cancellationToken.IsCancellationRequested)
        {
            throw new DiagnosticException(Explain(exception, "STS") ?? AwsDiagnostics.Denied("Asking who the caller is", AwsErrors.Brief(exception)));
        }
    }

    private AWSCredentials Credentials()
    {
        try
        {
            return _credentials.Value;
        }
        catch (Exception exception) when (exception is not DiagnosticException)
        {
            throw new DiagnosticException(AwsDiagnostics.NoCredentials(Profile, AwsErrors.Brief(exception)));
        }
    }

    private T Keep<T>(T client)
        where T : IDisposable
    {
        lock (_gate)
        {
            _clients.Add(client);
        }

        return client;
    }

    private static AWSCredentials FindCredentials(AwsOptions options, CredentialProfileStoreChain profiles, CredentialProfile? profile)
    {
        if (options.Keys is { } keys)
        {
            return keys.SessionToken is null ? new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey) : new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken);
        }

        return profile is not null ? profile.GetAWSCredentials(profiles) : DefaultAWSCredentialsIdentityResolver.GetCredentials();
    }

    // Keys in the environment come before the environment's profile, for the SDK as for the AWS CLI.
    private static string? ProfileName(AwsOptions options) =>
        NotEmpty(options.Profile) ?? (NotEmpty(Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID")) is null ? NotEmpty(Environment.GetEnvironmentVariable("AWS_PROFILE")) : null);

    private static string? FindRegion(AwsOptions options, CredentialProfile? profile) =>
        NotEmpty(options.Region)
        ?? NotEmpty(Environment.GetEnvironmentVariable("AWS_REGION"))
        ?? NotEmpty(Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"))
        ?? profile?.Region?.SystemName
        ?? (options.ProfilesFile is null && NotEmpty(options.Profile) is null ? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName : null);

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    [GeneratedRegex("^[a-z]{2,}(-[a-z]+)+-[0-9]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex RegionForm();
}
