namespace Serverless.Local.Functions;

/// <summary>One call of a function on its way.</summary>
internal sealed class Invocation
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource? _logged;

    public Invocation(InvocationRequest request, FunctionConfiguration function, DateTimeOffset now)
    {
        Id = Guid.NewGuid();
        RequestId = Id.ToString();
        Request = request;
        Version = function.Version;
        InvokedArn = request.Qualifier is null ? function.Arn : $"{function.Arn}:{request.Qualifier}";
        TraceId = request.TraceId ?? NewTraceId(now);
        if (request.WantsLogTail)
        {
            Tail = new LogTail();
            _logged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The request id.</summary>
    public Guid Id { get; }

    /// <summary>The request id as text, a UUID of version 4.</summary>
    public string RequestId { get; }

    public InvocationRequest Request { get; }

    public string Version { get; }

    /// <summary>The ARN with the version or alias that the caller asked for.</summary>
    public string InvokedArn { get; }

    public string TraceId { get; }

    /// <summary>Collects what the function writes; null when nobody wants it.</summary>
    public LogTail? Tail { get; }

    /// <summary>When the event was handed out, as a timestamp of the clock.</summary>
    public long HandedOutAt { get; set; }

    /// <summary>When its time began to run, if that was before the hand-out: a second start counts to the invocation. 0 otherwise.</summary>
    public long RunsSince { get; set; }

    /// <summary>Whether a first environment did not get ready in time.</summary>
    public bool HasSeenSlowInit { get; set; }

    /// <summary>How often it was handed out; once more is tried when the runtime was gone already.</summary>
    public int Deliveries { get; set; }

    /// <summary>The result, once.</summary>
    public Task<InvocationResult> Result => _result.Task;

    public void Answer(byte[] payload) => Complete(new(RequestId, payload, null, "", Version));

    public void AnswerHttp(StreamedHttpResponse response, ReadOnlyMemory<byte> body) =>
        Complete(new(RequestId, body, null, "", Version) { HttpResponse = response });

    public void Fail(byte[] error) => Complete(new(RequestId, error, "Unhandled", "", Version));

    public void Throttle() => Complete(new(RequestId, FunctionErrors.TooManyRequests(), "Unhandled", "", Version) { IsThrottled = true });

    public void Cancel(CancellationToken cancellationToken) => _result.TrySetCanceled(cancellationToken);

    /// <summary>The last line about this invocation was written.</summary>
    public void EndLog() => _logged?.TrySetResult();

    private void Complete(InvocationResult result)
    {
        if (Tail is null)
        {
            _result.TrySetResult(result);
        }
        else
        {
            _ = CompleteWithTailAsync(result, Tail);
        }
    }

    // The function's lines and its answer come on different ways, and nothing says which is first. When the runtime asks for its next
    // event, all lines are on their way; a moment later they are here. A runtime that never asks again is not waited for.
    private async Task CompleteWithTailAsync(InvocationResult result, LogTail tail)
    {
        await Task.WhenAny(_logged!.Task, Task.Delay(TimeSpan.FromMilliseconds(100)));
        await Task.Delay(TimeSpan.FromMilliseconds(5));
        _result.TrySetResult(result with { LogTail = tail.ToString() });
    }

    // https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
    private static string NewTraceId(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[20];
        Random.Shared.NextBytes(random);
        return string.Create(null, stackalloc char[128], $"Root=1-{(uint)now.ToUnixTimeSeconds():x8}-{Hex(random[..12])};Parent={Hex(random[12..])};Sampled=0");
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
