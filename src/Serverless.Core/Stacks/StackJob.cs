using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Stacks;

/// <summary>What the stages of one job share: the client, the clock, who listens, and what has been begun in the cloud.</summary>
internal sealed class StackJob(IStackClient client, TimeProvider time, StackTarget target, StackTemplate? template, IProgress<DeployEvent>? progress)
{
    // Long enough for two requests over a slow line; short enough for somebody who has pressed Ctrl-C.
    private static readonly TimeSpan TakeBackLimit = TimeSpan.FromSeconds(10);

    // A service that is silent for so long is not coming back while somebody waits.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromMinutes(5);

    private readonly long _started = time.GetTimestamp();

    public IStackClient Client { get; } = client;

    public TimeProvider Time { get; } = time;

    public StackTarget Target { get; } = target;

    public StackTemplate? Template { get; } = template;

    public SecretMask Secrets { get; } = SecretMask.Of(target, template?.Template);

    /// <summary>What has been begun and not ended.</summary>
    public InFlight InFlight { get; set; } = new InFlight.Nothing();

    /// <summary>The stack's ARN once it is known.</summary>
    public string? StackId { get; set; }

    /// <summary>The stack's state when last seen.</summary>
    public StackStatus? Status { get; set; }

    public TimeSpan Elapsed => Time.GetElapsedTime(_started);

    /// <summary>The listener, told one event at a time although transfers run in parallel; null when nobody listens.</summary>
    public IProgress<DeployEvent>? Progress { get; } = progress is null ? null : new OneAtATime(progress);

    public void Report(DeployEvent happened) => Progress?.Report(happened);

    public SourceSpan SpanOf(string logicalId) => Template?.SpanOf(logicalId) ?? SourceSpan.None;

    /// <summary>Reads the stack and remembers its state.</summary>
    public async Task<StackDescription?> DescribeAsync(string stack, CancellationToken cancellationToken)
    {
        var description = await Client.DescribeAsync(stack, cancellationToken);
        Status = description?.Status;
        StackId = description?.Id ?? StackId;
        return description is null ? null : description with { StatusReason = Secrets.ApplyOptional(description.StatusReason) };
    }

    /// <summary>Asks until there is an answer, at the pace of <see cref="PollPace"/>, and survives throttling and short silences.</summary>
    public async Task<T> PollAsync<T>(Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var pace = new PollPace(Target.ShortestPoll, Target.LongestPoll, Time);
        while (true)
        {
            try
            {
                if (await ask(cancellationToken) is { } answer)
                {
                    return answer;
                }

                pace.Answered();
            }
            catch (StackClientException exception) when (exception.IsTransient && pace.Disturbed < SilenceLimit)
            {
                pace.Failed();
                Report(new WatchDisturbed(exception.Failure, Secrets.Apply(exception.Message)));
            }

            if (Elapsed >= Target.Timeout)
            {
                throw new TimeoutException();
            }

            await Task.Delay(pace.Next(), Time, cancellationToken);
        }
    }

    /// <summary>Runs the job; whatever interrupts it becomes an outcome that says what goes on in the cloud.</summary>
    public async Task<StackOutcome> RunAsync(Func<CancellationToken, Task<StackOutcome>> body, CancellationToken cancellationToken)
    {
        try
        {
            return Conclude(await body(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await InterruptAsync(StackOutcomeKind.Cancelled, StackDiagnostics.Stopped, "Stopped.");
        }
        catch (TimeoutException)
        {
            return await InterruptAsync(StackOutcomeKind.Failed, StackDiagnostics.TimeRanOut, $"The {Target.Timeout.TotalMinutes:0.##} minutes for this job are over.");
        }
        catch (DiagnosticException exception)
        {
            return await FailAsync(exception.Diagnostics);
        }
        catch (StackClientException exception)
        {
            return await FailAsync([StackDiagnostics.From(exception, Target, Secrets, RootCause.Place(this, exception.Message))]);
        }
    }

    /// <summary>An end of this job.</summary>
    public StackOutcome End(StackOutcomeKind kind, params IEnumerable<Diagnostic> diagnostics) =>
        Conclude(new(kind, Target.StackName) { Diagnostics = [.. diagnostics] });

    /// <summary>Deletes a change set that will not be executed, and the stack that exists only for it.</summary>
    /// <returns>What could not be taken back and how to do it by hand; null when nothing is left.</returns>
    public async Task<string?> TakeBackAsync()
    {
        switch (InFlight)
        {
            case InFlight.Proposal proposal:
                InFlight = new InFlight.Nothing();
                return await TryTakeBackAsync(proposal) ? null : proposal.LeftBehind(Target);
            case InFlight.Operation operation:
                return operation.GoesOn(Target, Status);
            default:
                return null;
        }
    }

    private async Task<bool> TryTakeBackAsync(InFlight.Proposal proposal)
    {
        using var limit = new CancellationTokenSource(TakeBackLimit, Time);
        try
        {
            await Client.DeleteChangeSetAsync(proposal.ChangeSet, Target.StackName, limit.Token);
            if (proposal.StackIsNew && await Client.DescribeAsync(Target.StackName, limit.Token) is { Status.Readiness: StackReadiness.Create } stack)
            {
                await Client.DeleteStackAsync(new(stack.Id, $"{proposal.ChangeSet}-undo", RoleArn: null, Retain: []), limit.Token);
                Status = null;
            }

            return true;
        }
        catch (Exception exception) when (exception is StackClientException or DiagnosticException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<StackOutcome> InterruptAsync(StackOutcomeKind kind, DiagnosticDescriptor descriptor, string message)
    {
        var left = await TakeBackAsync();
        return End(kind, descriptor.At(SourceSpan.None, message, left ?? "Nothing is left running.")) with { StillRunning = left };
    }

    private async Task<StackOutcome> FailAsync(ImmutableArray<Diagnostic> diagnostics)
    {
        var left = await TakeBackAsync();
        var masked = diagnostics.Select(diagnostic => diagnostic with
        {
            Message = Secrets.Apply(diagnostic.Message),
            Help = Secrets.ApplyOptional(diagnostic.Help),
        });
        return left is null
            ? End(StackOutcomeKind.Failed, masked)
            : End(StackOutcomeKind.Failed, [.. masked, StackDiagnostics.Stopped.At(SourceSpan.None, left)]) with { StillRunning = left };
    }

    private StackOutcome Conclude(StackOutcome outcome) =>
        outcome with { Elapsed = Elapsed, StackId = outcome.StackId ?? StackId, Status = outcome.Status ?? Status };

    private sealed class OneAtATime(IProgress<DeployEvent> listener) : IProgress<DeployEvent>
    {
        private readonly Lock _gate = new();

        public void Report(DeployEvent value)
        {
            lock (_gate)
            {
                listener.Report(value);
            }
        }
    }
}
