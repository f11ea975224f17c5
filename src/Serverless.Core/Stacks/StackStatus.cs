using System.Collections.Frozen;

namespace Serverless.Stacks;

/// <summary>How an operation on a stack ended.</summary>
public enum StackEnding
{
    /// <summary>It has not ended, or there was none.</summary>
    None,

    /// <summary>The stack is as its template says.</summary>
    Succeeded,

    /// <summary>The operation failed and was undone.</summary>
    RolledBack,

    /// <summary>The operation failed and was left as it was.</summary>
    Failed,

    /// <summary>The stack is gone.</summary>
    Deleted,
}

/// <summary>What a stack needs before its template can be deployed.</summary>
public enum StackReadiness
{
    /// <summary>Nothing is there: a change set of type CREATE.</summary>
    Create,

    /// <summary>A change set of type UPDATE.</summary>
    Update,

    /// <summary>It never worked and can only be deleted, after which it can be created.</summary>
    DeleteThenCreate,

    /// <summary>Somebody is at work on it: wait.</summary>
    Wait,

    /// <summary>Only a person can decide; <see cref="StackStatus.Advice"/> says what.</summary>
    Repair,
}

/// <summary>
/// The state of a stack. The one table of all states that CloudFormation documents
/// (<see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html"/>); nothing else compares their names.
/// </summary>
/// <param name="Name">CloudFormation's name, such as <c>UPDATE_ROLLBACK_COMPLETE</c>.</param>
/// <param name="IsInProgress">True while CloudFormation is at work.</param>
/// <param name="Ending">How the last operation ended.</param>
/// <param name="Readiness">What the next deployment has to do.</param>
public sealed record StackStatus(string Name, bool IsInProgress, StackEnding Ending, StackReadiness Readiness)
{
    private static readonly FrozenDictionary<string, StackStatus> Table = new StackStatus[]
    {
        // A change set of type CREATE exists, the stack does not yet. Nothing is at work in spite of the name.
        Settled("REVIEW_IN_PROGRESS", StackEnding.None, StackReadiness.Create),

        Working("CREATE_IN_PROGRESS"),
        Settled("CREATE_COMPLETE", StackEnding.Succeeded, StackReadiness.Update),
        // Rollback was disabled: what could be created is there and an update goes on from it.
        Settled("CREATE_FAILED", StackEnding.Failed, StackReadiness.Update),

        Working("ROLLBACK_IN_PROGRESS"),
        Settled("ROLLBACK_COMPLETE", StackEnding.RolledBack, StackReadiness.DeleteThenCreate),
        ByHand("ROLLBACK_FAILED", "Some of its resources could not be deleted. Remove what holds them, then destroy the stack and deploy again."),

        Working("UPDATE_IN_PROGRESS"),
        Working("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        Settled("UPDATE_COMPLETE", StackEnding.Succeeded, StackReadiness.Update),
        // Rollback was disabled, as above.
        Settled("UPDATE_FAILED", StackEnding.Failed, StackReadiness.Update),

        Working("UPDATE_ROLLBACK_IN_PROGRESS"),
        Working("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"),
        Settled("UPDATE_ROLLBACK_COMPLETE", StackEnding.RolledBack, StackReadiness.Update),
        ByHand("UPDATE_ROLLBACK_FAILED", "Mend what its events complain of, run 'aws cloudformation continue-update-rollback --stack-name {0}', then deploy again."),

        Working("DELETE_IN_PROGRESS"),
        Settled("DELETE_COMPLETE", StackEnding.Deleted, StackReadiness.Create),
        ByHand("DELETE_FAILED", "Empty or release the resources that its events name, or retain them, and destroy the stack again."),

        Working("IMPORT_IN_PROGRESS"),
        Settled("IMPORT_COMPLETE", StackEnding.Succeeded, StackReadiness.Update),
        Working("IMPORT_ROLLBACK_IN_PROGRESS"),
        Settled("IMPORT_ROLLBACK_COMPLETE", StackEnding.RolledBack, StackReadiness.Update),
        ByHand("IMPORT_ROLLBACK_FAILED", "Mend what its events complain of, run 'aws cloudformation continue-update-rollback --stack-name {0}', then deploy again."),
    }.ToFrozenDictionary(status => status.Name);

    /// <summary>Every documented state.</summary>
    public static IReadOnlyCollection<StackStatus> All => Table.Values;

    /// <summary>What a person has to do first, with <c>{0}</c> for the stack's name; null when nothing.</summary>
    public string? Advice { get; private init; }

    /// <summary>The state of that name. A name that CloudFormation has added since is understood by its ending.</summary>
    public static StackStatus Parse(string name) => Table.TryGetValue(name, out var status) ? status : Guess(name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static StackStatus Guess(string name) =>
        name.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) ? Working(name)
        : name.EndsWith("ROLLBACK_COMPLETE", StringComparison.Ordinal) ? Settled(name, StackEnding.RolledBack, StackReadiness.Update)
        : name.EndsWith("_COMPLETE", StringComparison.Ordinal) ? Settled(name, StackEnding.Succeeded, StackReadiness.Update)
        : ByHand(name, "Look at stack '{0}' in the CloudFormation console.");

    private static StackStatus Working(string name) => new(name, IsInProgress: true, StackEnding.None, StackReadiness.Wait);

    private static StackStatus Settled(string name, StackEnding ending, StackReadiness readiness) => new(name, IsInProgress: false, ending, readiness);

    private static StackStatus ByHand(string name, string advice) => Settled(name, StackEnding.Failed, StackReadiness.Repair) with { Advice = advice };
}
