using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>A place of a template that may hold a local path.</summary>
/// <param name="Place">The place.</param>
/// <param name="Property">What the table says of it.</param>
/// <param name="Resource">The resource that has the property; null for a value that belongs to none.</param>
/// <param name="Value">The value as it holds in the end, <c>Globals</c> included; null when there is none.</param>
internal sealed record PathPlace(PropertyPlace Place, PathProperty Property, Resource? Resource, TemplateValue? Value);

/// <summary>Finds the places of a template that <see cref="PathProperties"/> speaks of.</summary>
internal static class PathPlaces
{
    private const string Metadata = "/Metadata/AWS::ServerlessRepo::Application";

    /// <summary>All places, those of resources first, in the template's order.</summary>
    public static IEnumerable<PathPlace> Of(Template template) =>
        [.. template.Resources.SelectMany(resource => OfResource(template, resource)), .. OfMetadata(template), .. Includes(template.Root, "")];

    /// <summary>A place by its name; null when the template has none there.</summary>
    public static PathPlace? Find(Template template, PropertyPlace place)
    {
        if (place.Resource.Value.Length == 0)
        {
            return OfMetadata(template).Concat(Includes(template.Root, "")).FirstOrDefault(found => found.Place.Property == place.Property);
        }

        return template.FindResource(place.Resource) is { } resource && PathProperties.Find(resource.ResourceType, place.Property) is { } property
            ? new(place, property, resource, EffectiveProperties.Find(template, resource, place.Property))
            : null;
    }

    private static IEnumerable<PathPlace> OfResource(Template template, Resource resource) =>
        from property in PathProperties.Of(resource.ResourceType)
        from name in Names(resource.Properties, property.Property)
        select new PathPlace(new(resource.Id, name), property, resource, EffectiveProperties.Find(template, resource, name));

    // What the stars of a property stand for in one resource. Members with a dot in their name could not be told apart.
    private static IEnumerable<string> Names(MapValue? map, string property)
    {
        var star = property.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return [property];
        }

        var owner = property[..star].TrimEnd('.').Split('.').Aggregate(map, static (at, name) => at?[name].AsMap());
        return owner is null || Intrinsic.Is(owner)
            ? []
            : owner.Keys.Where(name => !name.Contains('.', StringComparison.Ordinal)).SelectMany(name => Names(map, $"{property[..star]}{name}{property[(star + 1)..]}"));
    }

    private static IEnumerable<PathPlace> OfMetadata(Template template) =>
        from property in PathProperties.OfRepositoryMetadata
        let pointer = TemplatePointer.Append(Metadata, property.Property)
        let value = TemplatePointer.Find(template.Root, pointer)
        where value is not null
        select new PathPlace(PropertyPlace.AtPointer(pointer), property, null, value);

    private static IEnumerable<PathPlace> Includes(TemplateValue value, string pointer) => value switch
    {
        MapValue map => map.SelectMany(entry => Included(entry, pointer)),
        ListValue list => list.SelectMany((item, at) => Includes(item, $"{pointer}/{at}")),
        _ => [],
    };

    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
    private static IEnumerable<PathPlace> Included(MapEntry entry, string pointer)
    {
        var inner = TemplatePointer.Append(pointer, entry.Key.Text);
        var isCall = entry.Key.Text == "Fn::Transform" || (entry.Key.Text == "Transform" && pointer.Length == 0);
        return isCall ? Calls(entry.Value, inner) : Includes(entry.Value, inner);
    }

    private static IEnumerable<PathPlace> Calls(TemplateValue value, string pointer) => value switch
    {
        ListValue list => list.SelectMany((item, at) => Calls(item, $"{pointer}/{at}")),
        MapValue map when map["Name"].AsString() == PathProperties.OfInclude.ResourceType && map["Parameters"].AsMap()?["Location"] is { } location =>
            [new(PropertyPlace.AtPointer($"{pointer}/Parameters/Location"), PathProperties.OfInclude, null, location)],
        _ => [],
    };
}
