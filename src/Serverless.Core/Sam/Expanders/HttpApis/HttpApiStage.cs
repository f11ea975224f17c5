using Serverless.Sam.OpenApi;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.HttpApis;

/// <summary>The one stage of an HTTP API.</summary>
internal static class HttpApiStage
{
    public static GeneratedResource Build(SamResource resource, TemplateValue? tags, GeneratedResource api)
    {
        var name = resource["StageName"] is { IsTruthy: true } given ? given : OpenApiDocument.DefaultPath;
        var stage = new GeneratedResource(Shapes.ApiStage, IdFor(resource, name), resource.Span, resource.PassedOn);
        stage["ApiId"] = api.Ref();
        stage["StageName"] = name;
        stage["StageVariables"] = resource["StageVariables"];
        stage["AccessLogSettings"] = resource["AccessLogSettings"];
        stage["DefaultRouteSettings"] = resource["DefaultRouteSettings"];
        stage["RouteSettings"] = resource["RouteSettings"];
        stage["Tags"] = tags;
        stage["AutoDeploy"] = true;
        return stage;
    }

    private static string IdFor(SamResource resource, TemplateValue name) => name.AsString() switch
    {
        "$default" => resource.Id + "ApiGatewayDefaultStage",
        { } text when Values.IsAlphanumeric(text) => $"{resource.Id}{text}Stage",
        var text => HashedId.Of(resource.Id + "Stage", text is null ? null : name),
    };
}
