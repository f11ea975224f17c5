using Serverless.Sam.Errors;
using Serverless.Templates;

namespace Serverless.Sam.Resources;

/// <summary>Tags in the two forms of CloudFormation, and SAM's own.</summary>
internal static class Tags
{
    private static readonly string[] _reserved = ["lambda:createdBy", "serverlessrepo:applicationId", "serverlessrepo:semanticVersion"];

    /// <summary>A map of tags as a list of keys and values; a null value is the empty text.</summary>
    public static ListValue ToList(MapValue? tags)
    {
        var list = new ListValue();
        foreach (var (key, value) in tags ?? [])
        {
            list.Add(Of(key, value));
        }

        return list;
    }

    /// <summary>The tag by which SAM marks what it makes, then others that it adds, then the user's.</summary>
    /// <exception cref="SamErrorException">The user's tags contain a reserved one.</exception>
    public static ListValue WithCreator(SamResource resource, TemplateValue? tags, MapValue? more = null)
    {
        var own = tags.AsMap();
        foreach (var reserved in _reserved)
        {
            if (own is not null && own.ContainsKey(reserved))
            {
                throw resource.Subject.ErrorAtName(
                    $"{reserved} is a reserved Tag key name and cannot be set on your resource. Please change the tag key in the input.", own, reserved);
            }
        }

        var list = CreatedBy("lambda:createdBy", more);
        list.AddRange(ToList(own));
        return list;
    }

    /// <summary>A tag that says that SAM made the resource, then the user's.</summary>
    public static ListValue CreatedBy(string key, TemplateValue? tags)
    {
        var list = new ListValue(Of(key, "SAM"));
        list.AddRange(ToList(tags.AsMap()));
        return list;
    }

    /// <summary>Two lists of tags as one: a key that comes again gets the later value and keeps its place.</summary>
    public static ListValue Combined(ListValue first, ListValue second)
    {
        var byKey = new OrderedDictionary<string, TemplateValue>(StringComparer.Ordinal);
        foreach (var tag in first.Concat(second))
        {
            byKey[((MapValue)tag)["Key"].AsString()!] = tag;
        }

        return new(byKey.Values);
    }

    /// <summary>Gives every resource that takes tags the user's instead of its own, when the user asked for it.</summary>
    public static void Propagate(List<GeneratedResource> resources, TemplateValue? tags, bool wanted)
    {
        if (!wanted || tags is not MapValue { Count: > 0 } map)
        {
            return;
        }

        foreach (var resource in resources)
        {
            if (resource.Shape.Tags != TagForm.None)
            {
                resource["Tags"] = resource.Shape.Tags == TagForm.Map ? map : ToList(map);
            }
        }
    }

    private static MapValue Of(MapKey key, TemplateValue value) =>
        new(new MapEntry("Key", new StringValue(key.Text) { Span = key.Span, IsMarked = key.IsMarked }), new("Value", value is NullValue ? "" : value)) { Span = key.Span };
}
