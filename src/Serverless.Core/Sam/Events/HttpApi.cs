using System.Text.RegularExpressions;
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
            source.Subject.String(source["Path"], "Path").Value, source.Subject.String(source["Method"], "Method").Value.ToLowerInvariant(), id, api);
        AddPermission(source, route, expansion);
        AddIntegration(source, route, expansion);
    }

    private static void AddPermission(SamEvent source, Route route, EventExpansion expansion)
    {
        var document = OpenForPermission(route, source);
        var path = TrailingSlash().Replace(route.Path, "${path}");
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
            TransformRun.Arn("${AWS::Partition}", "execute-api", "${__ApiId__}/${__Stage__}" + PathOf(route.Method, ApiDocument.WithoutParameters(path))),
            ("__ApiId__", source["ApiId"]),
            ("__Stage__", "*")));
    }

    private static OpenApiDocument? OpenForPermission(Route route, SamEvent source)
    {
        try
        {
            return route.Api["DefinitionBody"] is { IsTruthy: true } body ? OpenApiDocument.Open(body) : null;
        }
        catch (SamDocumentException invalid)
        {
            throw new Subject(SamErrorKind.Resource, route.ApiId, source.Span).Error(string.Join(' ', invalid.Errors.Select(error => error.Message)));
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

        var document = OpenApiDocument.Open(body);
        if (route.Api[DefaultDefinitionBody.Managed].IsTruthy() && document.HasIntegration(route.Path, route.Method))
        {
            throw source.Error($"API method '{route.Method}' defined multiple times for path '{route.Path}'.", source["Path"]);
        }

        document.AddIntegration(route.Path, route.Method, InvocationUri(expansion.Target), expansion.Target.Condition);
        HttpApiEventAuth.Add(source, route, document);
        if (source["TimeoutInMillis"] is { IsTruthy: true } timeout)
        {
            document.SetTimeout(route.Path, route.Method, timeout);
        }

        AddPathParameters(document, route);
        if (source["PayloadFormatVersion"] is { IsTruthy: true } version)
        {
            document.SetPayloadFormatVersion(route.Path, route.Method, version);
        }
    }

    private static void AddPathParameters(OpenApiDocument document, Route route)
    {
        var names = PathParameter().Matches(route.Path).Select(match => match.Groups["name"].Value).ToList();
        if (names.Count > 0)
        {
            document.AddPathParameters(route.Path, route.Method, names);
        }
    }

    private static MapValue InvocationUri(GeneratedResource target)
    {
        var name = target.Shape.RefIsArn ? target.Id : target.Id + ".Arn";
        return Intrinsic.Sub($"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{name}}}/invocations");
    }

    [GeneratedRegex("^(?<path>.+)/$", RegexOptions.ExplicitCapture)]
    private static partial Regex TrailingSlash();

    [GeneratedRegex(@"\{(?<name>.*?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex PathParameter();
}

/// <summary>Where an event's route is.</summary>
/// <param name="Path">The path as the event writes it.</param>
/// <param name="Method">The method in lower case.</param>
/// <param name="ApiId">The API's logical id.</param>
/// <param name="Api">The API's properties.</param>
internal sealed record Route(string Path, string Method, string ApiId, MapValue Api);
