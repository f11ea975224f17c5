using System.Collections.Immutable;

namespace Serverless.Stacks;

/// <summary>A stack as it is.</summary>
/// <param name="Id">Its ARN, which names it even after deletion.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its state.</param>
public sealed record StackDescription(string Id, string Name, StackStatus Status)
{
    /// <summary>Why it is in that state; null when CloudFormation does not say.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Names of the parameters that it has values for. Values are not read: they may be secret.</summary>
    public ImmutableArray<string> ParameterNames { get; init; } = [];

    /// <summary>Its outputs in the service's order.</summary>
    public ImmutableArray<StackOutput> Outputs { get; init; } = [];

    /// <summary>Whether deletion is refused.</summary>
    public bool TerminationProtection { get; init; }

    /// <summary>When its last update began, or its creation when there was none; null when CloudFormation does not say.</summary>
    public DateTimeOffset? LastChanged { get; init; }
}

/// <summary>An output of a stack.</summary>
/// <param name="Key">Its logical id.</param>
/// <param name="Value">Its value.</param>
/// <param name="Description">Its description; null when it has none.</param>
/// <param name="ExportName">The name other stacks import it by; null when it is not exported.</param>
public sealed record StackOutput(string Key, string Value, string? Description = null, string? ExportName = null);

/// <summary>A resource that a stack holds.</summary>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="PhysicalId">Its name in AWS; null before it has one.</param>
/// <param name="ResourceType">Its type.</param>
/// <param name="Status">Its state.</param>
/// <param name="StatusReason">Why; null when CloudFormation does not say.</param>
public sealed record StackResource(string LogicalId, string? PhysicalId, string ResourceType, ResourceStatus Status, string? StatusReason = null);

/// <summary>A tag of a stack, which CloudFormation puts on its resources.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record StackTag(string Key, string Value);

/// <summary>A value for one of a template's parameters. Printing it never shows the value.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Value">Its value; null keeps the value that the stack has.</param>
public sealed record StackParameter(string Name, string? Value)
{
    /// <summary>True for a value that came from a secret place; a parameter marked <c>NoEcho</c> in the template is secret anyway.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True to keep the value that the stack has.</summary>
    public bool UsesPreviousValue => Value is null;

    /// <inheritdoc/>
    public override string ToString() => UsesPreviousValue ? $"{Name} (as before)" : $"{Name}=…";
}
