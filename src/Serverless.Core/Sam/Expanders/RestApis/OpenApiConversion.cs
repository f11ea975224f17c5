using Serverless.Sam.OpenApi;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>Moves what SAM wrote in the words of Swagger 2 to where OpenAPI 3 has it.</summary>
internal static class OpenApiConversion
{
    /// <summary>Converts a document of OpenAPI 3 in place; any other is left alone.</summary>
    public static TemplateValue Apply(TemplateValue body, RestApiSettings settings)
    {
        if (body is MapValue document && document.Get("swagger") is null && VersionOf(document, settings) is { } version && ApiDocument.IsVersion3(version))
        {
            Move(document, "securityDefinitions", "securitySchemes");
            Move(document, "definitions", "schemas");
            ConvertPaths(document);
        }

        return body;
    }

    private static TemplateValue? VersionOf(MapValue document, RestApiSettings settings)
    {
        var (stated, written) = (settings.Truthy("OpenApiVersion"), document.Get("openapi"));
        return settings.Run.Context.Features.HasFlag(SamFeatures.NormalizedOpenApiVersion) ? written ?? stated : stated ?? written;
    }

    private static void Move(MapValue document, string section, string component)
    {
        if (document[section] is not { IsTruthy: true } definitions)
        {
            return;
        }

        if (document["components"] is not MapValue components)
        {
            components = new Python27Map();
            document["components"] = components;
        }

        components[component] = definitions;
        document.Remove(section);
    }

    private static void ConvertPaths(MapValue document)
    {
        if (document["paths"] is not { IsTruthy: true } paths)
        {
            return;
        }

        foreach (var (path, item) in paths as MapValue ?? throw ApiDocument.Invalid("Value of paths must be a dictionary according to Swagger spec.", paths))
        {
            var members = item as MapValue
                ?? throw ApiDocument.Invalid($"Value of '{path.Text}' path must be a dictionary according to Swagger spec.", item);
            if (members["options"] is { IsTruthy: true } options)
            {
                ConvertOptions(path.Text, options);
            }
        }
    }

    private static void ConvertOptions(string path, TemplateValue value)
    {
        var options = value as MapValue
            ?? throw ApiDocument.Invalid($"Value of options method for path {path} must be a dictionary according to Swagger spec.", value);
        options.Remove("produces");
        options.Remove("consumes");
        if (HeadersOf(path, options) is not { IsTruthy: true } headers)
        {
            return;
        }

        var map = headers as MapValue ?? throw ApiDocument.Invalid(
            $"Value of response's headers in options method for path {path} must be a dictionary according to Swagger spec.", headers);
        foreach (var (name, header) in map.ToList())
        {
            map.Set(name, Python27Map.Of(("schema", header)));
        }
    }

    private static TemplateValue? HeadersOf(string path, MapValue options)
    {
        if (options.Get("responses") is not { } responses)
        {
            return null;
        }

        var headers = OpenApiDocument.Find(responses, "200", "headers", out var wrong);
        return wrong is null ? headers : throw ApiDocument.Invalid($"Invalid responses in options method for path {path}: {wrong}.", responses);
    }
}
