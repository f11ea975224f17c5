using Serverless.Local.Http;
using Serverless.Templates;

namespace Serverless.Local.Resources.HttpApis;

/// <summary>Reads the routes of an HTTP API from its OpenAPI document, as <c>AWS::ApiGatewayV2::Api.Body</c> has it.</summary>
internal static class OpenApiRoutes
{
    private const string AnyMethod = "x-amazon-apigateway-any-method";

    private static readonly HashSet<string> Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    /// <summary>All routes of a document.</summary>
    public static IReadOnlyList<HttpApiRoute> Read(MapValue document) =>
    [
        .. from path in document["paths"].AsMap() ?? []
           where path.Value is MapValue
           from operation in (MapValue)path.Value
           where operation.Key.Text == AnyMethod || Methods.Contains(operation.Key.Text.ToLowerInvariant())
           select Route(document, path.Key.Text, operation.Key.Text, operation.Value.AsMap() ?? []),
    ];

    /// <summary>The cross-origin rules of a document or of a <c>CorsConfiguration</c>; null when it has none.</summary>
    public static HttpApiCors? Cors(MapValue? rules)
    {
        if (rules is null)
        {
            return null;
        }

        // The document spells the names in lower camel case, the property in upper.
        IReadOnlyList<string> Texts(string name) => rules.Texts(name) is { Count: > 0 } upper ? upper : rules.Texts(Lower(name));
        return new()
        {
            AllowOrigins = Texts("AllowOrigins"),
            AllowMethods = Texts("AllowMethods"),
            AllowHeaders = Texts("AllowHeaders"),
            ExposeHeaders = Texts("ExposeHeaders"),
            MaxAge = int.TryParse(rules.Text("MaxAge") ?? rules.Text("maxAge"), out var seconds) ? seconds : null,
            AllowCredentials = rules.Truth("AllowCredentials") || rules.Truth("allowCredentials"),
        };
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static HttpApiRoute Route(MapValue document, string path, string method, MapValue operation)
    {
        var key = path == "/$default" ? "$default" : $"{(method == AnyMethod ? "ANY" : method.ToUpperInvariant())} {path}";
        var written = Integration(document, operation["x-amazon-apigateway-integration"].AsMap());
        var integration = ApiIntegration.Of(written.Text("type"), written.Text("uri"), written.Text("payloadFormatVersion"), written.Number("timeoutInMillis", 30_000));
        return integration.RouteFor(key, Refusal(operation["security"].AsList() ?? document["security"].AsList()));
    }

    // An operation may name an integration of the document's components instead of holding one.
    private static MapValue Integration(MapValue document, MapValue? written)
    {
        const string Components = "#/components/x-amazon-apigateway-integrations/";
        return written?.Text("$ref") is { } reference && reference.StartsWith(Components, StringComparison.Ordinal)
            ? document["components"].AsMap()?["x-amazon-apigateway-integrations"].AsMap()?[reference[Components.Length..]].AsMap() ?? []
            : written ?? [];
    }

    private static string? Refusal(ListValue? security)
    {
        var names = (security ?? []).OfType<MapValue>().SelectMany(scheme => scheme.Keys).Where(name => name != "NONE").ToList();
        return names.Count == 0 ? null : $"The route asks the authorizer {string.Join(", ", names)}, and authorizers are not emulated by the local cloud.";
    }
}
