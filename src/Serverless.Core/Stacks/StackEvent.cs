namespace Serverless.Stacks;

/// <summary>Something that happened to a resource of a stack, or to the stack. Resource properties are not read: they may be secret.</summary>
/// <param name="Id">Unique in the stack.</param>
/// <param name="StackId">The stack's ARN.</param>
/// <param name="LogicalId">The resource's name in the template; the stack's name for the stack itself.</param>
/// <param name="PhysicalId">The resource's name in AWS; null or empty before it has one.</param>
/// <param name="ResourceType">The resource's type.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why; null when there is nothing to say.</param>
/// <param name="Timestamp">When.</param>
public sealed record StackEvent(
    string Id, string StackId, string LogicalId, string? PhysicalId, string ResourceType, ResourceStatus Status, string? Reason, DateTimeOffset Timestamp)
{
    /// <summary>True for an event of the stack itself.</summary>
    public bool IsOfStack => PhysicalId == StackId;

    /// <summary>
    /// True for a failure that only follows from another one: CloudFormation stops the other resources of an operation that failed.
    /// </summary>
    public bool IsConsequence =>
        Reason is not null && (Reason.Contains("creation cancelled", StringComparison.OrdinalIgnoreCase)
            || Reason.Contains("update cancelled", StringComparison.OrdinalIgnoreCase)
            || Reason.Contains("deletion cancelled", StringComparison.OrdinalIgnoreCase)
            || Reason.Contains("operation cancelled", StringComparison.OrdinalIgnoreCase));
}
