using Serverless.Sam.Errors;
using Serverless.Sam.ImplicitApis;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Events;

/// <summary>A route of an HTTP API. The step for implicit APIs has completed the event's properties already.</summary>
internal sealed partial class HttpApi : EventSource
{
    public override PropertyTable Properties { get; } = new(
        "HttpApi",
        String("Path"),
        String("Method"),
        String("ApiId"),
        String("Stage"),
        Map("Auth"),
        Integer("TimeoutInMillis"),
        Map("RouteSettings"),
        String("PayloadFormatVersion"));

    public override void Expand(SamEvent source, EventExpansion expansion)
    {
        var id = (source["ApiId"] is MapValue map ? map["Ref"] : source["ApiId"]).AsString() ?? "";
        var api = expansion.Resources[id].AsMap()?["Properties"].AsMap() ?? [];
        var route = new Route(
            source.Subject.String(source["Path"], "Path").ToKey(), source.Subject.String(source["Method"], "Method").ToKey().ToLowerCase(), id, api);
        AddPermission(source, route, expansion);
        AddIntegration(source, route, expansion);
    }

    private static void AddPermission(SamEvent source, Route route, EventExpansion expansion)
    {
        var document = OpenForPermission(route, source, expansion);
        var path = RoutePath.WithoutTrailingSlash(route.Path.Text);
        if (path == OpenApiDocument.DefaultPath)
        {
            path = "";
        }
        else if (document is not null && document.RoutesTo(OpenApiDocument.DefaultPath, ApiDocument.AnyMethod, expansion.Target.Id))
        {
            // The permission of the default route is for all routes.
            return;
        }

        expansion.AddPermission(source, "apigateway.amazonaws.com", Values.Sub(
            TransformRun.Arn("${AWS::Partition}", "execute-api", "${__ApiId__}/${__Stage__}" + PathOf(route.Method.Text, ApiDocument.WithoutParameters(path))),
            ("__ApiId__", source["ApiId"]),
            ("__Stage__", "*")));
    }

    private static OpenApiDocument? OpenForPermission(Route route, SamEvent source, EventExpansion expansion)
    {
        try
        {
            return route.Api["DefinitionBody"] is { IsTruthy: true } body ? expansion.Run.Documents.ReadOpenApi(body) : null;
        }
        catch (SamDocumentException invalid)
        {
            throw new Subject(SamErrorKind.Resource, route.ApiId, source.Span).Error(string.Join(' ', invalid.Errors.Select(error => error.Message)), invalid.Errors[0].Span);
        }
    }

    // With a method, the default path would not be found.
    private static string PathOf(string method, string path)
    {
        if (method == "any" && path == "/" + OpenApiDocument.DefaultPath)
        {
            return path;
        }

        return $"/{(method is "any" or ApiDocument.AnyMethod ? "*" : method.ToUpperInvariant())}{path}";
    }

    private static void AddIntegration(SamEvent source, Route route, EventExpansion expansion)
    {
        if (route.Api.Get("DefinitionBody") is not { } body)
        {
            return;
        }

        var document = expansion.Run.Documents.OpenOpenApi(body);
        if (route.Api[DefaultDefinitionBody.Managed].IsTruthy() && document.HasIntegration(route.Path.Text, route.Method.Text))
        {
            throw source.Error($"API method '{route.Method.Text}' defined multiple times for path '{route.Path.Text}'.", source["Path"]);
        }

        document.EditPath(route.Path, () => Integrate(source, route, expansion, document));
        route.Api["DefinitionBody"] = document.Result();
    }

    private static void Integrate(SamEvent source, Route route, EventExpansion expansion, OpenApiDocument document)
    {
        document.AddIntegration(route.Path, route.Method, InvocationUri.Of(expansion, "${AWS::Partition}"), expansion.Target.Condition);
        HttpApiEventAuth.Add(source, route, document);
        if (source["TimeoutInMillis"] is { IsTruthy: true } timeout)
        {
            document.SetTimeout(route.Path.Text, route.Method.Text, timeout);
        }

        AddPathParameters(document, route);
        if (source["PayloadFormatVersion"] is { IsTruthy: true } version)
        {
            document.SetPayloadFormatVersion(route.Path.Text, route.Method.Text, version);
        }
    }

    private static void AddPathParameters(OpenApiDocument document, Route route)
    {
        var names = RoutePath.Parameters(route.Path.Text);
        if (names.Count > 0)
        {
            document.AddPathParameters(route.Path.Text, route.Method.Text, names);
        }
    }
}

/// <summary>Where an event's route is.</summary>
/// <param name="Path">The path as the event writes it.</param>
/// <param name="Method">The method in lower case.</param>
/// <param name="ApiId">The API's logical id.</param>
/// <param name="Api">The API's properties.</param>
internal sealed record Route(MapKey Path, MapKey Method, string ApiId, MapValue Api);
