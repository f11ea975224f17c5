using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events.StateMachines;

/// <summary>A rule of EventBridge that starts a state machine, by a role of its own unless the event names one.</summary>
internal abstract class MachineRule : EventSource
{
    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var rule = expansion.Add(Shapes.Rule, source.Id, source);
        Describe(source, rule);
        rule["State"] = RuleTarget.State(source);
        var role = source["RoleArn"] is { IsTruthy: true } given ? given : StartExecutionRole.Add(source, "events.amazonaws.com", expansion).Arn();
        var deadLetters = RuleTarget.DeadLetters(source, rule, expansion);
        rule["Targets"] = Values.List(Values.Map(
            ("Arn", expansion.Target.Arn()),
            ("Id", source["Target"].AsMap()?["Id"] ?? RuleTarget.IdFor(source, "StepFunctionsTarget")),
            ("RoleArn", role),
            ("Input", source["Input"]),
            ("InputPath", source["InputPath"]),
            ("DeadLetterConfig", deadLetters is null ? null : Values.Map(("Arn", deadLetters))),
            ("RetryPolicy", source["RetryPolicy"]),
            ("InputTransformer", source["InputTransformer"])));
    }

    /// <summary>Sets what makes the rule fire.</summary>
    protected abstract void Describe(SamEvent source, GeneratedResource rule);
}
