namespace Serverless.Stacks;

/// <summary>Plain lines for <see cref="DeployEvent"/>s, for logs and hosts without a display of their own.</summary>
public static class DeployEventText
{
    /// <summary>The event as one line, or null when it is not worth one.</summary>
    public static string? Line(DeployEvent happened) => happened switch
    {
        ArtifactStored { Artifact.ImageDigest: not null } pushed => $"Pushed {pushed.Artifact.Id} ({Size(pushed.Artifact.Size)}) as {pushed.Location.ImageUri}",
        ArtifactStored stored => $"Stored {stored.Artifact.Id} ({Size(stored.Artifact.Size)}) as {stored.Location.S3Uri}",
        ArtifactSkipped skipped => $"Already stored: {skipped.Artifact.Id}",
        TemplateStored template => $"Stored the template ({Size(template.Bytes)}), which is too long to send directly",
        WaitingForStack waiting => $"Stack {waiting.StackName} is {waiting.Status} by somebody else; waiting for it",
        LeftoverFound { IsDeleted: true } left => $"Stack {left.StackName} is {left.Status} from an earlier attempt; deleting it to create it anew",
        LeftoverFound left => $"Stack {left.StackName} is {left.Status} from an earlier attempt; going on from there",
        ChangeSetRequested requested => $"Change set {requested.ChangeSetName} to {(requested.Type == ChangeSetType.Create ? "create" : "update")} stack {requested.StackName}",
        ChangeProposed proposed => $"  {Describe(proposed.Change)}",
        StackUnchanged unchanged => $"Stack {unchanged.StackName} is already as the template says",
        ExecutionStarted started => $"{started.Verb} stack {started.StackName}",
        ResourceChanged changed => $"  {changed.Event.Status,-20} {changed.Event.LogicalId} ({changed.Event.ResourceType}){Reason(changed.Event.Reason)}",
        WatchDisturbed { Failure: StackFailure.Throttled } => "CloudFormation asks for fewer questions; watching more slowly",
        WatchDisturbed disturbed => $"CloudFormation does not answer ({disturbed.Message}); still watching",
        StackSettled settled => $"Stack {settled.StackName} is {settled.Status} after {Duration(settled.Elapsed)}",
        _ => null,
    };

    /// <summary>A change in a few words, such as <c>Modify  Orders (AWS::DynamoDB::Table), replaced</c>.</summary>
    public static string Describe(Change change) =>
        $"{change.Action,-7} {change.LogicalId} ({change.ResourceType})" + change.Replacement switch
        {
            Replacement.Always => ", replaced",
            Replacement.Conditional => ", perhaps replaced",
            _ => "",
        };

    /// <summary>A number of bytes as people say it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} bytes",
        < 1024 * 1024 => $"{bytes / 1024.0:0.#} KB",
        _ => $"{bytes / (1024.0 * 1024.0):0.#} MB",
    };

    private static string Duration(TimeSpan elapsed) =>
        elapsed < TimeSpan.FromMinutes(1) ? $"{elapsed.TotalSeconds:0.0} s" : $"{(int)elapsed.TotalMinutes} min {elapsed.Seconds} s";

    private static string Reason(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : $": {reason}";
}
