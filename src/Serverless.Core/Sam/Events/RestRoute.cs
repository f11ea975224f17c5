using Serverless.Sam.ImplicitApis;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Events;

/// <summary>Where an event's route of a REST API is.</summary>
/// <param name="Path">The path as the event writes it.</param>
/// <param name="Method">The method in lower case.</param>
/// <param name="ApiId">The API's logical id.</param>
/// <param name="Api">The API's properties, whose document gets the route.</param>
/// <param name="Stage">The API's stage as permissions and policies call it; null for nobody's.</param>
internal sealed record RestRoute(MapKey Path, MapKey Method, string ApiId, MapValue Api, TemplateValue? Stage)
{
    /// <summary>How error texts name the route.</summary>
    public string Place => $"on API method [{Method.Text}] for path [{Path.Text}]";

    /// <summary>True when the document is SAM's to edit.</summary>
    public bool IsManaged => Api[DefaultDefinitionBody.Managed].IsTruthy();

    /// <summary>True when what SAM generates is to be merged into the user's document.</summary>
    public bool IsMerged => Api["MergeDefinitions"].IsTruthy();

    /// <summary>Finds the API of an event, whose properties the step for implicit APIs has completed.</summary>
    /// <exception cref="Errors.SamErrorException">There is none of that id, or it has no stage.</exception>
    public static RestRoute Of(SamEvent source, MapValue resources)
    {
        var reference = source["RestApiId"];
        var id = (reference is MapValue map && map["Ref"] is { } name ? name : reference).AsString() ?? "";
        var api = resources[id] as MapValue ?? throw source.Error(
            "RestApiId property of Api event must reference a valid resource in the same template.", reference);
        var properties = api["Properties"] switch
        {
            null => [],
            MapValue there => there,
            var other => throw source.Error($"Properties of {id} should be a map.", other),
        };
        return new(
            source.Subject.String(source["Path"], "Path").ToKey(),
            source.Subject.String(source["Method"], "Method").ToKey().ToLowerCase(),
            id,
            properties,
            StageOf(properties, id, source));
    }

    private static StringValue StageOf(MapValue api, string id, SamEvent source) => api["StageName"] switch
    {
        StringValue { Value: "" } empty => throw (source.Subject with { Kind = Errors.SamErrorKind.Resource, Id = id }).Error("StageName cannot be empty.", empty),
        StringValue name => name,
        _ => new StringValue("Stage"),
    };
}
