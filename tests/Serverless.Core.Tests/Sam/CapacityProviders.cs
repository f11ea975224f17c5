namespace Serverless.Core.Tests.Sam;

public class CapacityProviders
{
    [Theory]
    [InlineData("{VpcConfig: {}}", "Property 'VpcConfig.SubnetIds' is required.")]
    [InlineData("{VpcConfig: {SubnetIds: a}}", "Property 'VpcConfig.SubnetIds' value must be dictionary or list.")]
    [InlineData("{VpcConfig: {SubnetIds: null}}", "Property 'VpcConfig.SubnetIds' none is not an allowed value.")]
    [InlineData("{VpcConfig: {SubnetIds: [[x]]}}", "Property 'VpcConfig.SubnetIds' value is not a valid dict. Property 'VpcConfig.SubnetIds.0' value is not a valid dict.")]
    [InlineData("{VpcConfig: {SubnetIds: [a], b: 1, a: 2}}", "Property 'VpcConfig.a' is an invalid property. Property 'VpcConfig.b' is an invalid property.")]
    [InlineData(
        "{VpcConfig: {SubnetIds: [a]}, ScalingConfig: {MaxVCpuCount: '2.5', AverageCPUUtilization: high}}",
        "Property 'ScalingConfig.MaxVCpuCount' value must be dictionary or integer. Property 'ScalingConfig.AverageCPUUtilization' value must be dictionary or number.")]
    [InlineData(
        "{VpcConfig: {SubnetIds: [a]}, InstanceRequirements: {AllowedTypes: [a], ExcludedTypes: [b]}}",
        "Cannot specify 'InstanceRequirements.AllowedTypes' and 'InstanceRequirements.ExcludedTypes' together.")]
    public void EveryPlaceThatIsWrongIsNamed(string properties, string text)
    {
        var error = Some.OnlyError($"Resources: {{P: {{Type: AWS::Serverless::CapacityProvider, Properties: {properties}}}}}");
        Assert.Equal($"Resource with id [P] is invalid. {text}", error.Message);
    }

    [Theory]
    [InlineData("{Foo: 1}", "2 validation errors for CapacityProviderConfig\nArn\n  field required (type=value_error.missing)\nFoo\n  extra fields not permitted (type=value_error.extra)")]
    [InlineData("{Arn: [a]}", "2 validation errors for CapacityProviderConfig\nArn\n  value is not a valid dict (type=type_error.dict)\nArn\n  str type expected (type=type_error.str)")]
    [InlineData("{Arn: null, PerExecutionEnvironmentMaxConcurrency: 1}", "1 validation error for CapacityProviderConfig\nArn\n  none is not an allowed value (type=type_error.none.not_allowed)")]
    public void AFunctionsPlaceOnOneIsCheckedTheSameWay(string config, string text)
    {
        var error = Some.OnlyError(Some.WithFunction($"      CapacityProviderConfig: {config}"));
        Assert.Equal($"Resource with id [Hello] is invalid. Invalid CapacityProviderConfig: {text}", error.Message);
    }
}
