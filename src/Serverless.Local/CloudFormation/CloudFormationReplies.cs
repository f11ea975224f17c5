using System.Globalization;
using System.Xml.Linq;
using Serverless.Local.Query;
using Serverless.Templates.Evaluation;
using static Serverless.Local.Query.QueryReply;

namespace Serverless.Local.CloudFormation;

/// <summary>The results of CloudFormation's reading operations, member by member as its API reference lists them.</summary>
internal static class CloudFormationReplies
{
    private const int EventsPerPage = 100;

    /// <summary>DescribeStacks.</summary>
    public static IEnumerable<object?> Stacks(IEnumerable<StackRecord> stacks) => [List("Stacks", stacks, Stack)];

    /// <summary>ListStacks.</summary>
    public static IEnumerable<object?> Summaries(IEnumerable<StackRecord> stacks, IReadOnlyList<string> statuses) =>
    [
        List("StackSummaries", stacks.Where(stack => statuses.Count == 0 || statuses.Contains(stack.Status)), stack => new object?[]
        {
            new XElement("StackId", stack.Id),
            new XElement("StackName", stack.Name),
            QueryReply.Optional("TemplateDescription", stack.Description),
            new XElement("CreationTime", Time(stack.Created)),
            Optional("LastUpdatedTime", stack.Updated),
            Optional("DeletionTime", stack.Deleted),
            new XElement("StackStatus", stack.Status),
            QueryReply.Optional("StackStatusReason", stack.StatusReason),
            QueryReply.Optional("ParentId", stack.ParentId),
            Drift(),
        }),
    ];

    /// <summary>DescribeStackEvents: newest first, in pages.</summary>
    public static IEnumerable<object?> Events(Stack stack, string? nextToken)
    {
        var record = stack.Record;
        var events = stack.Events;
        // The token is the place from the old end, so that new events do not shift the pages.
        var end = int.TryParse(nextToken, CultureInfo.InvariantCulture, out var place) ? Math.Min(place, events.Count) : events.Count;
        var start = Math.Max(0, end - EventsPerPage);
        return
        [
            List("StackEvents", events.GetRange(start, end - start).Reverse(), told => new object?[]
            {
                new XElement("StackId", record.Id),
                new XElement("EventId", told.ResourceType == "AWS::CloudFormation::Stack" && told.PhysicalId == record.Id ? told.Id : $"{told.LogicalId}-{told.Id}"),
                new XElement("StackName", record.Name),
                new XElement("LogicalResourceId", told.LogicalId),
                new XElement("PhysicalResourceId", told.PhysicalId ?? ""),
                new XElement("ResourceType", told.ResourceType),
                new XElement("Timestamp", Time(told.Timestamp)),
                new XElement("ResourceStatus", told.Status),
                QueryReply.Optional("ResourceStatusReason", told.Reason),
                QueryReply.Optional("ClientRequestToken", told.ClientRequestToken),
            }),
            start > 0 ? new XElement("NextToken", start) : null,
        ];
    }

    /// <summary>DescribeStackResource.</summary>
    /// <exception cref="QueryException">The stack has no such resource.</exception>
    public static IEnumerable<object?> Resource(StackRecord stack, string logicalId)
    {
        var resource = stack.Resources.FirstOrDefault(other => other.LogicalId == logicalId)
            ?? throw QueryException.Validation($"Resource {logicalId} does not exist for stack {stack.Name}");
        return [new XElement("StackResourceDetail", InStack(stack), Members(resource, "LastUpdatedTimestamp"))];
    }

    /// <summary>DescribeStackResources.</summary>
    public static IEnumerable<object?> Resources(StackRecord stack, string? logicalId) =>
    [
        List("StackResources", stack.Resources.Where(resource => logicalId is null or "" || resource.LogicalId == logicalId), resource => new object?[] { InStack(stack), Members(resource, "Timestamp") }),
    ];

    /// <summary>ListStackResources.</summary>
    public static IEnumerable<object?> ResourceSummaries(StackRecord stack) =>
        [List("StackResourceSummaries", stack.Resources, resource => Members(resource, "LastUpdatedTimestamp"))];

    /// <summary>ListExports.</summary>
    public static IEnumerable<object?> Exports(Exports exports) =>
        [List("Exports", exports.All, export => new[] { new XElement("ExportingStackId", export.Stack.Id), new XElement("Name", export.Name), new XElement("Value", export.Value) })];

    /// <summary>ListImports.</summary>
    /// <exception cref="QueryException">Nobody imports the name.</exception>
    public static IEnumerable<object?> Imports(Exports exports, string name) => exports.UsersOf(name) is { Count: > 0 } users
        ? [List("Imports", users, user => user)]
        : throw QueryException.Validation($"Export '{name}' is not imported by any stack.");

    /// <summary>ListChangeSets.</summary>
    public static IEnumerable<object?> ChangeSets(StackRecord stack) =>
    [
        List("Summaries", stack.ChangeSets, changeSet => Identity(stack, changeSet)),
    ];

    /// <summary>DescribeChangeSet.</summary>
    public static IEnumerable<object?> ChangeSet(StackRecord stack, ChangeSetRecord changeSet) =>
    [
        Identity(stack, changeSet),
        Parameters(changeSet.Input.Parameters),
        Texts("NotificationARNs", changeSet.Input.NotificationArns),
        new XElement("RollbackConfiguration"),
        Texts("Capabilities", changeSet.Input.Capabilities),
        Tags(changeSet.Input.Tags),
        List("Changes", changeSet.Changes, Change),
    ];

    private static IEnumerable<object?> Identity(StackRecord stack, ChangeSetRecord changeSet) =>
    [
        new XElement("ChangeSetName", changeSet.Name),
        new XElement("ChangeSetId", changeSet.Id),
        new XElement("StackId", stack.Id),
        new XElement("StackName", stack.Name),
        QueryReply.Optional("Description", changeSet.Description),
        new XElement("CreationTime", Time(changeSet.Created)),
        new XElement("ExecutionStatus", changeSet.ExecutionStatus),
        new XElement("Status", changeSet.Status),
        QueryReply.Optional("StatusReason", changeSet.StatusReason),
        new XElement("IncludeNestedStacks", false),
    ];

    private static IEnumerable<object?> Stack(StackRecord stack) =>
    [
        new XElement("StackId", stack.Id),
        new XElement("StackName", stack.Name),
        QueryReply.Optional("ChangeSetId", stack.ChangeSetId),
        QueryReply.Optional("Description", stack.Description),
        Parameters(stack.Input?.Parameters ?? []),
        new XElement("CreationTime", Time(stack.Created)),
        Optional("DeletionTime", stack.Deleted),
        Optional("LastUpdatedTime", stack.Updated),
        new XElement("RollbackConfiguration"),
        new XElement("StackStatus", stack.Status),
        QueryReply.Optional("StackStatusReason", stack.StatusReason),
        new XElement("DisableRollback", stack.DisableRollback),
        Texts("NotificationARNs", stack.Input?.NotificationArns ?? []),
        Texts("Capabilities", stack.Input?.Capabilities ?? []),
        stack.Outputs.Count == 0 ? null : List("Outputs", stack.Outputs, output => new object?[]
        {
            new XElement("OutputKey", output.Name),
            new XElement("OutputValue", output.Value),
            QueryReply.Optional("Description", output.Description),
            QueryReply.Optional("ExportName", output.ExportName),
        }),
        QueryReply.Optional("RoleARN", stack.Input?.RoleArn),
        Tags(stack.Input?.Tags ?? new Dictionary<string, string>()),
        new XElement("EnableTerminationProtection", stack.IsProtected),
        QueryReply.Optional("ParentId", stack.ParentId),
        Drift(),
    ];

    private static IEnumerable<XElement> InStack(StackRecord stack) => [new("StackName", stack.Name), new("StackId", stack.Id)];

    private static IEnumerable<object?> Members(ResourceRecord resource, string timestamp) =>
    [
        new XElement("LogicalResourceId", resource.LogicalId),
        QueryReply.Optional("PhysicalResourceId", resource.PhysicalId),
        new XElement("ResourceType", resource.ResourceType),
        new XElement(timestamp, Time(resource.Timestamp)),
        new XElement("ResourceStatus", resource.Status),
        QueryReply.Optional("ResourceStatusReason", resource.StatusReason),
        new XElement("DriftInformation", new XElement("StackResourceDriftStatus", "NOT_CHECKED")),
    ];

    private static IEnumerable<object?> Change(ResourceChange change) =>
    [
        new XElement("Type", "Resource"),
        new XElement(
            "ResourceChange",
            new XElement("Action", change.Action),
            new XElement("LogicalResourceId", change.LogicalId),
            QueryReply.Optional("PhysicalResourceId", change.PhysicalId),
            new XElement("ResourceType", change.ResourceType),
            QueryReply.Optional("Replacement", change.Replacement),
            Texts("Scope", change.Scope),
            List("Details", change.Details, detail => new object?[]
            {
                new XElement("Target", new XElement("Attribute", detail.Attribute), QueryReply.Optional("Name", detail.Name), new XElement("RequiresRecreation", detail.RequiresRecreation)),
                new XElement("Evaluation", detail.Evaluation),
                new XElement("ChangeSource", detail.ChangeSource),
                QueryReply.Optional("CausingEntity", detail.CausingEntity),
            })),
    ];

    private static XElement? Parameters(IReadOnlyList<ParameterValue> parameters) => parameters.Count == 0 ? null : List(
        "Parameters", parameters, parameter => new[] { new XElement("ParameterKey", parameter.Name), new XElement("ParameterValue", parameter.Shown) });

    private static XElement Tags(IReadOnlyDictionary<string, string> tags) => List("Tags", tags, tag => new[] { new XElement("Key", tag.Key), new XElement("Value", tag.Value) });

    private static XElement Texts(string name, IReadOnlyList<string> texts) => List(name, texts, text => text);

    private static XElement? Optional(string name, DateTimeOffset? time) => time is { } known ? new(name, Time(known)) : null;

    private static XElement Drift() => new("DriftInformation", new XElement("StackDriftStatus", "NOT_CHECKED"));
}
