using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Serverless.Aws.Query;

namespace Serverless.Aws.Rest;

/// <summary>A client for any REST-JSON service on the same pipeline as <see cref="QueryServiceClient"/>.</summary>
internal sealed class RestJsonClient(AWSCredentials credentials, QueryServiceConfig config) : SignedServiceClient(credentials, config)
{
    private readonly RestJsonMarshaller _marshaller = new(config.RegionEndpointServiceName);

    /// <summary>Sends a request and hands back the reply.</summary>
    public Task<RestJsonResponse> SendAsync(RestJsonRequest request, CancellationToken cancellationToken) =>
        InvokeAsync<RestJsonResponse>(request, new InvokeOptions { RequestMarshaller = _marshaller, ResponseUnmarshaller = RestJsonUnmarshaller.Instance }, cancellationToken);
}
