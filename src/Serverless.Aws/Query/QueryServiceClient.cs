using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Serverless.Aws.Query;

/// <summary>A client for services that speak the Query protocol. It stands in for AWSSDK.CloudFormation; see docs/development.md.</summary>
internal sealed class QueryServiceClient : SignedServiceClient
{
    private readonly QueryMarshaller _marshaller;

    public QueryServiceClient(AWSCredentials credentials, QueryServiceConfig config)
        : base(credentials, config) => _marshaller = new(config.RegionEndpointServiceName, config.ServiceVersion);

    /// <summary>Sends a request and hands back the reply's result.</summary>
    public async Task<XElement> SendAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        var options = new InvokeOptions { RequestMarshaller = _marshaller, ResponseUnmarshaller = QueryUnmarshaller.Instance };
        return (await InvokeAsync<QueryResponse>(request, options, cancellationToken)).Result;
    }
}

/// <summary>Which service a <see cref="SignedServiceClient"/> is for.</summary>
internal sealed class QueryServiceConfig : ClientConfig
{
    private static readonly DefaultConfiguration[] Modes =
    [
        .. new[] { DefaultConfigurationMode.Standard, DefaultConfigurationMode.InRegion, DefaultConfigurationMode.CrossRegion, DefaultConfigurationMode.Mobile }
            .Select(mode => new DefaultConfiguration
            {
                Name = mode,
                RetryMode = RequestRetryMode.Standard,
                S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
                ConnectTimeout = TimeSpan.FromSeconds(10),
            }),
    ];

    private readonly string _version;
    private readonly string _endpointPrefix;

    public QueryServiceConfig(string serviceId, string endpointPrefix, string version)
        : base(new DefaultConfigurationProvider((IEnumerable<IDefaultConfiguration>)Modes))
    {
        (_endpointPrefix, _version) = (endpointPrefix, version);
        // Also what the SDK looks for in AWS_ENDPOINT_URL_<ID> and in the services sections of profiles.
        ServiceId = serviceId;
        AuthenticationServiceName = endpointPrefix;
        EndpointProvider = new Endpoints(this);
    }

    public override string ServiceVersion => _version;

    public override string UserAgent { get; } = Amazon.Util.Internal.InternalSDKUtils.BuildUserAgentString("Serverless.Sdk", "1.0");

    public override string RegionEndpointServiceName => _endpointPrefix;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => EndpointProvider.ResolveEndpoint(new());

    private sealed class Endpoints(QueryServiceConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters)
        {
            if (config.ServiceURL is { Length: > 0 } url)
            {
                return new(url);
            }

            var region = config.RegionEndpoint;
            var fips = config.UseFIPSEndpoint ? "-fips" : "";
            return new($"https://{config._endpointPrefix}{fips}.{region.SystemName}.{region.PartitionDnsSuffix}");
        }
    }
}
