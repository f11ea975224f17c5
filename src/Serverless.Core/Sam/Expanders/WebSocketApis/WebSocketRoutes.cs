using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.WebSocketApis;

/// <summary>The routes of a WebSocket API, each with its integration and the permission to invoke the function.</summary>
internal sealed class WebSocketRoutes(SamResource resource, WebSocketAuth auth, GeneratedResource stage)
{
    public const string Connect = "$connect";

    private static readonly string[] _copied =
        ["ApiKeyRequired", "ModelSelectionExpression", "OperationName", "RequestModels", "RouteResponseSelectionExpression"];

    public List<GeneratedResource> Build(MapValue routes, GeneratedResource api) =>
        [.. routes.SelectMany(route => Build(route.Key, route.Value, api))];

    private GeneratedResource[] Build(MapKey key, TemplateValue value, GeneratedResource api)
    {
        var prefix = resource.Id + NameOf(key, value);
        var settings = resource.Subject.Map(value, $"Routes.{key.Text}");
        var function = settings["FunctionArn"] ?? throw resource.Error("Route must have associated function.", settings);
        return [Route(prefix, key, settings, api), Integration(prefix, settings, function, api), Permission(prefix, key, function, api)];
    }

    // Python's capitalize: the first letter large, all others small.
    private string NameOf(MapKey key, TemplateValue at)
    {
        var name = key.Text is Connect or "$disconnect" or "$default" ? key.Text[1..] : key.Text;
        return Values.IsAlphanumeric(name)
            ? name[..1].ToUpperInvariant() + name[1..].ToLowerInvariant()
            : throw resource.Error(
                $"Route key '{key.Text}' must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported.", at);
    }

    private GeneratedResource Route(string prefix, MapKey key, MapValue settings, GeneratedResource api)
    {
        var route = Make(WebSocketShapes.Route, prefix + "Route", key);
        route["ApiId"] = api.Ref();
        foreach (var property in _copied)
        {
            route[property] = settings[property];
        }

        if (settings["RequestParameters"] is { IsTruthy: true } parameters)
        {
            route["RequestParameters"] = key.Text == Connect
                ? parameters
                : throw resource.Error("Request parameters are only supported for the $connect route in WebSocket APIs.", parameters);
        }

        if (key.Text == Connect)
        {
            auth.Protect(route);
        }

        route["RouteKey"] = new StringValue(key.Text) { Span = key.Span };
        route["Target"] = new MapValue(new MapEntry("Fn::Join", Values.List("/", Values.List("integrations", Intrinsic.Ref(prefix + "Integration")))));
        return route;
    }

    private GeneratedResource Integration(string prefix, MapValue settings, TemplateValue function, GeneratedResource api)
    {
        var integration = new GeneratedResource(WebSocketShapes.Integration, prefix + "Integration", settings.Span.Or(resource.Span));
        integration["ApiId"] = api.Ref();
        integration["IntegrationType"] = "AWS_PROXY";
        integration["IntegrationUri"] = InvocationUri("FunctionArn", function);
        integration["TimeoutInMillis"] = settings["IntegrationTimeout"];
        return integration;
    }

    private GeneratedResource Permission(string prefix, MapKey key, TemplateValue function, GeneratedResource api)
    {
        var permission = Make(Shapes.Permission, prefix + "Permission", key);
        permission["Action"] = "lambda:InvokeFunction";
        permission["FunctionName"] = function;
        permission["Principal"] = "apigateway.amazonaws.com";
        permission["SourceArn"] = stage["StageName"] is StringValue name
            ? Intrinsic.Sub(SourceArn(name.Value))
            : Values.Sub(SourceArn("${__StageName__}"), ("__StageName__", stage["StageName"]));
        return permission;

        string SourceArn(string stageName) =>
            TransformRun.Arn("${AWS::Partition}", "execute-api", $"${{{api.Id}.ApiId}}/{stageName}/{key.Text}");
    }

    /// <summary>The address at which API Gateway invokes a function, whose ARN stands in a variable.</summary>
    public static MapValue InvocationUri(string variable, TemplateValue functionArn) => Values.Sub(
        $"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{variable}}}/invocations", (variable, functionArn));

    private GeneratedResource Make(ResourceShape shape, string id, MapKey key) => new(shape, id, key.Span.Or(resource.Span));
}
