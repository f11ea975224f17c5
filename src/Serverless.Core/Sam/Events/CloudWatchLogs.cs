using Serverless.Sam.Resources;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>The entries of a log group that match a pattern.</summary>
internal sealed class CloudWatchLogs : EventSource
{
    public override PropertyTable Properties { get; } = new("CloudWatchLogs", String("LogGroupName").Required(), String("FilterPattern").Required());

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var arn = Values.Sub(
            TransformRun.Arn(expansion.Run.Partition, "logs", "log-group:${__LogGroupName__}:*"), ("__LogGroupName__", source["LogGroupName"]));
        var permission = expansion.AddPermission(source, "logs.amazonaws.com", arn);
        var filter = expansion.Add(Shapes.SubscriptionFilter, source.Id, source);
        filter.DependsOn = Values.List(permission.Id);
        filter["LogGroupName"] = source["LogGroupName"];
        filter["FilterPattern"] = source["FilterPattern"];
        filter["DestinationArn"] = expansion.Target.Arn();
    }
}
