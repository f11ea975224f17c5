using System.Collections.Immutable;

namespace Serverless.Stacks;

/// <summary>Asks for a change set. Printing it shows neither template nor parameter values.</summary>
/// <param name="StackName">The stack.</param>
/// <param name="ChangeSetName">The change set's name, which also makes a repeated request harmless.</param>
/// <param name="Type">Whether the stack exists.</param>
public sealed record ChangeSetRequest(string StackName, string ChangeSetName, ChangeSetType Type)
{
    /// <summary>The template's text; null when <see cref="TemplateUrl"/> has it.</summary>
    public string? TemplateBody { get; init; }

    /// <summary>Where the template is; null when <see cref="TemplateBody"/> has it.</summary>
    public string? TemplateUrl { get; init; }

    /// <summary>Values of the template's parameters.</summary>
    public ImmutableArray<StackParameter> Parameters { get; init; } = [];

    /// <summary>Tags of the stack.</summary>
    public ImmutableArray<StackTag> Tags { get; init; } = [];

    /// <summary>What the template is allowed to do.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>The role that CloudFormation acts as; null for the caller's own rights.</summary>
    public string? RoleArn { get; init; }

    /// <summary>SNS topics that CloudFormation tells of events.</summary>
    public ImmutableArray<string> NotificationArns { get; init; } = [];

    /// <summary>A word for whoever looks at the change set.</summary>
    public string? Description { get; init; }

    /// <summary>What a failed operation ends in; null for CloudFormation's default, which is to roll back.</summary>
    public OnStackFailure? OnFailure { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {StackName} by {ChangeSetName}";
}

/// <summary>What CloudFormation does when creating or updating fails.</summary>
public enum OnStackFailure
{
    /// <summary>Undo everything.</summary>
    RollBack,

    /// <summary>Leave everything as it is.</summary>
    DoNothing,

    /// <summary>Delete the stack; only when it was being created.</summary>
    Delete,
}

/// <summary>Asks to execute a change set.</summary>
/// <param name="ChangeSetId">Its ARN.</param>
/// <param name="StackId">The ARN of its stack.</param>
/// <param name="Token">Makes a repeated request harmless.</param>
/// <param name="DisableRollback">True to leave a failed stack as it is; null when the change set itself says what happens.</param>
public sealed record ExecutionRequest(string ChangeSetId, string StackId, string Token, bool? DisableRollback);

/// <summary>Asks to delete a stack.</summary>
/// <param name="StackId">Its name or ARN.</param>
/// <param name="Token">Makes a repeated request harmless.</param>
/// <param name="RoleArn">The role that CloudFormation acts as; null for the one it used before.</param>
/// <param name="Retain">Logical ids of resources to let go; CloudFormation accepts them only for a stack whose deletion failed.</param>
public sealed record DeletionRequest(string StackId, string Token, string? RoleArn, ImmutableArray<string> Retain);
