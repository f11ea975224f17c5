using Serverless.Messages;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

/// <summary>A handler whose result is complete before it is sent.</summary>
internal abstract class BufferedHandler : FunctionHandler
{
    /// <summary>Ten times what Lambda takes today; a bound against results that never end.</summary>
    private const int MaxResponseLength = 64 * 1024 * 1024;

    protected MessageBuffer Result { get; } = new(MaxResponseLength);

    internal sealed override Acceptance SendResult(RuntimeApiClient client, string requestId) => client.PostResponse(requestId, Result);
}
