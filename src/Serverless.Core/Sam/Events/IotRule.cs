using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A rule over the messages of AWS IoT.</summary>
internal sealed class IotRule : EventSource
{
    public override PropertyTable Properties { get; } = new("IoTRule", String("Sql").Required(), String("AwsIotSqlVersion"));

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var arn = Values.Sub(TransformRun.Arn(expansion.Run.Partition, "iot", "rule/${RuleName}"), ("RuleName", Intrinsic.Ref(source.Id)));
        expansion.AddPermission(source, "iot.amazonaws.com", arn)["SourceAccount"] = Intrinsic.Sub("${AWS::AccountId}");
        expansion.Add(Shapes.TopicRule, source.Id, source)["TopicRulePayload"] = Values.Map(
            ("Sql", source["Sql"]),
            ("RuleDisabled", false),
            ("Actions", Values.List(Values.Map(("Lambda", Values.Map(("FunctionArn", expansion.Target.Arn())))))),
            ("AwsIotSqlVersion", source["AwsIotSqlVersion"] is { IsTruthy: true } version ? version : null));
    }
}
