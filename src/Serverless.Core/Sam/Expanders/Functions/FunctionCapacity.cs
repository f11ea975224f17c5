using System.Globalization;
using System.Numerics;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>A function's place on a capacity provider. Values are coerced as the service coerces them.</summary>
internal static class FunctionCapacity
{
    private static readonly string[] _known = ["Arn", "PerExecutionEnvironmentMaxConcurrency", "ExecutionEnvironmentMemoryGiBPerVCpu"];

    public static MapValue? Build(SamResource resource)
    {
        if (resource["CapacityProviderConfig"] is not MapValue { IsTruthy: true } config)
        {
            return null;
        }

        foreach (var (key, value) in config)
        {
            if (!_known.Contains(key.Text))
            {
                throw resource.Error($"Invalid CapacityProviderConfig: {key.Text} is not permitted", value, $"Its properties are {string.Join(", ", _known)}.");
            }
        }

        var arn = config.Get("Arn") ?? throw resource.Error("Invalid CapacityProviderConfig: Arn is required", config);
        return Values.Map(("LambdaManagedInstancesCapacityProviderConfig", Values.Map(
            ("CapacityProviderArn", arn is IntegerValue or FloatValue ? ((ScalarValue)arn).Text : arn),
            (_known[1], Whole(resource, config, "PerExecutionEnvironmentMaxConcurrency")),
            (_known[2], Whole(resource, config, "ExecutionEnvironmentMemoryGiBPerVCpu")))));
    }

    // A fraction is cut off: 2.5 GiB are passed on as 2.
    private static TemplateValue? Whole(SamResource resource, MapValue config, string property) => config.Get(property) switch
    {
        null => null,
        MapValue or IntegerValue => config[property],
        FloatValue number when double.IsFinite(number.Value) => new IntegerValue(new BigInteger(number.Value)) { Span = number.Span },
        BooleanValue truth => truth.Value ? 1 : 0,
        StringValue text when BigInteger.TryParse(text.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) => new IntegerValue(whole) { Span = text.Span },
        StringValue text when double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => new FloatValue(number) { Span = text.Span },
        var other => throw resource.Error($"Invalid CapacityProviderConfig: {property} must be a number", other),
    };
}
