using Serverless.Logging;

namespace Serverless;

/// <summary>
/// What Lambda tells about the invocation that a handler is working on. A test may make one with whatever its handler reads;
/// texts that are not set are empty.
/// </summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and the environment variables of
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html.</remarks>
public sealed class InvocationContext
{
    private readonly object _gate = new();
    private readonly CancellationToken? _givenToken;
    private CancellationTokenSource? _cancellation;
    private InvocationLog? _log;
    private bool _isCancelled;

    /// <summary>The id of this invocation, a UUID; a retried asynchronous event keeps its id.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>When Lambda stops the function; <see cref="DateTimeOffset.MaxValue"/> when it did not say.</summary>
    public DateTimeOffset Deadline { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>How long there is until <see cref="Deadline"/>, never negative; <see cref="TimeSpan.MaxValue"/> when there is no deadline.</summary>
    public TimeSpan RemainingTime => HasDeadline ? TimeSpan.FromMilliseconds(RemainingMilliseconds) : TimeSpan.MaxValue;

    /// <summary>
    /// Fires shortly before <see cref="Deadline"/> (a tenth of the time there was, at most half a second), which leaves the handler
    /// that time to answer something better than a timeout. Pass it on to everything that is awaited.
    /// </summary>
    public CancellationToken CancellationToken
    {
        get
        {
            lock (_gate)
            {
                return _givenToken ?? (_cancellation ??= NewSource()).Token;
            }
        }

        init => _givenToken = value;
    }

    /// <summary>The ARN that the caller used, with its alias or version.</summary>
    public string InvokedFunctionArn { get; init; } = "";

    /// <summary>The X-Ray trace header, such as <c>Root=1-…;Parent=…;Sampled=1</c>; null when the invocation is not traced.</summary>
    public string? TraceId { get; init; }

    /// <summary>The client context of the AWS Mobile SDK as JSON; null when the caller sent none.</summary>
    public string? ClientContextJson { get; init; }

    /// <summary>The Amazon Cognito identity as JSON; null when the caller is not one.</summary>
    public string? CognitoIdentityJson { get; init; }

    /// <summary>The tenant that this execution environment serves; null without tenant isolation.</summary>
    public string? TenantId { get; init; }

    /// <summary>The function's name.</summary>
    public string FunctionName { get; init; } = "";

    /// <summary>The function's version: a number, or <c>$LATEST</c>.</summary>
    public string FunctionVersion { get; init; } = "";

    /// <summary>The memory that the function is given, in megabytes; 0 when it is unknown.</summary>
    public int MemoryLimitInMegabytes { get; init; }

    /// <summary>The CloudWatch log group of the function.</summary>
    public string LogGroupName { get; init; } = "";

    /// <summary>The CloudWatch log stream of this execution environment.</summary>
    public string LogStreamName { get; init; } = "";

    /// <summary>Writes log lines that carry this invocation's request id.</summary>
    public InvocationLog Log => _log ??= new InvocationLog(LogWriter ?? LogWriter.OfProcess, this);

    /// <summary>The clock behind <see cref="RemainingTime"/>; a test may set another.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal LogWriter? LogWriter { get; init; }

    internal bool HasDeadline => Deadline.UtcTicks < DateTimeOffset.MaxValue.UtcTicks;

    /// <summary>Never negative.</summary>
    internal long RemainingMilliseconds => Math.Max(0, (Deadline.UtcTicks - Time.GetUtcNow().UtcTicks) / TimeSpan.TicksPerMillisecond);

    /// <summary>Whether the handler has returned its task, so that what is left to wait for is asynchronous.</summary>
    internal bool IsAwaiting { get; set; }

    /// <summary>Fires <see cref="CancellationToken"/>; registered callbacks run here, and their exceptions come out together.</summary>
    internal void Cancel()
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            _isCancelled = true;
            source = _cancellation;
        }

        source?.Cancel();
    }

    private CancellationTokenSource NewSource()
    {
        var source = new CancellationTokenSource();
        if (_isCancelled)
        {
            source.Cancel();
        }

        return source;
    }
}
