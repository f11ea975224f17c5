using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.ImplicitApis;

/// <summary>Gives every API without a definition an empty one, which events may put routes into.</summary>
internal static class DefaultDefinitionBody
{
    /// <summary>The internal property of an API whose document is SAM's to edit.</summary>
    public const string Managed = "__MANAGE_SWAGGER";

    public static void Apply(MapValue root)
    {
        foreach (var (_, body, type) in SamTypes.ClassicResources((MapValue)root["Resources"]!))
        {
            // A REST API without properties has no stage and is invalid anyway; the service does not look at it here.
            if (type is not (SamTypes.Api or SamTypes.HttpApi) || (type == SamTypes.Api && !body.ContainsKey("Properties")))
            {
                continue;
            }

            var properties = (MapValue)body.GetOrAdd("Properties", () => new MapValue { Span = body.Span });
            if (!properties["DefinitionBody"].IsTruthy() && !properties["DefinitionUri"].IsTruthy())
            {
                properties["DefinitionBody"] = type == SamTypes.Api ? SwaggerDocument.Skeleton() : OpenApiDocument.Skeleton();
                properties[Managed] = true;
            }
        }
    }
}
