using System.Xml.Linq;
using Serverless.Aws.Query;
using Serverless.Stacks;

namespace Serverless.Aws;

/// <summary>Reads CloudFormation's replies. Parameter values and resource properties are left alone: they may be secret.</summary>
internal static class StackReader
{
    public static StackDescription Stack(XElement stack) => new(stack.Required("StackId"), stack.Required("StackName"), StackStatus.Parse(stack.Required("StackStatus")))
    {
        StatusReason = stack.Text("StackStatusReason"),
        ParameterNames = [.. stack.Members("Parameters").Select(parameter => parameter.Text("ParameterKey")).OfType<string>()],
        Outputs = [.. stack.Members("Outputs").Select(Output)],
        TerminationProtection = stack.Text("EnableTerminationProtection") == "true",
        LastChanged = stack.Time("LastUpdatedTime") ?? stack.Time("CreationTime"),
    };

    public static StackEvent Event(XElement happened) => new(
        happened.Required("EventId"),
        happened.Required("StackId"),
        happened.Text("LogicalResourceId") ?? "",
        happened.Text("PhysicalResourceId"),
        happened.Text("ResourceType") ?? "",
        new(happened.Text("ResourceStatus") ?? ""),
        happened.Text("ResourceStatusReason") ?? happened.Text("HookStatusReason"),
        happened.Time("Timestamp") ?? default);

    public static StackResource Resource(XElement resource) => new(
        resource.Text("LogicalResourceId") ?? "",
        resource.Text("PhysicalResourceId"),
        resource.Text("ResourceType") ?? "",
        new(resource.Text("ResourceStatus") ?? ""),
        resource.Text("ResourceStatusReason"));

    public static ChangeSet ChangeSet(XElement changeSet) => new(changeSet.Required("ChangeSetId"), changeSet.Text("StackId") ?? "", Status(changeSet.Required("Status")))
    {
        StatusReason = changeSet.Text("StatusReason"),
        Changes = [.. changeSet.Members("Changes").Select(member => member.Child("ResourceChange")).OfType<XElement>().Select(Change)],
    };

    private static ChangeSetStatus Status(string name) => name switch
    {
        "CREATE_COMPLETE" => ChangeSetStatus.Ready,
        "FAILED" or "DELETE_FAILED" or "DELETE_COMPLETE" => ChangeSetStatus.Failed,
        _ => ChangeSetStatus.InProgress,
    };

    private static Change Change(XElement change) => new(Action(change.Text("Action")), change.Text("LogicalResourceId") ?? "", change.Text("ResourceType") ?? "")
    {
        PhysicalId = change.Text("PhysicalResourceId"),
        Replacement = change.Text("Replacement") switch { "True" => Replacement.Always, "Conditional" => Replacement.Conditional, _ => Replacement.Never },
        Scope = [.. change.Members("Scope").Select(part => part.Value)],
        Details = [.. change.Members("Details").Select(Detail)],
    };

    private static ChangeDetail Detail(XElement detail) => new(
        detail.Child("Target")?.Text("Attribute") ?? "",
        detail.Child("Target")?.Text("Name"),
        detail.Child("Target")?.Text("RequiresRecreation"),
        detail.Text("ChangeSource"),
        detail.Text("CausingEntity"));

    private static StackOutput Output(XElement output) =>
        new(output.Required("OutputKey"), output.Text("OutputValue") ?? "", output.Text("Description"), output.Text("ExportName"));

    private static ChangeAction Action(string? name) => name switch
    {
        "Add" => ChangeAction.Add,
        "Remove" => ChangeAction.Remove,
        "Import" => ChangeAction.Import,
        "Modify" => ChangeAction.Modify,
        _ => ChangeAction.Dynamic,
    };
}
