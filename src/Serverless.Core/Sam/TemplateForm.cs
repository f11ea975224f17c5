using Serverless.Sam.Errors;
using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>The coarse form that a template must have before anything else is asked of it.</summary>
internal static class TemplateForm
{
    /// <returns>The <c>Resources</c> section.</returns>
    /// <exception cref="SamDocumentException">There are no resources, or something that is none.</exception>
    public static MapValue Check(MapValue root)
    {
        if (root["Resources"] is not MapValue { Count: > 0 } resources)
        {
            throw SamDocumentException.Template("'Resources' section is required", (root["Resources"]?.Span ?? default).Or(root.Span));
        }

        foreach (var (key, resource) in resources)
        {
            if (resource is not MapValue)
            {
                throw SamDocumentException.Template(
                    "All 'Resources' must be Objects. If you're using YAML, this may be an indentation issue.", key.Span.Or(resource.Span));
            }
        }

        foreach (var (key, body, _) in SamTypes.ClassicResources(resources))
        {
            CheckProperties(key, body);
        }

        return resources;
    }

    private static void CheckProperties(MapKey key, MapValue body)
    {
        if (body["Properties"] is { } properties and not MapValue)
        {
            throw new SamDocumentException(
                new SamError(SamErrorKind.Resource, key.Text, "Attribute 'Properties' should be a map.", properties.Span.Or(key.Span)));
        }
    }
}
