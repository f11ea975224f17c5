using System.Collections.Immutable;

namespace Serverless.Stacks;

/// <summary>Whether a change set makes a stack or changes one.</summary>
public enum ChangeSetType
{
    /// <summary>The stack does not exist.</summary>
    Create,

    /// <summary>The stack exists.</summary>
    Update,
}

/// <summary>How far a change set is.</summary>
public enum ChangeSetStatus
{
    /// <summary>CloudFormation is still computing or deleting it.</summary>
    InProgress,

    /// <summary>It can be executed.</summary>
    Ready,

    /// <summary>It could not be made; <see cref="ChangeSet.StatusReason"/> says why.</summary>
    Failed,
}

/// <summary>A change set: what CloudFormation would do.</summary>
/// <param name="Id">Its ARN.</param>
/// <param name="StackId">The ARN of its stack.</param>
/// <param name="Status">How far it is.</param>
public sealed record ChangeSet(string Id, string StackId, ChangeSetStatus Status)
{
    /// <summary>Its name, which is the second to last part of the ARN.</summary>
    public string Name => Id.Split('/') is [_, var name, ..] ? name : Id;

    /// <summary>Why it has that status; null when CloudFormation does not say.</summary>
    public string? StatusReason { get; init; }

    /// <summary>The changes, complete when <see cref="Status"/> is <see cref="ChangeSetStatus.Ready"/>.</summary>
    public ImmutableArray<Change> Changes { get; init; } = [];

    /// <summary>True for a change set that failed only because there is nothing to change.</summary>
    public bool IsEmpty => Status == ChangeSetStatus.Failed && SaysUnchanged(StatusReason);

    /// <summary>True for CloudFormation's two ways to say that a stack is as the template wants it. The second comes from templates with transforms.</summary>
    public static bool SaysUnchanged(string? reason) =>
        reason is not null && (reason.Contains("didn't contain changes", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("No updates are to be performed", StringComparison.OrdinalIgnoreCase));
}

/// <summary>What happens to a resource.</summary>
public enum ChangeAction
{
    /// <summary>It is created.</summary>
    Add,

    /// <summary>It is changed, in place unless it is replaced.</summary>
    Modify,

    /// <summary>It is deleted, or let go when its policy retains it.</summary>
    Remove,

    /// <summary>It exists and comes into the stack.</summary>
    Import,

    /// <summary>CloudFormation can tell only while it executes.</summary>
    Dynamic,
}

/// <summary>Whether a changed resource becomes another one.</summary>
public enum Replacement
{
    /// <summary>It stays.</summary>
    Never,

    /// <summary>That depends on values known only while executing.</summary>
    Conditional,

    /// <summary>It is created anew and the old one is deleted, with everything in it.</summary>
    Always,
}

/// <summary>One resource's change.</summary>
/// <param name="Action">What happens.</param>
/// <param name="LogicalId">The resource's name in the template.</param>
/// <param name="ResourceType">Its type.</param>
public sealed record Change(ChangeAction Action, string LogicalId, string ResourceType)
{
    /// <summary>Its name in AWS; null for one that is to be created.</summary>
    public string? PhysicalId { get; init; }

    /// <summary>Whether it becomes another one.</summary>
    public Replacement Replacement { get; init; }

    /// <summary>What of it changes: <c>Properties</c>, <c>Tags</c>, <c>Metadata</c> and so on.</summary>
    public ImmutableArray<string> Scope { get; init; } = [];

    /// <summary>The reasons, one for each thing that changes.</summary>
    public ImmutableArray<ChangeDetail> Details { get; init; } = [];
}

/// <summary>Why a resource changes.</summary>
/// <param name="Attribute">What changes: <c>Properties</c>, <c>Tags</c> and so on.</param>
/// <param name="Name">The property; null when <paramref name="Attribute"/> is another part.</param>
/// <param name="RequiresRecreation"><c>Never</c>, <c>Conditionally</c> or <c>Always</c>.</param>
/// <param name="ChangeSource">Where the change comes from, such as <c>DirectModification</c> or <c>ResourceAttribute</c>.</param>
/// <param name="CausingEntity">The parameter, resource or attribute that causes it; null for a direct change.</param>
public sealed record ChangeDetail(string Attribute, string? Name, string? RequiresRecreation, string? ChangeSource, string? CausingEntity);
