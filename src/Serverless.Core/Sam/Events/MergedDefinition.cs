using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>Lays the one route that SAM generated for an event over the user's document.</summary>
internal static class MergedDefinition
{
    /// <exception cref="SamErrorException">The user's document has something else where the route is to be.</exception>
    public static MapValue Of(TemplateValue body, MapValue generated, RestRoute route)
    {
        var api = new Subject(SamErrorKind.Resource, route.ApiId, body.Span);
        var merged = api.Map(body, "DefinitionBody").ShallowCopy();
        var paths = Member(api, merged, "paths").ShallowCopy();
        var item = Member(api, paths, route.Path.Text).ShallowCopy();
        var definition = Member(api, item, route.Method.Text).ShallowCopy();
        var generatedItem = (MapValue)generated["paths"].AsMap()![route.Path.Text]!;
        definition.Update((MapValue)generatedItem[OpenApi.ApiDocument.NormalizeMethod(route.Method.Text)]!);
        item.Set(route.Method, definition);
        paths.Set(route.Path, item);
        merged["paths"] = paths;
        return merged;
    }

    private static MapValue Member(Subject api, MapValue map, string key) => map.Get(key) switch
    {
        null => new Python27.Python27Map(),
        MapValue member => member,
        var other => throw api.Error($"Property 'DefinitionBody' is invalid: The value of '{key}' should be a map", other),
    };
}
