using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>The function's execution role.</summary>
internal static class FunctionRole
{
    /// <summary>The role, which is built even if the function has another, so that its mistakes always show.</summary>
    public static GeneratedResource Build(SamResource resource, List<MapValue> destinationPolicies, TransformRun run)
    {
        var builder = new RoleBuilder(run.ManagedPolicies, resource);
        builder.AddAwsPolicy(resource["DurableConfig"].IsTruthy()
            ? "service-role/AWSLambdaBasicDurableExecutionRolePolicy"
            : "service-role/AWSLambdaBasicExecutionRole");
        if (FunctionBody.IsTraced(resource, run))
        {
            builder.AddAwsPolicy(ManagedPolicies.Tracing(run.Partition));
        }

        if (resource["VpcConfig"].IsTruthy())
        {
            builder.AddAwsPolicy("service-role/AWSLambdaVPCAccessExecutionRole");
        }

        if (resource["DeadLetterQueue"] is MapValue { IsTruthy: true } queue)
        {
            builder.AddInline(RolePolicies.DeadLetterQueue(queue["Type"].IsText("SQS") ? "sqs:SendMessage" : "sns:Publish", queue["TargetArn"]!));
        }

        foreach (var policy in destinationPolicies)
        {
            builder.AddInline(policy);
        }

        var trust = resource["AssumeRolePolicyDocument"] ?? RolePolicies.Trust("lambda.amazonaws.com");
        return builder.Build(trust, Tags.WithCreator(resource, resource["Tags"]));
    }

    /// <summary>Gives the function its role and emits it, unless the template names another.</summary>
    public static void Assign(SamResource resource, GeneratedResource function, GeneratedResource role, TransformRun run, List<GeneratedResource> resources)
    {
        if (function["Role"] is not { } given)
        {
            function["Role"] = role.Arn();
            resources.Add(role);
        }
        else if (Values.TryIf(given, out _))
        {
            AssignUnderCondition(resource, function, role, run, resources);
        }
    }

    private static void AssignUnderCondition(
        SamResource resource, GeneratedResource function, GeneratedResource role, TransformRun run, List<GeneratedResource> resources)
    {
        Values.TryIf(run.Parameters.Resolve(function["Role"]), out var argument);
        if (argument is not ListValue { Count: 3 } items)
        {
            throw resource.Error("Malformed 'Role' property: Fn::If requires 3 arguments.", function["Role"]);
        }

        switch (Values.IsNoValue(items[1]), Values.IsNoValue(items[2]))
        {
            case (false, false):
                return;
            case (true, true):
                function["Role"] = role.Arn();
                break;
            case (true, false):
                function["Role"] = Values.If(items[0], role.Arn(), items[2]);
                role.Attributes["Condition"] = items[0];
                break;
            default:
                function["Role"] = Values.If(items[0], items[1], role.Arn());
                var name = "NOT" + Python.PythonText.Str(items[0]);
                role.Attributes["Condition"] = name;
                run.AddCondition(name, Values.Not(items[0]));
                break;
        }

        resources.Add(role);
    }
}
