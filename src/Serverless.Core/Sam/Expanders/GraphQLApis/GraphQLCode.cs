using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>Code and runtime, which functions and resolvers have alike.</summary>
internal static class GraphQLCode
{
    /// <exception cref="SamErrorException">The code is given twice.</exception>
    public static bool HasCode(MapValue settings, Subject subject)
    {
        var (hasInline, hasUri) = (settings["InlineCode"].IsTruthy(), settings["CodeUri"].IsTruthy());
        return !hasInline || !hasUri
            ? hasInline || hasUri
            : throw subject.Error("Both 'InlineCode' and 'CodeUri' cannot be defined at the same time.", settings["CodeUri"]);
    }

    public static void Set(GeneratedResource resource, MapValue settings)
    {
        resource["Code"] = GraphQLApi.Truthy(settings["InlineCode"]);
        resource["CodeS3Location"] = GraphQLApi.Truthy(settings["CodeUri"]);
    }

    /// <exception cref="SamErrorException">There is no runtime.</exception>
    public static MapValue Runtime(MapKey name, MapValue settings, Subject subject)
    {
        var runtime = settings["Runtime"] as MapValue
            ?? throw subject.Error($"'Runtime' must be defined as a property in {name.Text}.", settings);
        return Values.Map(("Name", runtime["Name"]), ("RuntimeVersion", runtime["Version"]));
    }
}
