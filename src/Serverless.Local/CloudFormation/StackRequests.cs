using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>What a caller gives for a deployment.</summary>
internal sealed record StackRequest
{
    /// <summary>Name or ARN of the stack.</summary>
    public required string StackName { get; init; }

    /// <summary>The template; null to keep the stack's.</summary>
    public string? TemplateBody { get; init; }

    /// <summary>Values for parameters.</summary>
    public IReadOnlyList<SuppliedParameter> Parameters { get; init; } = [];

    /// <summary>Acknowledged capabilities.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Tags; null to keep the stack's.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Who is told of events.</summary>
    public IReadOnlyList<string> NotificationArns { get; init; } = [];

    /// <summary>The role that works for CloudFormation.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The caller's mark for the events.</summary>
    public string? Token { get; init; }

    /// <summary>The region of the request.</summary>
    public required string Region { get; init; }
}

/// <summary>A request for a change set.</summary>
/// <param name="Stack">What it shall deploy.</param>
/// <param name="Name">The change set's name.</param>
/// <param name="Type"><c>CREATE</c> or <c>UPDATE</c>.</param>
/// <param name="Description">The caller's words about it, or null.</param>
internal sealed record ChangeSetRequest(StackRequest Stack, string Name, string Type, string? Description);
