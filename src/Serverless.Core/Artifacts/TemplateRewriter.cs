using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>Writes the places of artifacts into a template. What it is given stays as it is: the result is a copy that keeps all spans.</summary>
public static class TemplateRewriter
{
    /// <summary>A copy whose properties point at stored artifacts, each in the form that its resource type wants.</summary>
    /// <param name="template">The template.</param>
    /// <param name="locations">Its places, whatever template they name; a property that the template cannot have is left out.</param>
    public static Template PointAt(Template template, IEnumerable<KeyValuePair<PropertyPlace, ArtifactLocation>> locations) =>
        Rewrite(template, locations, Address);

    /// <summary>A copy whose properties hold paths, for tools that package by themselves.</summary>
    /// <param name="template">The template.</param>
    /// <param name="paths">The paths; a property that the template cannot have is left out.</param>
    public static Template PointAtFiles(Template template, IEnumerable<KeyValuePair<PropertyPlace, string>> paths) =>
        Rewrite(template, paths, (path, _) => path);

    private static Template Rewrite<T>(Template template, IEnumerable<KeyValuePair<PropertyPlace, T>> values, Func<T, PathProperty, TemplateValue> write)
    {
        var copy = template.DeepClone();
        foreach (var (place, value) in values)
        {
            if (PathPlaces.Find(copy, place) is { } found)
            {
                Set(copy, found, write(value, found.Property));
            }
        }

        return copy;
    }

    // A property of Globals is set on the resource itself, where it comes before what Globals says.
    private static void Set(Template template, PathPlace found, TemplateValue value)
    {
        if (found.Resource is not { } resource)
        {
            TemplatePointer.TrySet(template.Root, found.Place.Property, At(value, found.Value!.Span));
            return;
        }

        var span = found.Value?.Span ?? resource.Span;
        var names = found.Place.Property.Split('.');
        var owner = names.SkipLast(1).Aggregate(Member(resource.Body, "Properties"), Member);
        owner.Set(owner.KeyOf(names[^1]) ?? new MapKey(names[^1]) { Span = span }, At(value, span));

        MapValue Member(MapValue map, string name)
        {
            if (map[name] is not MapValue member)
            {
                map.Set(new MapKey(name) { Span = span }, member = new MapValue { Span = span });
            }

            return member;
        }
    }

    private static TemplateValue Address(ArtifactLocation location, PathProperty property) => property.Form switch
    {
        { IsUrl: true } => location.HttpsUrl,
        { IsImage: true } => location.ImageUri,
        { Bucket: { } bucket, Key: { } key } => new MapValue { { bucket, location.Bucket }, { key, location.Key } },
        // SAM reads the text as a URL, where these mean something else.
        _ when property.ResourceType.StartsWith("AWS::Serverless::", StringComparison.Ordinal) && location.Key.AsSpan().ContainsAny("?#%") => new MapValue { { "Bucket", location.Bucket }, { "Key", location.Key } },
        _ => location.S3Uri,
    };

    private static TemplateValue At(TemplateValue value, Text.SourceSpan span) => value switch
    {
        StringValue text => new StringValue(text.Value) { Span = span },
        MapValue map => new MapValue(map.Select(entry => new MapEntry(new MapKey(entry.Key.Text) { Span = span }, At(entry.Value, span)))) { Span = span },
        _ => value,
    };
}
