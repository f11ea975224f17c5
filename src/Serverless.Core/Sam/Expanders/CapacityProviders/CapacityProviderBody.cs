using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.CapacityProviders;

/// <summary>The capacity provider itself.</summary>
internal static class CapacityProviderBody
{
    private static readonly ResourceShape _shape = new(
        "AWS::Lambda::CapacityProvider",
        "CapacityProviderName", "VpcConfig", "PermissionsConfig", "Tags", "InstanceRequirements", "CapacityProviderScalingConfig", "KmsKeyArn");

    public static GeneratedResource Build(SamResource resource, MapValue settings, TemplateValue role)
    {
        var provider = new GeneratedResource(_shape, resource.Id, resource.Span, resource.Attributes) { DependsOn = resource.DependsOn };
        var network = (MapValue)settings["VpcConfig"]!;
        provider["CapacityProviderName"] = Truthy(settings["CapacityProviderName"]);
        provider["VpcConfig"] = Values.Map(("SubnetIds", network["SubnetIds"]), ("SecurityGroupIds", network["SecurityGroupIds"]));
        provider["PermissionsConfig"] = Values.Map(("CapacityProviderOperatorRoleArn", role));
        provider["InstanceRequirements"] = Requirements(settings["InstanceRequirements"].AsMap());
        provider["CapacityProviderScalingConfig"] = Scaling(settings["ScalingConfig"].AsMap());
        provider["KmsKeyArn"] = Truthy(settings["KmsKeyArn"]);
        return provider;
    }

    private static TemplateValue? Requirements(MapValue? given) => Truthy(Values.Map(
        ("Architectures", given?["Architectures"]),
        ("AllowedInstanceTypes", given?["AllowedTypes"]),
        ("ExcludedInstanceTypes", given?["ExcludedTypes"])));

    // Without a target that the user gives, Lambda scales by itself.
    private static MapValue? Scaling(MapValue? given)
    {
        if (given is not { Count: > 0 })
        {
            return null;
        }

        var target = given["AverageCPUUtilization"];
        return Values.Map(
            ("MaxVCpuCount", given["MaxVCpuCount"]),
            ("ScalingMode", target is null ? "Auto" : "Manual"),
            ("ScalingPolicies", target is null ? null : Values.List(Values.Map(
                ("PredefinedMetricType", "LambdaCapacityProviderAverageCPUUtilization"),
                ("TargetValue", target)))));
    }

    private static TemplateValue? Truthy(TemplateValue? value) => value.IsTruthy() ? value : null;
}
