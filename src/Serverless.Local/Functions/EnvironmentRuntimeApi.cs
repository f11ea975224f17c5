using System.Net.Sockets;

namespace Serverless.Local.Functions;

/// <summary>The Runtime API as one environment answers it: sends it the events of its invocations and gives its answers to their callers.</summary>
/// <remarks>
/// Owns nothing. Each call is one step of the <see cref="EnvironmentLifecycle"/> under the pool's gate, which decides whether it is
/// allowed; what follows from it is done after the gate.
/// </remarks>
internal sealed class EnvironmentRuntimeApi(ExecutionEnvironment environment, EnvironmentPool pool, EnvironmentLog log, TimeProvider clock) : IRuntimeApi
{
    private readonly EnvironmentLifecycle _lifecycle = environment.Lifecycle;

    /// <summary>Sends the event of an assigned invocation.</summary>
    public void Deliver(Invocation invocation)
    {
        log.WriteStart(invocation);
        _ = DeliverAsync(invocation);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Next(RuntimeApiConnection connection)
    {
        NextEvent next;
        lock (pool.Gate)
        {
            next = _lifecycle.AskNext(connection);
        }

        next.Lost?.Fail(FunctionErrors.NextWhileBusy(next.Lost.RequestId));
        environment.Report(next.Ended);
        if (next.Assigned is not null)
        {
            Deliver(next.Assigned);
        }
        else if (next.IsOver)
        {
            _ = environment.EndAsync();
        }

        return next.Refusal;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Respond(in RuntimeApiRequest request, in RuntimeApiBody body)
    {
        if (Take(request.RequestId, out var refusal) is not { } invocation)
        {
            return refusal;
        }

        if (body.IsTooLarge)
        {
            invocation.Fail(FunctionErrors.ResponseTooLarge(RuntimeApiListener.MaxPayload));
            return RuntimeApiAnswer.TooLarge;
        }

        if (body.StreamError() is { } error)
        {
            invocation.Fail(error);
        }
        else if (request is { IsStreaming: true, IsHttpIntegration: true } && HttpPrelude.TryRead(body.Bytes) is var (response, rest))
        {
            invocation.AnswerHttp(response, rest);
        }
        else
        {
            invocation.Answer(body.Bytes);
        }

        return RuntimeApiAnswer.Accepted;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Fail(in RuntimeApiRequest request, in RuntimeApiBody body)
    {
        if (Take(request.RequestId, out var refusal) is not { } invocation)
        {
            return refusal;
        }

        invocation.Fail(body.ErrorDocument(request, "Unhandled"));
        return RuntimeApiAnswer.Accepted;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> FailInit(in RuntimeApiRequest request, in RuntimeApiBody body)
    {
        Invocation? invocation;
        lock (pool.Gate)
        {
            if (_lifecycle.State != EnvironmentState.Starting)
            {
                return RuntimeApiAnswer.InvalidStateTransition;
            }

            invocation = _lifecycle.FailInit();
        }

        _ = environment.EndAfterInitErrorAsync(invocation, body.ErrorDocument(request, "Runtime.InitError"));
        return RuntimeApiAnswer.Accepted;
    }

    /// <inheritdoc/>
    public void Truncated(in RuntimeApiRequest request)
    {
        if (Take(request.RequestId, out _) is { } invocation)
        {
            invocation.Fail(FunctionErrors.TruncatedResponse(invocation.RequestId));
        }
    }

    /// <inheritdoc/>
    public void Closed(RuntimeApiConnection connection)
    {
        lock (pool.Gate)
        {
            _lifecycle.LoseConnection(connection);
        }
    }

    private Invocation? Take(Guid requestId, out ReadOnlyMemory<byte> refusal)
    {
        lock (pool.Gate)
        {
            return _lifecycle.TakeAnswered(requestId, out refusal);
        }
    }

    private async Task DeliverAsync(Invocation invocation)
    {
        try
        {
            var left = clock.GetElapsedTime(clock.GetTimestamp(), _lifecycle.Deadline);
            await _lifecycle.Connection!.SendEvent(invocation, clock.GetUtcNow().Add(left).ToUnixTimeMilliseconds());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            TakeBack(invocation);
        }
    }

    // The runtime was gone before it got the event, so somebody else may have it.
    private void TakeBack(Invocation invocation)
    {
        bool isReturned;
        lock (pool.Gate)
        {
            if (!_lifecycle.TryTakeBack(invocation, out isReturned))
            {
                return;
            }
        }

        if (!isReturned)
        {
            invocation.Fail(FunctionErrors.Stopped(invocation.RequestId));
        }

        pool.StartMissing();
    }
}
