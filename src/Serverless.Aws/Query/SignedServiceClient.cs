using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Serverless.Aws.Query;

/// <summary>
/// A client for any service on AWSSDK.Core's own pipeline, so that credentials, signatures, retries, clock skew and timeouts are those of
/// the S3 and STS clients beside it.
/// </summary>
internal abstract class SignedServiceClient(AWSCredentials credentials, QueryServiceConfig config) : AmazonServiceClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new BaseEndpointResolver());
        pipeline.AddHandlerAfter<BaseEndpointResolver>(new SigV4());
    }

    private sealed class SigV4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}
