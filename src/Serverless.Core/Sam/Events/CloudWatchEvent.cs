using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A rule over the events of EventBridge, which was once called CloudWatch Events; both names are in use.</summary>
internal sealed class CloudWatchEvent(string type) : EventSource
{
    public override PropertyTable Properties { get; } = new(
        type,
        String("EventBusName"),
        String("RuleName"),
        Map("Pattern"),
        Map("DeadLetterConfig"),
        Map("RetryPolicy"),
        String("Input"),
        String("InputPath"),
        Map("Target"),
        Boolean("Enabled"),
        String("State"),
        Map("InputTransformer"));

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var rule = expansion.Make(Shapes.Rule, source.Id, source);
        rule["EventBusName"] = source["EventBusName"];
        rule["EventPattern"] = source["Pattern"];
        rule["Name"] = source["RuleName"];
        var deadLetters = RuleTarget.DeadLetters(source, rule, expansion);
        rule["State"] = RuleTarget.State(source);
        rule["Targets"] = Values.List(Values.Map(
            ("Arn", expansion.Target.Arn()),
            ("Id", source["Target"].AsMap()?["Id"] ?? RuleTarget.IdFor(source)),
            ("Input", source["Input"]),
            ("InputPath", source["InputPath"]),
            ("DeadLetterConfig", deadLetters is null ? null : Values.Map(("Arn", deadLetters))),
            ("RetryPolicy", source["RetryPolicy"]),
            ("InputTransformer", source["InputTransformer"])));
        expansion.Output.Add(rule);
        expansion.AddPermission(source, "events.amazonaws.com", rule.Arn());
    }
}
