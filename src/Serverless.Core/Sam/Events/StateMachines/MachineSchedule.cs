using Serverless.Sam.Resources;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events.StateMachines;

/// <summary>A rule that starts a state machine by the clock.</summary>
internal sealed class MachineSchedule : MachineRule
{
    public override PropertyTable Properties { get; } = new(
        "Schedule",
        String("Schedule").Required(),
        String("Input"),
        Boolean("Enabled"),
        String("State"),
        String("Name"),
        String("Description"),
        Map("DeadLetterConfig"),
        Map("RetryPolicy"),
        Map("Target"),
        String("RoleArn").NoIntrinsic());

    protected override void Describe(SamEvent source, GeneratedResource rule)
    {
        rule["ScheduleExpression"] = source["Schedule"];
        rule["Name"] = source["Name"];
        rule["Description"] = source["Description"];
    }
}
