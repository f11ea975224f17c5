using Serverless.Sam.Schemas;

namespace Serverless.Sam.Expanders.CapacityProviders;

/// <summary>The schemas of a capacity provider and of a function's place on one.</summary>
internal static class CapacityProviderSchema
{
    public static readonly SchemaModel Model = new(
        new("CapacityProviderName", Kinds.MapOrText),
        new(
            "VpcConfig",
            new SchemaModel(
                new SchemaField("SecurityGroupIds", Kinds.MapOrTexts),
                new("SubnetIds", Kinds.MapOrTexts, IsRequired: true)),
            IsRequired: true),
        new("OperatorRole", Kinds.MapOrText),
        new("Tags", Kinds.Map),
        new("PropagateTags", Kinds.Any),
        new(
            "InstanceRequirements",
            new SchemaModel(
                new SchemaField("Architectures", Kinds.MapOrTexts),
                new("AllowedTypes", Kinds.MapOrTexts),
                new("ExcludedTypes", Kinds.MapOrTexts))),
        new(
            "ScalingConfig",
            new SchemaModel(
                new SchemaField("MaxVCpuCount", Kinds.MapOrWhole),
                new("AverageCPUUtilization", Kinds.MapOrNumber))),
        new("KmsKeyArn", Kinds.MapOrText));

    /// <summary>A function's CapacityProviderConfig. The ratio is tried as a whole number first, so that a fraction is cut off.</summary>
    public static readonly SchemaModel OfFunction = new(
        new("Arn", Kinds.MapOrText, IsRequired: true),
        new("PerExecutionEnvironmentMaxConcurrency", Kinds.MapOrWhole),
        new("ExecutionEnvironmentMemoryGiBPerVCpu", new EitherKind(Kinds.Map, Kinds.Whole, Kinds.Number)));
}
