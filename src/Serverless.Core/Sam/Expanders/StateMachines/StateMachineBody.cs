using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.StateMachines;

/// <summary>The state machine itself.</summary>
internal static class StateMachineBody
{
    public static GeneratedResource Build(SamResource resource)
    {
        var machine = new GeneratedResource(StateMachineShapes.StateMachine, resource.Id, resource.Span, resource.Attributes) { DependsOn = resource.DependsOn };
        SetDefinition(resource, machine);
        machine["LoggingConfiguration"] = resource["Logging"];
        machine["StateMachineName"] = resource["Name"];
        machine["StateMachineType"] = resource["Type"];
        machine["Tags"] = TagsOf(resource);
        machine["TracingConfiguration"] = resource["Tracing"];
        return machine;
    }

    /// <summary>The tag by which SAM marks what it makes for a state machine, then the user's.</summary>
    public static ListValue TagsOf(SamResource resource) => Tags.CreatedBy("stateMachine:createdBy", resource["Tags"]);

    private static void SetDefinition(SamResource resource, GeneratedResource machine)
    {
        var (definition, uri) = (resource["Definition"], resource["DefinitionUri"]);
        var substitutions = resource["DefinitionSubstitutions"] is MapValue { Count: > 0 } given ? given : null;
        switch (definition.IsTruthy(), uri.IsTruthy())
        {
            case (true, true):
                throw resource.Error("Specify either 'Definition' or 'DefinitionUri' property and not both.", uri);
            case (false, false):
                throw resource.Error("Either 'Definition' or 'DefinitionUri' property must be specified.");
            case (true, _):
                var text = StateMachineDefinition.Read(definition!);
                machine["DefinitionString"] = text.ToValue();
                substitutions = text.AddSubstitutionsTo(substitutions);
                break;
            default:
                machine["DefinitionS3Location"] = Location(resource, uri!);
                break;
        }

        machine["DefinitionSubstitutions"] = substitutions;
    }

    private static MapValue Location(SamResource resource, TemplateValue uri)
    {
        var location = uri switch
        {
            MapValue map => S3Location.Read(map) ?? throw resource.Error("'DefinitionUri' requires Bucket and Key properties to be specified.", uri),
            StringValue text when S3Location.Parse(text) is { } parsed => parsed,
            _ => throw resource.Error(
                "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.", uri),
        };
        return Values.Map(("Bucket", location.Bucket), ("Key", location.Key), ("Version", location.Version));
    }
}
