using Serverless.Sam.Errors;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam.Resources;

/// <summary>A CloudFormation resource in the making. Properties are written in the order of its shape, whenever they were set.</summary>
internal sealed class GeneratedResource
{
    private static readonly string[] _passedOn = ["Condition", "DeletionPolicy", "UpdateReplacePolicy"];

    private readonly TemplateValue?[] _values;

    /// <param name="shape">The type.</param>
    /// <param name="id">The logical id; the user's own parts of it may be wrong.</param>
    /// <param name="source">The place that caused the resource.</param>
    /// <param name="attributes">Attributes to start with; copied.</param>
    /// <exception cref="SamErrorException">The id is not alphanumeric.</exception>
    public GeneratedResource(ResourceShape shape, string id, SourceSpan source, MapValue? attributes = null)
    {
        Shape = shape;
        Id = SamResource.CheckId(id, source);
        Source = source;
        Attributes = [];
        if (attributes is not null)
        {
            Attributes.Update(attributes);
        }

        _values = new TemplateValue?[shape.Properties.Length];
    }

    public ResourceShape Shape { get; }

    public string Id { get; }

    public SourceSpan Source { get; }

    public TemplateValue? DependsOn { get; set; }

    public MapValue Attributes { get; }

    /// <summary>The attributes that everything inherits which is made from this resource.</summary>
    public MapValue PassedOn => PassOn(Attributes);

    /// <summary>The condition under which the resource exists; null when it always does.</summary>
    public TemplateValue? Condition => Attributes["Condition"];

    /// <summary>A property; null when it is not set. An explicit null of the user counts as not set.</summary>
    public TemplateValue? this[string property]
    {
        get => _values[Shape.IndexOf(property)];
        set => _values[Shape.IndexOf(property)] = value is NullValue ? null : value;
    }

    public MapValue Ref() => Intrinsic.Ref(Id);

    public MapValue Arn() => Shape.RefIsArn ? Ref() : GetAtt("Arn");

    public MapValue GetAtt(string attribute) => Intrinsic.GetAtt(Id, attribute);

    public static MapValue PassOn(MapValue attributes)
    {
        var passed = new MapValue();
        foreach (var name in _passedOn)
        {
            passed.SetIfPresent(name, attributes[name]);
        }

        return passed;
    }

    public MapValue ToValue()
    {
        var body = new MapValue { Span = Source };
        body.Set("Type", Shape.Type);
        if (DependsOn.IsTruthy())
        {
            body.Set("DependsOn", DependsOn);
        }

        body.Update(Attributes);
        body.Set("Properties", PropertiesValue());
        return body;
    }

    public MapValue PropertiesValue()
    {
        var properties = new MapValue { Span = Source };
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is { } value)
            {
                properties.Set(new MapKey(Shape.Properties[i]) { Span = value.Span.Or(Source) }, value);
            }
        }

        return properties;
    }
}
