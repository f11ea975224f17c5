using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A schedule of EventBridge Scheduler, which invokes by a role of its own.</summary>
/// <param name="invoke">Makes the policy to invoke the target, from its ARN and the event's id.</param>
internal sealed class ScheduleV2(Func<TemplateValue?, string, MapValue> invoke) : EventSource
{
    private static readonly string[] _copied =
        ["ScheduleExpression", "Description", "StartDate", "EndDate", "ScheduleExpressionTimezone", "GroupName", "KmsKeyArn"];

    public override PropertyTable Properties { get; } = new(
        "ScheduleV2",
        String("PermissionsBoundary"),
        String("ScheduleExpression").Required(),
        Map("FlexibleTimeWindow"),
        String("Name"),
        String("State"),
        String("Description"),
        String("StartDate"),
        String("EndDate"),
        String("ScheduleExpressionTimezone"),
        String("GroupName"),
        String("KmsKeyArn"),
        String("Input"),
        String("RoleArn"),
        Map("DeadLetterConfig"),
        Map("RetryPolicy"),
        Boolean("OmitName").NoIntrinsic());

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var schedule = Build(source, expansion);
        expansion.Output.Add(schedule);
        var deadLetters = DeadLetterQueue.Add(source, expansion, out _);
        schedule["Target"] = Values.Map(
            ("Arn", expansion.Target.Arn()),
            ("RoleArn", source["RoleArn"] is { IsTruthy: true } given ? given : AddRole(source, deadLetters, expansion).Arn()),
            ("Input", source["Input"]),
            ("DeadLetterConfig", deadLetters is null ? null : Values.Map(("Arn", deadLetters))),
            ("RetryPolicy", source["RetryPolicy"]));
    }

    private static GeneratedResource Build(SamEvent source, EventExpansion expansion)
    {
        var schedule = expansion.Make(Shapes.Schedule, source.Id, source);
        foreach (var property in _copied)
        {
            schedule[property] = source[property];
        }

        schedule["State"] = source["State"] is { IsTruthy: true } state ? state : null;
        schedule["Name"] = NameOf(source);
        schedule["FlexibleTimeWindow"] = source["FlexibleTimeWindow"] is { IsTruthy: true } window ? window : Values.Map(("Mode", "OFF"));
        return schedule;
    }

    private static TemplateValue? NameOf(SamEvent source)
    {
        var name = source["Name"] is { IsTruthy: true } given ? given : null;
        if (!source["OmitName"].IsTruthy())
        {
            return name ?? source.Id;
        }

        return name is null ? null : throw source.SubjectById.Error("Name cannot be set when OmitName is True", name);
    }

    private GeneratedResource AddRole(SamEvent source, TemplateValue? deadLetters, EventExpansion expansion)
    {
        var role = expansion.Add(Shapes.Role, source.Id + "Role", source);
        role["AssumeRolePolicyDocument"] = RolePolicies.Trust("scheduler.amazonaws.com");
        var policies = Values.List(invoke(expansion.Target.Arn(), source.Id));
        if (deadLetters.IsTruthy())
        {
            policies.Add(RolePolicies.SendToQueue(deadLetters, source.Id));
        }

        role["Policies"] = policies;
        role["PermissionsBoundary"] = source["PermissionsBoundary"] is { IsTruthy: true } boundary ? boundary : null;
        return role;
    }
}
