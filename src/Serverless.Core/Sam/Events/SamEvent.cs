using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.Events;

/// <summary>An event of a function or state machine.</summary>
internal sealed class SamEvent
{
    private SamEvent(string id, string name, EventSource source, MapValue properties, SourceSpan span)
    {
        Id = id;
        Name = name;
        Source = source;
        Properties = properties;
        Span = span;
    }

    /// <summary>The owner's id followed by the event's: the start of all ids that are made for it.</summary>
    public string Id { get; }

    /// <summary>The event's own id.</summary>
    public string Name { get; }

    public EventSource Source { get; }

    public MapValue Properties { get; }

    public SourceSpan Span { get; }

    /// <summary>Blames the event under its own id.</summary>
    public Subject Subject => new(SamErrorKind.Event, Name, Span);

    /// <summary>Blames the event under its full id, as the service does here and there.</summary>
    public Subject SubjectById => new(SamErrorKind.Event, Id, Span);

    /// <summary>A property; null when it is missing or an explicit null.</summary>
    public TemplateValue? this[string property] => Properties.Get(property);

    public SamErrorException Error(string text, TemplateValue? at = null, string? help = null) => Subject.Error(text, at, help);

    /// <exception cref="SamErrorException">The type is unknown, or a property breaks its rule.</exception>
    public static SamEvent Read(string ownerId, MapKey key, TemplateValue value, EventSourceTable sources)
    {
        var subject = new Subject(SamErrorKind.Event, key.Text, key.Span.Or(value.Span));
        if (value is not MapValue body)
        {
            throw subject.Error($"'{PythonText.TypeName(value)}' object has no attribute 'get'", value, "An event is a map with Type and Properties.");
        }

        var source = SourceOf(body, subject, sources);
        var resource = new Subject(SamErrorKind.Resource, ownerId + key.Text, subject.Span);
        var properties = SamResource.OpenProperties(resource.Id, body, resource);
        source.Properties.Check(properties, resource);
        return new(resource.Id, key.Text, source, properties, subject.Span);
    }

    /// <summary>An event that another event needs, at that one's place.</summary>
    public static SamEvent For(SamEvent other, string id, EventSource source, MapValue properties) => new(id, other.Name, source, properties, other.Span);

    private static EventSource SourceOf(MapValue body, Subject subject, EventSourceTable sources)
    {
        var type = body["Type"];
        return type is StringValue name && sources.Find(name.Value) is { } source ? source : throw subject.Error(
            $"Resource dict has missing or invalid value for key Type. Event Type is: {PythonText.Str(type)}.", type, sources.HelpFor(type.AsString()));
    }
}
