using Serverless.Sam.Errors;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Connectors;

/// <summary>A connection that a template asks for, by a connector or by a resource that makes one for itself.</summary>
/// <param name="Id">The logical id, with which the generated ones begin.</param>
/// <param name="Subject">Who is to blame for errors.</param>
internal sealed record ConnectorRequest(string Id, Subject Subject)
{
    /// <summary>One end: <c>Id</c>, or <c>Type</c> with what is known of it.</summary>
    public required MapValue Source { get; init; }

    /// <summary>The other end, or a list of ends.</summary>
    public required TemplateValue Destination { get; init; }

    /// <summary>The names of permissions.</summary>
    public required TemplateValue Permissions { get; init; }

    /// <summary>The attributes of everything that is made.</summary>
    public MapValue Attributes { get; init; } = [];

    public TemplateValue? DependsOn { get; init; }

    public static ConnectorRequest Of(SamResource connector) => new(connector.Id, connector.Subject)
    {
        Source = (MapValue)connector["Source"]!,
        Destination = connector["Destination"]!,
        Permissions = connector["Permissions"]!,
        Attributes = connector.Attributes,
        DependsOn = connector.DependsOn,
    };

    /// <summary>A resource for the connection from one end to another, with the metadata by which tools know connectors.</summary>
    /// <exception cref="SamErrorException">The id is not alphanumeric, or the user's metadata is no map.</exception>
    public GeneratedResource Generate(ResourceShape shape, string suffix, ConnectorEnd source, ConnectorEnd destination)
    {
        var resource = new GeneratedResource(shape, Id + suffix, Subject.Span, Attributes) { DependsOn = DependsOn };
        var metadata = Attributes.Get("Metadata") is { } given ? Subject.Map(given, "Metadata").ShallowCopy() : [];
        metadata["aws:sam:connectors"] = Values.Map((Id, Values.Map((source.Name, Shown(source)), (destination.Name, Shown(destination)))));
        resource.Attributes["Metadata"] = metadata;
        return resource;
    }

    private static MapValue Shown(ConnectorEnd end) => Values.Map(("Type", end.UserType));
}
