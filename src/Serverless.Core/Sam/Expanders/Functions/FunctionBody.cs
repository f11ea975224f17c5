using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>The Lambda function itself.</summary>
internal static class FunctionBody
{
    private static readonly string[] _copied =
    [
        "Handler", "Runtime", "Description", "MemorySize", "Timeout", "VpcConfig", "Role", "Environment", "KmsKeyArn",
        "ReservedConcurrentExecutions", "Layers", "FileSystemConfigs", "ImageConfig", "PackageType", "Architectures", "SnapStart",
        "EphemeralStorage", "CodeSigningConfigArn", "RuntimeManagementConfig", "LoggingConfig", "TenancyConfig", "RecursiveLoop",
        "DurableConfig", "PublishToLatestPublished",
    ];

    public static GeneratedResource Build(SamResource resource, TransformRun run)
    {
        var function = new GeneratedResource(Shapes.Function, resource.Id, resource.Span, resource.Attributes) { DependsOn = resource.DependsOn };
        foreach (var property in _copied)
        {
            function[property] = resource[property];
        }

        function["FunctionName"] = Truthy(resource["FunctionName"]);
        function["Code"] = FunctionCode.Build(resource);
        function["Tags"] = Tags.WithCreator(resource, resource["Tags"]);
        function["TracingConfig"] = IsTraced(resource, run) ? Values.Map(("Mode", resource["Tracing"])) : null;
        if (resource["DeadLetterQueue"] is MapValue { IsTruthy: true } queue)
        {
            function["DeadLetterConfig"] = Values.Map(("TargetArn", queue["TargetArn"]));
        }

        function["CapacityProviderConfig"] = FunctionCapacity.Build(resource);
        function["FunctionScalingConfig"] = Truthy(resource["FunctionScalingConfig"]);
        FunctionCode.CheckPackage(resource, function);
        return function;
    }

    /// <summary>True when the function is to be traced: <c>Disabled</c> is the same as no word about it.</summary>
    public static bool IsTraced(SamResource resource, TransformRun run) =>
        resource["Tracing"].IsTruthy() && !run.Parameters.Resolve(resource["Tracing"]).IsText("Disabled");

    private static TemplateValue? Truthy(TemplateValue? value) => value.IsTruthy() ? value : null;
}
