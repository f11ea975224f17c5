using Serverless.Sam.Errors;
using Serverless.Templates;

namespace Serverless.Sam.Connectors;

/// <summary>Makes connectors of the <c>Connectors</c> attribute, by which a resource of any type lists what it uses.</summary>
internal static class EmbeddedConnectors
{
    /// <summary>Moves all embedded connectors behind the other resources. What is wrong with one does not keep the others.</summary>
    public static void Lift(MapValue resources, List<SamError> errors)
    {
        var lifted = new List<(MapKey Key, MapValue Connector)>();
        foreach (var (owner, value) in resources.ToList())
        {
            if (((MapValue)value).Remove("Connectors") is { } connectors)
            {
                Collect(() => lifted.AddRange(Read(owner, connectors, resources, errors)), errors);
            }
        }

        foreach (var (key, connector) in lifted)
        {
            resources.Set(key, connector);
        }
    }

    private static List<(MapKey Key, MapValue Connector)> Read(MapKey owner, TemplateValue connectors, MapValue resources, List<SamError> errors)
    {
        var subject = new Subject(SamErrorKind.Resource, owner.Text, owner.Span);
        var found = new List<(MapKey Key, MapValue Connector)>();
        foreach (var (name, connector) in Attribute(subject, connectors, $"{owner.Text}.Connectors"))
        {
            Collect(() => found.Add(Read(owner, name, connector, resources)), errors);
        }

        return found;
    }

    private static (MapKey Key, MapValue Connector) Read(MapKey owner, MapKey name, TemplateValue connector, MapValue resources)
    {
        var subject = new Subject(SamErrorKind.Resource, owner.Text, name.Span.Or(owner.Span));
        var key = new MapKey(owner.Text + name.Text) { Span = subject.Span, IsMarked = owner.IsMarked };
        if (resources.ContainsKey(key.Text))
        {
            throw new SamErrorException(TakenIds.Taken(subject, key.Text, SamTypes.Connector, subject.Span));
        }

        var body = (subject with { Id = key.Text }).Map(connector, "", $"{owner.Text}.{key.Text} should be a map.").ShallowCopy();
        var path = $"Connectors.{name.Text}.Properties";
        var properties = Attribute(subject, body["Properties"], path).ShallowCopy();
        properties["Source"] = SourceOf(owner, name, properties.Remove("SourceReference"), subject, path);
        body["Type"] = SamTypes.Connector;
        body["Properties"] = properties;
        return (key, body);
    }

    private static MapValue SourceOf(MapKey owner, MapKey name, TemplateValue? reference, Subject subject, string path)
    {
        var source = new MapValue(new MapEntry("Id", new StringValue(owner.Text) { Span = owner.Span })) { Span = subject.Span };
        if (reference is null)
        {
            return source;
        }

        foreach (var (key, value) in subject.Map(reference, path + ".SourceReference"))
        {
            if (key.Text == "Id")
            {
                // The service blames the connector's own name, which is no id of a resource.
                throw (subject with { Id = name.Text }).Error("'Id' shouldn't be defined in 'SourceReference'.", value);
            }

            source.Set(key, value);
        }

        return source;
    }

    private static MapValue Attribute(Subject subject, TemplateValue? value, string path) =>
        subject.Map(value, path, $"Attribute '{path}' should be a map.");

    private static void Collect(Action read, List<SamError> errors)
    {
        try
        {
            read();
        }
        catch (SamErrorException invalid)
        {
            errors.Add(invalid.Error);
        }
    }
}
