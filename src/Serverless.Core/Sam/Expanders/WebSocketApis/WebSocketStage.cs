using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.WebSocketApis;

/// <summary>The one stage of a WebSocket API.</summary>
internal static class WebSocketStage
{
    private const string DefaultName = "default";

    private static readonly string[] _copied = ["StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings"];

    public static GeneratedResource Build(SamResource resource, GeneratedResource api, MapValue tags)
    {
        var name = resource["StageName"] ?? DefaultName;
        if (name.IsText("$default"))
        {
            throw resource.Error("Stages cannot be named $default for WebSocket APIs.", name);
        }

        var stage = new GeneratedResource(Shapes.ApiStage, IdFor(resource, name), name.Span.Or(resource.Span));
        foreach (var property in _copied)
        {
            stage[property] = resource[property];
        }

        stage["ApiId"] = api.Ref();
        stage["StageName"] = name;
        stage["Tags"] = tags;
        stage["AutoDeploy"] = true;
        return stage;
    }

    /// <summary>Lets a stage with settings for routes wait for them: API Gateway refuses settings of a route that does not exist yet.</summary>
    public static void WaitForRoutes(SamResource resource, GeneratedResource stage, IEnumerable<GeneratedResource> made)
    {
        if (resource["RouteSettings"].IsTruthy())
        {
            stage.DependsOn = new ListValue(made.Where(one => one.Shape == WebSocketShapes.Route).Select(route => (TemplateValue)route.Id));
        }
    }

    private static string IdFor(SamResource resource, TemplateValue name) => name.AsString() switch
    {
        null => resource.Id + "Stage",
        DefaultName => resource.Id + "DefaultStage",
        var text => $"{resource.Id}{text}Stage",
    };
}
