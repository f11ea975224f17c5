using Serverless.Sam.Errors;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>Lays the one route that SAM generated for an event over the user's document.</summary>
internal static class MergedDefinition
{
    /// <returns>A copy of the user's document. The service merges nothing when there are no paths yet.</returns>
    /// <exception cref="SamErrorException">The user's document has something else where the route is to be.</exception>
    public static MapValue Of(MapValue body, MapValue generated, RestRoute route)
    {
        if (body["paths"] is { IsTruthy: true } paths)
        {
            Merge(body, paths, generated, route);
        }

        return body.ShallowCopy();
    }

    // The members of the merged method have the order in which they are written, even in a document with the order of Python 2.7.
    private static void Merge(MapValue body, TemplateValue there, MapValue generated, RestRoute route)
    {
        var api = new Subject(SamErrorKind.Resource, route.ApiId, body.Span);
        var paths = api.Map(there, "", "Property 'DefinitionBody' is invalid: It should be a map");
        var (path, method) = (route.Path.Text, route.Method.Text);
        var item = api.Map(paths.Get(path) ?? new MapValue(), "", $"Property 'DefinitionBody' is invalid: The value of '{path}' should be a map");
        var inline = api.Map(item.Get(method) ?? new MapValue(), "", $"Property 'DefinitionBody.paths.{path}.{method}' should be a map.");
        var definition = new MapValue(inline) { Span = inline.Span };
        definition.Update(GeneratedMethod(generated, route));
        item.Set(route.Method, definition);
        paths.Set(route.Path, item);
    }

    private static MapValue GeneratedMethod(MapValue generated, RestRoute route)
    {
        var item = (MapValue)generated["paths"].AsMap()![route.Path.Text]!;
        return (MapValue)item[ApiDocument.NormalizeMethod(route.Method.Text)]!;
    }
}
