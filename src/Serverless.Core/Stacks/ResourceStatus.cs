namespace Serverless.Stacks;

/// <summary>
/// The state of one resource in a stack, or of the stack itself in its events. The names follow one rule, <c>operation_STATE</c>,
/// so that it is read from the name.
/// </summary>
/// <param name="Name">CloudFormation's name, such as <c>CREATE_FAILED</c>.</param>
public readonly record struct ResourceStatus(string Name)
{
    /// <summary>True while CloudFormation is at work on the resource.</summary>
    public bool IsInProgress => Name.EndsWith("_IN_PROGRESS", StringComparison.Ordinal);

    /// <summary>True when the operation on the resource failed.</summary>
    public bool IsFailed => Name.EndsWith("_FAILED", StringComparison.Ordinal);

    /// <summary>True when the operation is over: complete, failed, or skipped because the resource is retained.</summary>
    public bool IsSettled => !IsInProgress;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
