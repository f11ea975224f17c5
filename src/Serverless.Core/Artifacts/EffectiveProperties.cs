using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>Properties of a resource as they hold in the end: its own, or those of the template's <c>Globals</c> section.</summary>
internal static class EffectiveProperties
{
    private const string SamPrefix = "AWS::Serverless::";

    /// <summary>A property's value, or null when neither the resource nor <c>Globals</c> has it. A dot in the name leads into a map.</summary>
    public static TemplateValue? Find(Template template, Resource resource, string property)
    {
        var names = property.Split('.');
        var value = Merge(FindGlobal(template, resource, names[0]), resource.Properties?[names[0]]);
        foreach (var name in names.Skip(1))
        {
            value = Intrinsic.Is(value) ? null : value.AsMap()?[name];
        }

        return value;
    }

    private static TemplateValue? FindGlobal(Template template, Resource resource, string property)
    {
        if (resource.ResourceType is not { } type || !type.StartsWith(SamPrefix, StringComparison.Ordinal) || IgnoresGlobal(resource, property))
        {
            return null;
        }

        return template.Root["Globals"].AsMap()?[type[SamPrefix.Length..]].AsMap()?[property];
    }

    private static bool IgnoresGlobal(Resource resource, string property) => resource.Body["IgnoreGlobals"] switch
    {
        StringValue { Value: "*" } => true,
        ListValue names => names.Contains(property),
        _ => false,
    };

    // SAM adds lists up, merges maps and otherwise lets the resource win. Nothing here looks inside a merged map.
    private static TemplateValue? Merge(TemplateValue? global, TemplateValue? own) => (global, own) switch
    {
        (_, null) => global,
        (ListValue first, ListValue second) => new ListValue([.. first, .. second]) { Span = second.Span },
        _ => own,
    };
}
