using System.Collections.Immutable;

namespace Serverless.Stacks;

/// <summary>Follows one operation on a stack by its events until the stack comes to rest.</summary>
internal sealed class StackWatch
{
    private readonly StackJob _job;
    private readonly StackDescription _before;
    private readonly List<StackEvent> _events = [];
    private string? _latest;

    private StackWatch(StackJob job, StackDescription before, string? latest) => (_job, _before, _latest) = (job, before, latest);

    /// <summary>The events of the operation so far, oldest first, without secrets.</summary>
    public ImmutableArray<StackEvent> Events => [.. _events];

    // The name says "in progress", yet an operation never ends in it: it is what a stack has before its first one.
    private bool HasEnded => _events.FindLast(happened => happened.IsOfStack) is { Status.IsSettled: true };

    /// <summary>Remembers where the stack's events are, so that only those of the coming operation count.</summary>
    public static async Task<StackWatch> BeginAsync(StackJob job, StackDescription before, CancellationToken cancellationToken) =>
        new(job, before, (await job.Client.LatestEventAsync(before.Id, cancellationToken))?.Id);

    /// <summary>The stack once it has come to rest; null when it is gone.</summary>
    public async Task<StackDescription?> SettleAsync(CancellationToken cancellationToken) =>
        (await _job.PollAsync(LookAsync, cancellationToken)).Stack;

    private async Task<Rest?> LookAsync(CancellationToken cancellationToken)
    {
        var moved = await ReadEventsAsync(cancellationToken);
        if (moved && !HasEnded)
        {
            return null;
        }

        var now = await _job.DescribeAsync(_before.Id, cancellationToken);
        if (now is null || now.Status.Ending == StackEnding.Deleted)
        {
            return new(null);
        }

        if (now.Status.IsInProgress || !(HasEnded || IsAnother(now)))
        {
            return null;
        }

        await ReadEventsAsync(cancellationToken);
        return new(now);
    }

    // For services that are sparing with events: the stack rests in a state that it did not have before.
    private bool IsAnother(StackDescription now) =>
        now.Status.Readiness != StackReadiness.Create && (now.Status != _before.Status || now.LastChanged != _before.LastChanged);

    private async Task<bool> ReadEventsAsync(CancellationToken cancellationToken)
    {
        var fresh = await FreshAsync(cancellationToken);
        foreach (var happened in fresh.Select(happened => happened with { Reason = _job.Secrets.ApplyOptional(happened.Reason) }))
        {
            _events.Add(happened);
            _latest = happened.Id;
            _job.Report(new ResourceChanged(happened, _job.SpanOf(happened.LogicalId)));
        }

        return fresh.Length > 0;
    }

    private async Task<ImmutableArray<StackEvent>> FreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _job.Client.EventsAfterAsync(_before.Id, _latest, cancellationToken);
        }
        catch (StackClientException exception) when (exception.Failure == StackFailure.NotFound)
        {
            return [];
        }
    }

    private sealed record Rest(StackDescription? Stack);
}
