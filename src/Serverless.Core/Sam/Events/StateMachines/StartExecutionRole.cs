using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events.StateMachines;

/// <summary>The role by which an event starts a state machine.</summary>
internal static class StartExecutionRole
{
    /// <param name="source">The event.</param>
    /// <param name="service">Who takes the role, such as <c>events.amazonaws.com</c>.</param>
    /// <param name="expansion">Where the role goes.</param>
    public static GeneratedResource Add(SamEvent source, string service, EventExpansion expansion)
    {
        var role = expansion.Add(Shapes.Role, source.Id + "Role", source);
        role["AssumeRolePolicyDocument"] = RolePolicies.Trust(service);
        role["Policies"] = Values.List(RolePolicies.StartExecution(expansion.Target.Arn(), role.Id));
        role["PermissionsBoundary"] = expansion.PermissionsBoundary is { IsTruthy: true } boundary ? boundary : null;
        return role;
    }
}
