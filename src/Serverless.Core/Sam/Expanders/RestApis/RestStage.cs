using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>The one stage of a REST API.</summary>
internal static class RestStage
{
    private static readonly string[] _copied =
        ["CacheClusterEnabled", "CacheClusterSize", "Variables", "MethodSettings", "AccessLogSetting", "CanarySetting", "TracingEnabled"];

    public static GeneratedResource Build(RestApiSettings settings, GeneratedResource api, GeneratedResource deployment)
    {
        var name = settings.Resource["StageName"]!;
        var stage = settings.Make(Shapes.RestStage, IdFor(settings.Resource, name));
        stage["RestApiId"] = api.Ref();
        stage["StageName"] = name;
        stage["DeploymentId"] = deployment.Ref();
        foreach (var property in _copied)
        {
            stage[property] = settings.Resource[property];
        }

        stage["Tags"] = settings.Resource["Tags"] is MapValue tags ? Tags.ToList(tags) : null;
        return stage;
    }

    private static string IdFor(SamResource resource, TemplateValue name) => name.AsString() switch
    {
        { } text when Values.IsAlphanumeric(text) => $"{resource.Id}{text}Stage",
        var text => HashedId.Of(resource.Id + "Stage", text is null ? null : name),
    };
}
