using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>Whether the mappings and keys that <c>Fn::FindInMap</c> asks for exist, as far as they are written out.</summary>
internal static class MappingReferenceChecks
{
    public static IEnumerable<Diagnostic> Check(Template template, TemplateNames names)
    {
        var mappings = template.Mappings ?? [];
        var isComplete = !names.MayGrow && !mappings.Keys.Any(Macros.IsMacroKey);
        return isComplete ? FunctionChecks.Roots(template).SelectMany(In).SelectMany(keys => Check(keys, mappings)) : [];
    }

    private static IEnumerable<ListValue> In(TemplateValue value) => value switch
    {
        MapValue map when Intrinsic.TryRead(map, out var call) && call is { Name: "Fn::FindInMap", Argument: ListValue { Count: 3 } keys } => keys.SelectMany(In).Prepend(keys),
        MapValue map => map.Values.SelectMany(In),
        ListValue list => list.SelectMany(In),
        _ => [],
    };

    private static IEnumerable<Diagnostic> Check(ListValue keys, MapValue mappings)
    {
        if (keys[0] is not StringValue name)
        {
            return [];
        }

        if (!mappings.ContainsKey(name.Value))
        {
            return [TemplateRules.UnknownMapping.At(name.Span, $"There is no mapping '{name.Value}'.", DidYouMean.Ask(name.Value, mappings.Keys) ?? "Mappings are defined in the section 'Mappings'.")];
        }

        if (mappings[name.Value] is not MapValue mapping || mapping.Keys.Any(Macros.IsMacroKey) || keys[1] is not ScalarValue first)
        {
            return [];
        }

        if (!mapping.ContainsKey(first.Text))
        {
            return [UnknownKey(first, name.Value, mapping)];
        }

        return keys[2] is ScalarValue second && mapping[first.Text] is MapValue inner && !inner.ContainsKey(second.Text) && !inner.Keys.Any(Macros.IsMacroKey)
            ? [UnknownKey(second, $"{name.Value}.{first.Text}", inner)]
            : [];
    }

    private static Diagnostic UnknownKey(ScalarValue key, string mapping, MapValue map) =>
        TemplateRules.UnknownMapping.At(key.Span, $"The mapping '{mapping}' has no key '{key.Text}'.", DidYouMean.Ask(key.Text, map.Keys) ?? (map.Count is > 0 and <= 8 ? $"It has {string.Join(", ", map.Keys)}." : null));
}
