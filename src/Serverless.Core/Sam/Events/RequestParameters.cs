using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>The parameters that the requests of a route have.</summary>
internal static class RequestParameters
{
    private const string Invalid = "Invalid value for 'RequestParameters' property. ";

    private static readonly (string Prefix, string Place)[] _places =
    [
        ("method.request.querystring.", "query"),
        ("method.request.path.", "path"),
        ("method.request.header.", "header"),
    ];

    public static void Add(SamEvent source, TemplateValue parameters, RestRoute route, SwaggerDocument document)
    {
        var read = (parameters as ListValue ?? Values.List(parameters)).Select(parameter => Read(source, parameter)).ToList();
        new SwaggerModels(document).AddRequestParameters(route.Path.Text, route.Method.Text, read);
    }

    private static RequestParameter Read(SamEvent source, TemplateValue parameter) => parameter switch
    {
        StringValue name => Read(source, name, []),
        MapValue { Count: > 0 } map => Read(source, map.First().Key.ToValue(), SettingsOf(source, map.First().Value)),
        _ => throw source.Error($"{Invalid}Property must be either a string or an object", parameter),
    };

    private static MapValue SettingsOf(SamEvent source, TemplateValue value) =>
        value is MapValue settings && settings.Keys.All(key => key is "Required" or "Caching")
            ? settings
            : throw source.Error($"{Invalid}Values must be an object, e.g {{ Required: true, Caching: false }}", value);

    private static RequestParameter Read(SamEvent source, StringValue name, MapValue settings)
    {
        foreach (var (prefix, place) in _places)
        {
            if (name.Value.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new(name, Part(name.Value[prefix.Length..]), place == "query" ? new(place) : Part(place), settings["Required"] ?? false, settings["Caching"].IsTruthy());
            }
        }

        StringValue Part(string text) => new(text) { Span = name.Span, IsMarked = name.IsMarked };

        throw source.Error(
            $"{Invalid}Keys must be in the format 'method.request.[querystring|path|header].{{value}}', e.g 'method.request.header.Authorization'.", name);
    }
}
