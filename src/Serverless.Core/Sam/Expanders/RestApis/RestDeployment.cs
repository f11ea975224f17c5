using System.Globalization;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.RestApis;

/// <summary>
/// A snapshot of a REST API. API Gateway takes one only when the resource is new, so that its id is made of everything that the snapshot is to
/// contain.
/// </summary>
internal static class RestDeployment
{
    /// <param name="settings">The API of the template.</param>
    /// <param name="api">The API.</param>
    /// <param name="definition">The document or its place; null when there is neither, and then the id does not change.</param>
    public static GeneratedResource Build(RestApiSettings settings, GeneratedResource api, TemplateValue? definition)
    {
        var id = settings.Resource.Id + "Deployment";
        var hash = definition.IsTruthy() ? HashedId.Digits(HashData(settings, definition), 40) : null;
        var deployment = settings.Make(Shapes.RestDeployment, id + hash?[..10]);
        deployment["Description"] = hash is null ? null : new StringValue($"RestApi deployment id: {hash}");
        deployment["RestApiId"] = api.Ref();
        deployment["StageName"] = settings.Truthy("OpenApiVersion") is null ? new StringValue("Stage") : null;
        return deployment;
    }

    private static string HashData(RestApiSettings settings, TemplateValue definition)
    {
        if (settings.Resource["AlwaysDeploy"].IsTruthy())
        {
            return settings.Run.Context.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        var parts = new List<string> { PythonText.Str(definition) };
        if (settings.Truthy("OpenApiVersion") is { } version)
        {
            parts.Add(PythonText.Str(version));
        }

        if (settings.Domain.IsTruthy())
        {
            parts.Add(PythonJson.Written(settings.Domain));
        }

        var names = NamesOfFunctions(settings);
        if (names.Length > 0)
        {
            parts.Add(names);
        }

        return string.Join("||", parts);
    }

    // A function of another name is another function, although the document, which has only its id, stays the same.
    private static string NamesOfFunctions(RestApiSettings settings)
    {
        var names =
            from function in settings.Run.InputResources.Values.OfType<MapValue>()
            where function["Type"].IsText(SamTypes.Function)
            let properties = function["Properties"].AsMap()
            from source in properties?["Events"].AsMap()?.Values.OfType<MapValue>() ?? []
            where source["Type"].IsText("Api") && IdOf(source["Properties"].AsMap()?["RestApiId"]) == settings.Resource.Subject.Id
            let name = settings.Run.Parameters.Resolve(properties["FunctionName"]?.DeepClone())
            where name.IsTruthy()
            select PythonText.Str(name);
        return string.Concat(names);
    }

    private static string? IdOf(TemplateValue? api) => (api is MapValue map ? map["Ref"] : api).AsString();
}
