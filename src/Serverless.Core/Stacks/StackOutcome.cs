using System.Collections.Immutable;
using Serverless.Diagnostics;

namespace Serverless.Stacks;

/// <summary>How a job about a stack ended.</summary>
public enum StackOutcomeKind
{
    /// <summary>The stack is as wanted, or gone as wanted.</summary>
    Succeeded,

    /// <summary>The stack was already as wanted, or already gone.</summary>
    Unchanged,

    /// <summary>The changes were computed and nothing was done.</summary>
    Planned,

    /// <summary>CloudFormation is at work and nobody waits for it.</summary>
    Started,

    /// <summary>It failed; the diagnostics say why.</summary>
    Failed,

    /// <summary>The user stopped it; a diagnostic says what is still running.</summary>
    Cancelled,
}

/// <summary>The end of a job about a stack.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="StackName">The stack.</param>
public sealed record StackOutcome(StackOutcomeKind Kind, string StackName)
{
    /// <summary>The stack's ARN; null when it was never known.</summary>
    public string? StackId { get; init; }

    /// <summary>The stack's state when last seen; null when there is no stack.</summary>
    public StackStatus? Status { get; init; }

    /// <summary>The stack's outputs.</summary>
    public ImmutableArray<StackOutput> Outputs { get; init; } = [];

    /// <summary>What was changed, or would be.</summary>
    public ImmutableArray<Change> Changes { get; init; } = [];

    /// <summary>What there is to say, the first cause first.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>What goes on in the cloud although the job has ended, and how to follow or stop it; null when nothing does.</summary>
    public string? StillRunning { get; init; }

    /// <summary>How long the job took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>True unless it failed or was stopped.</summary>
    public bool IsSuccess => Kind is not (StackOutcomeKind.Failed or StackOutcomeKind.Cancelled);

    /// <summary>The end in one line, such as <c>stack orders: CREATE_COMPLETE, ApiUrl https://…</c>. At most three outputs, addresses first.</summary>
    public string Summary
    {
        get
        {
            var state = Kind switch
            {
                StackOutcomeKind.Unchanged => Status is null ? "does not exist" : "unchanged",
                StackOutcomeKind.Planned => Changes.IsEmpty ? "nothing to change" : $"{Changes.Length} change{(Changes.Length == 1 ? "" : "s")} planned",
                StackOutcomeKind.Started => "started",
                StackOutcomeKind.Cancelled => Status is null ? "stopped" : $"stopped at {Status}",
                StackOutcomeKind.Failed => Status is null ? "failed" : $"failed, {Status}",
                _ => Status?.Name ?? "done",
            };
            var shown = Outputs.OrderByDescending(output => output.Value.Contains("://", StringComparison.Ordinal)).Take(3);
            return string.Join(", ", [$"stack {StackName}: {state}", .. shown.Select(output => $"{output.Key} {output.Value}")]);
        }
    }
}
