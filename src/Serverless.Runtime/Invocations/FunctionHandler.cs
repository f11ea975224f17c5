using Serverless.Errors;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

/// <summary>
/// The developer's handler as the loop sees it, with the buffers of one invocation at a time. Starting and concluding are apart
/// so that an invocation costs no state machine of ours.
/// </summary>
internal abstract class FunctionHandler
{
    /// <summary>The same handler with buffers of its own, for a loop that runs beside this one.</summary>
    internal abstract FunctionHandler ForAnotherLoop();

    /// <summary>Calls the developer's code. Its exceptions come out here, or through the task.</summary>
    internal abstract Task Start(ReadOnlyMemory<byte> body, InvocationContext context, RuntimeApiClient client);

    /// <summary>Takes the result of a task that succeeded and makes it ready to send.</summary>
    internal abstract void Conclude(Task task);

    /// <summary>Sends what <see cref="Conclude"/> made ready.</summary>
    internal abstract Acceptance SendResult(RuntimeApiClient client, string requestId);

    /// <summary>Says that the invocation failed in the middle of its response; false when the response has not begun.</summary>
    internal virtual bool TrySendFailure(ErrorReport report) => false;

    /// <summary>Takes back what the developer's code was lent. Called once after every <see cref="Start"/>, before anything is sent.</summary>
    internal virtual void Release()
    {
    }
}
