using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>Reads a CloudFormation resource of the template that an event has edited, so that it is written again.</summary>
internal static class ExistingResource
{
    /// <exception cref="SamErrorException">It is of another type, or has a property that SAM does not know.</exception>
    public static GeneratedResource Read(ResourceShape shape, string id, MapValue body, Text.SourceSpan span)
    {
        var subject = new Subject(SamErrorKind.Resource, id, span);
        var type = body["Type"] ?? throw subject.Error("Resource dict missing key 'Type'.", body);
        if (!type.IsText(shape.Type))
        {
            throw subject.Error($"Resource has incorrect Type; expected '{shape.Type}', got '{PythonText.Str(type)}'", type);
        }

        var resource = new GeneratedResource(shape, id, span, SamResource.AttributesOf(body)) { DependsOn = body["DependsOn"] };
        foreach (var (key, value) in SamResource.OpenProperties(id, body, subject))
        {
            if (shape.IndexOf(key.Text) < 0)
            {
                throw subject.Error($"property {key.Text} not defined for resource of type {shape.Type}", key.Span);
            }

            resource[key.Text] = value;
        }

        return resource;
    }

    /// <summary>The properties of a resource, which are added when it has none.</summary>
    public static TemplateValue PropertiesOf(MapValue body)
    {
        if (body.Get("Properties") is { } there)
        {
            return there;
        }

        var made = new MapValue { Span = body.Span };
        body["Properties"] = made;
        return made;
    }
}
