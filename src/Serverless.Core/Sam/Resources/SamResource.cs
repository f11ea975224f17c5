using Serverless.Sam.Errors;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.Resources;

/// <summary>A resource of the template as its expander sees it: checked properties and the attributes that SAM knows.</summary>
internal sealed class SamResource
{
    private static readonly string[] _attributes = ["DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata"];

    private SamResource(string id, MapValue body, MapValue properties, Subject subject)
    {
        // The service lets a property of this name through, and it renames the resource.
        Id = properties["logical_id"].AsString() ?? id;
        Subject = subject;
        Properties = properties;
        DependsOn = body["DependsOn"];
        Attributes = AttributesOf(body);
    }

    /// <summary>The logical id, which an expander may change. The one that the template gives is the subject's.</summary>
    public string Id { get; set; }

    public Subject Subject { get; }

    public SourceSpan Span => Subject.Span;

    public MapValue Properties { get; }

    public TemplateValue? DependsOn { get; }

    public MapValue Attributes { get; }

    public MapValue PassedOn => GeneratedResource.PassOn(Attributes);

    /// <summary>A property; null when it is missing or an explicit null.</summary>
    public TemplateValue? this[string property] => Properties.Get(property);

    /// <summary>Checks the id and the form of a resource, before anything looks at its properties.</summary>
    /// <exception cref="SamErrorException">The id is not alphanumeric, or the properties are no map.</exception>
    public static MapValue OpenProperties(string id, MapValue body, Subject subject)
    {
        CheckId(id, subject.Span);
        return body["Properties"] switch
        {
            MapValue map => map,
            null => new MapValue { Span = body.Span },
            var other => throw subject.Error("Properties of a resource must be an object.", other),
        };
    }

    /// <exception cref="SamErrorException">A property breaks its rule.</exception>
    public static SamResource Read(string id, MapValue body, MapValue properties, PropertyTable table, Subject subject)
    {
        table.Check(properties, subject);
        return new(id, body, properties, subject);
    }

    public SamErrorException Error(string text, TemplateValue? at = null, string? help = null) => Subject.Error(text, at, help);

    public static string CheckId(string id, SourceSpan span)
    {
        foreach (var unit in id)
        {
            if (!char.IsAsciiLetterOrDigit(unit))
            {
                throw NotAlphanumeric(id, span);
            }
        }

        return id.Length > 0 ? id : throw NotAlphanumeric(id, span);
    }

    public static SamErrorException NotAlphanumeric(string id, SourceSpan span) =>
        new Subject(SamErrorKind.Resource, id, span).Error("Logical ids must be alphanumeric.");

    public static MapValue AttributesOf(MapValue body)
    {
        var attributes = new MapValue();
        foreach (var name in _attributes)
        {
            attributes.SetIfPresent(name, body[name]);
        }

        return attributes;
    }
}
