using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.StateMachines;

/// <summary>The role with which a state machine runs.</summary>
internal static class StateMachineRole
{
    /// <summary>Gives the machine its role: the user's, or one that is added.</summary>
    /// <returns>The role that SAM would make, even if it is not used because the template gives another.</returns>
    public static GeneratedResource Assign(SamResource resource, GeneratedResource machine, TransformRun run, List<GeneratedResource> resources)
    {
        var given = resource["Role"] is { IsTruthy: true } there ? there : null;
        if (given is not null && resource["Policies"].IsTruthy())
        {
            throw resource.Error(
                "Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them", resource["Policies"]);
        }

        AddTracing(resource, run);
        var role = new RoleBuilder(run.ManagedPolicies, resource).Build(RolePolicies.Trust("states.amazonaws.com"), StateMachineBody.TagsOf(resource));
        machine["RoleArn"] = given ?? role.Arn();
        if (given is null)
        {
            resources.Add(role);
        }

        return role;
    }

    private static void AddTracing(SamResource resource, TransformRun run)
    {
        if (resource["Tracing"].AsMap()?["Enabled"] is BooleanValue { Value: true })
        {
            var policies = new ListValue(resource["Policies"] switch
            {
                null or { IsTruthy: false } => [],
                ListValue list => list,
                var one => [one],
            });
            policies.Add(ManagedPolicies.Tracing(run.Partition));
            resource.Properties["Policies"] = policies;
        }
    }
}
