using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Python27;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>Lays the one route that SAM generated for an event over the user's document.</summary>
internal static class MergedDefinition
{
    /// <returns>A copy of the user's document with the route; the document itself when it has no paths, as the service merges nothing then.</returns>
    /// <exception cref="SamErrorException">The user's document has something else where the route is to be.</exception>
    public static MapValue Of(MapValue body, MapValue generated, RestRoute route)
    {
        if (body["paths"] is not { IsTruthy: true } there)
        {
            return body;
        }

        var api = new Subject(SamErrorKind.Resource, route.ApiId, body.Span);
        var paths = api.Map(there, "", "Property 'DefinitionBody' is invalid: It should be a map").ShallowCopy();
        var (path, method) = (route.Path.Text, route.Method.Text);
        var item = Copy(paths.Get(path), $"Property 'DefinitionBody' is invalid: The value of '{path}' should be a map");
        var definition = Copy(item.Get(method), $"Property 'DefinitionBody.paths.{path}.{method}' should be a map.");
        definition.Update(GeneratedMethod(generated, route));
        item.Set(route.Method, definition);
        paths.Set(route.Path, item);
        var merged = body.ShallowCopy();
        merged["paths"] = paths;
        return merged;

        MapValue Copy(TemplateValue? member, string wrong) => member is null ? new Python27Map() : api.Map(member, "", wrong).ShallowCopy();
    }

    private static MapValue GeneratedMethod(MapValue generated, RestRoute route)
    {
        var item = (MapValue)generated["paths"].AsMap()![route.Path.Text]!;
        return (MapValue)item[ApiDocument.NormalizeMethod(route.Method.Text)]!;
    }
}
