using Serverless.Sam.OpenApi;
using Serverless.Sam.Python;
using Serverless.Templates;

namespace Serverless.Sam.ImplicitApis;

/// <summary>
/// Makes the document of a REST API that is SAM's to edit one of OpenAPI 3, when the API or Globals say so. The document is older than Globals, and
/// events put their routes in later.
/// </summary>
internal static class StatedOpenApiVersion
{
    public static void Apply(MapValue root)
    {
        foreach (var (_, body, type) in SamTypes.ClassicResources((MapValue)root["Resources"]!))
        {
            if (type == SamTypes.Api && body["Properties"] is MapValue properties && properties.ContainsKey(DefaultDefinitionBody.Managed))
            {
                Convert(properties);
            }
        }
    }

    private static void Convert(MapValue properties)
    {
        if (properties["OpenApiVersion"] is not { } stated || !ApiDocument.IsVersion3(stated))
        {
            return;
        }

        var version = stated as StringValue ?? new StringValue(PythonText.Str(stated)) { Span = stated.Span };
        properties["OpenApiVersion"] = version;
        if (properties["DefinitionBody"] is MapValue document)
        {
            document["openapi"] = version;
            if (document["swagger"].IsTruthy())
            {
                document.Remove("swagger");
            }
        }
    }
}
