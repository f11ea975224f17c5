using Serverless.Sam.Expanders.CapacityProviders;
using Serverless.Sam.Resources;
using Serverless.Sam.Schemas;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.Functions;

/// <summary>A function's place on a capacity provider.</summary>
internal static class FunctionCapacity
{
    public static MapValue? Build(SamResource resource)
    {
        if (resource["CapacityProviderConfig"] is not MapValue { IsTruthy: true } config)
        {
            return null;
        }

        var errors = new List<SchemaError>();
        if (CapacityProviderSchema.OfFunction.Read(config, [], errors) is not MapValue settings)
        {
            throw SchemaReports.Listing(resource.Subject, "CapacityProviderConfig", errors);
        }

        return Values.Map(("LambdaManagedInstancesCapacityProviderConfig", Values.Map(
            ("CapacityProviderArn", settings["Arn"]),
            ("PerExecutionEnvironmentMaxConcurrency", settings["PerExecutionEnvironmentMaxConcurrency"]),
            ("ExecutionEnvironmentMemoryGiBPerVCpu", settings["ExecutionEnvironmentMemoryGiBPerVCpu"]))));
    }
}
