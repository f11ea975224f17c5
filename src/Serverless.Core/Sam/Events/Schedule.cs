using Serverless.Sam.Resources;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A rule of EventBridge that fires by the clock. <c>RuleName</c> is taken and has no effect.</summary>
internal sealed class Schedule : EventSource
{
    public override PropertyTable Properties { get; } = new(
        "Schedule",
        String("Schedule").Required(),
        String("RuleName"),
        String("Input"),
        Boolean("Enabled"),
        String("State"),
        String("Name"),
        String("Description"),
        Map("DeadLetterConfig"),
        Map("RetryPolicy"));

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var rule = expansion.Add(Shapes.Rule, source.Id, source);
        rule["ScheduleExpression"] = source["Schedule"];
        rule["State"] = RuleTarget.State(source);
        rule["Name"] = source["Name"];
        rule["Description"] = source["Description"];
        var deadLetters = RuleTarget.DeadLetters(source, rule, expansion);
        rule["Targets"] = Values.List(Values.Map(
            ("Arn", expansion.Target.Arn()),
            ("Id", RuleTarget.IdFor(source)),
            ("Input", source["Input"]),
            ("DeadLetterConfig", deadLetters is null ? null : Values.Map(("Arn", deadLetters))),
            ("RetryPolicy", source["RetryPolicy"])));
        expansion.AddPermission(source, "events.amazonaws.com", rule.Arn());
    }
}
