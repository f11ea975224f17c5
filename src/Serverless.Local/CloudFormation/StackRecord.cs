using System.Text.Json;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>A resource of a stack as it is kept.</summary>
internal sealed record ResourceRecord
{
    /// <summary>The name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary>The type.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The physical id; null while the resource does not exist.</summary>
    public string? PhysicalId { get; init; }

    /// <summary>CloudFormation's status.</summary>
    public required string Status { get; init; }

    /// <summary>Why it has the status; null for no special reason.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When the status was reached.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The evaluated properties; null before they are.</summary>
    public JsonElement? Properties { get; init; }

    /// <summary>The attributes, with what the body keeps for itself.</summary>
    public JsonElement? Attributes { get; init; }

    /// <summary>What it needs: the order in which it may be deleted.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary><c>Delete</c>, <c>Retain</c>, <c>RetainExceptOnCreate</c> or <c>Snapshot</c>.</summary>
    public string DeletionPolicy { get; init; } = "Delete";

    /// <summary>What happens to the old resource when it is replaced.</summary>
    public string UpdateReplacePolicy { get; init; } = "Delete";
}

/// <summary>A step of a stack's history. It leaves the properties out that CloudFormation may show: secrets could be among them.</summary>
internal sealed record EventRecord(
    string Id, string LogicalId, string? PhysicalId, string ResourceType, DateTimeOffset Timestamp, string Status, string? Reason, string? ClientRequestToken);

/// <summary>A change to one resource that a change set proposes.</summary>
/// <param name="Action"><c>Add</c>, <c>Modify</c> or <c>Remove</c>.</param>
/// <param name="LogicalId">The resource.</param>
/// <param name="PhysicalId">Its physical id; null for a new one.</param>
/// <param name="ResourceType">Its type.</param>
/// <param name="Replacement"><c>True</c>, <c>False</c> or <c>Conditional</c>; null for what is added or removed.</param>
/// <param name="Scope"><c>Properties</c>, <c>Metadata</c>, <c>Tags</c>, <c>DeletionPolicy</c>, <c>UpdateReplacePolicy</c>.</param>
/// <param name="Details">Which properties change and why.</param>
internal sealed record ResourceChange(
    string Action, string LogicalId, string? PhysicalId, string ResourceType, string? Replacement, IReadOnlyList<string> Scope, IReadOnlyList<ChangeDetail> Details);

/// <summary>One cause of a change.</summary>
/// <param name="Attribute">What changes: <c>Properties</c> and so on.</param>
/// <param name="Name">The property; null for other attributes.</param>
/// <param name="RequiresRecreation"><c>Never</c>, <c>Conditionally</c> or <c>Always</c>.</param>
/// <param name="Evaluation"><c>Static</c>, or <c>Dynamic</c> when only the execution will tell the value.</param>
/// <param name="ChangeSource"><c>DirectModification</c>, <c>ParameterReference</c>, <c>ResourceReference</c> or <c>ResourceAttribute</c>.</param>
/// <param name="CausingEntity">The parameter or resource that causes it; null for a direct modification.</param>
internal sealed record ChangeDetail(string Attribute, string? Name, string RequiresRecreation, string Evaluation, string ChangeSource, string? CausingEntity);

/// <summary>What a deployment is asked to make of a stack.</summary>
internal sealed record StackInput
{
    /// <summary>The template as it was sent.</summary>
    public required string TemplateBody { get; init; }

    /// <summary>The parameters' values.</summary>
    public IReadOnlyList<ParameterValue> Parameters { get; init; } = [];

    /// <summary>Acknowledged capabilities.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The stack's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is told of events; kept, not told.</summary>
    public IReadOnlyList<string> NotificationArns { get; init; } = [];

    /// <summary>The role that works for CloudFormation; kept, not used.</summary>
    public string? RoleArn { get; init; }
}

/// <summary>A change set as it is kept.</summary>
internal sealed record ChangeSetRecord
{
    /// <summary>Its name, unique for the stack.</summary>
    public required string Name { get; init; }

    /// <summary>Its ARN.</summary>
    public required string Id { get; init; }

    /// <summary><c>CREATE</c> or <c>UPDATE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What it would deploy.</summary>
    public required StackInput Input { get; init; }

    /// <summary>The caller's words about it.</summary>
    public string? Description { get; init; }

    /// <summary>CloudFormation's status.</summary>
    public string Status { get; init; } = "CREATE_IN_PROGRESS";

    /// <summary>Why it failed.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Whether it can be executed.</summary>
    public string ExecutionStatus { get; init; } = "UNAVAILABLE";

    /// <summary>What it changes.</summary>
    public IReadOnlyList<ResourceChange> Changes { get; init; } = [];
}

/// <summary>Everything that is kept of a stack except its events.</summary>
internal sealed record StackRecord
{
    /// <summary>Its ARN.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, unique among the stacks that are not deleted.</summary>
    public required string Name { get; init; }

    /// <summary>Its region.</summary>
    public required string Region { get; init; }

    /// <summary>CloudFormation's status.</summary>
    public required string Status { get; init; }

    /// <summary>Why it has the status.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last updated; null when it never was.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>When it was deleted; null when it is not.</summary>
    public DateTimeOffset? Deleted { get; init; }

    /// <summary>What was last deployed successfully; null before the first deployment.</summary>
    public StackInput? Input { get; init; }

    /// <summary>The template's description.</summary>
    public string? Description { get; init; }

    /// <summary>Whether deletion is refused.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Whether a failing operation leaves things as they are.</summary>
    public bool DisableRollback { get; init; }

    /// <summary>The change set that was executed last.</summary>
    public string? ChangeSetId { get; init; }

    /// <summary>The stack that this one is nested in.</summary>
    public string? ParentId { get; init; }

    /// <summary>The exports of other stacks that this one uses.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>The outputs.</summary>
    public IReadOnlyList<OutputValue> Outputs { get; init; } = [];

    /// <summary>The resources in the order they were made.</summary>
    public IReadOnlyList<ResourceRecord> Resources { get; init; } = [];

    /// <summary>The change sets.</summary>
    public IReadOnlyList<ChangeSetRecord> ChangeSets { get; init; } = [];
}
