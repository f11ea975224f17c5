using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>YAML 1.1's merge keys, in the order of members that the reference gives them.</summary>
internal static class YamlMerge
{
    /// <summary>The maps behind one merge key; a list is turned round, because its first map has the last word.</summary>
    public static IEnumerable<TemplateValue> MapsOf(TemplateValue value, SourceSpan key, List<Diagnostic> diagnostics)
    {
        if (value is MapValue map && !Intrinsic.Is(map))
        {
            return [map];
        }

        if (value is ListValue list && list.All(item => item is MapValue && !Intrinsic.Is(item)))
        {
            return list.Reverse();
        }

        diagnostics.Add(TemplateSyntax.BadMerge.At(key, $"'<<' merges a map or a list of maps, but here it has {Describe.Value(value)}.", "Give it an alias to a map, such as '<<: *common'."));
        return [];
    }

    /// <summary>The merged members first, a later map replacing the values of an earlier one, then the map's own, which replace them all.</summary>
    public static MapValue Apply(List<TemplateValue> merges, MapValue own)
    {
        var merged = new MapValue { Span = own.Span };
        foreach (var (key, value) in merges.SelectMany(map => (MapValue)map))
        {
            merged.Set(own.KeyOf(key.Text) ?? key, own[key.Text] ?? value);
        }

        foreach (var (key, value) in own)
        {
            merged.Set(key, value);
        }

        return merged;
    }
}
