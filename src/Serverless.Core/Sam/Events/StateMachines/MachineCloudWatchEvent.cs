using Serverless.Sam.Resources;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events.StateMachines;

/// <summary>A rule over the events of EventBridge that starts a state machine; it goes by two names.</summary>
internal sealed class MachineCloudWatchEvent(string type) : MachineRule
{
    public override PropertyTable Properties { get; } = new(
        type,
        String("EventBusName"),
        String("RuleName"),
        Map("Pattern"),
        String("Input"),
        String("InputPath"),
        Map("DeadLetterConfig"),
        Map("RetryPolicy"),
        String("State"),
        Map("Target"),
        Map("InputTransformer"));

    protected override void Describe(SamEvent source, GeneratedResource rule)
    {
        rule["EventBusName"] = source["EventBusName"];
        rule["EventPattern"] = source["Pattern"];
        rule["Name"] = source["RuleName"];
    }
}
