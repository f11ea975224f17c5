using Serverless.Diagnostics;

namespace Serverless.Templates.Includes;

/// <summary>Puts the content of files in the place of calls.</summary>
internal sealed class Inclusion(IncludedFiles files, List<Diagnostic> complaints)
{
    /// <summary>The root of the template with everything in it.</summary>
    public MapValue Apply(MapValue root)
    {
        var result = new MapValue { Span = root.Span };
        foreach (var (key, value) in root)
        {
            switch (key.Text)
            {
                case "Transform":
                    AddTransforms(result, root, key, value);
                    break;
                case "Parameters":
                    Add(result, key, value);
                    break;
                default:
                    Add(result, key, Walk(value));
                    break;
            }
        }

        return result;
    }

    private void AddTransforms(MapValue result, MapValue root, MapKey key, TemplateValue value)
    {
        if (value is not ListValue list)
        {
            AddTransform(result, root, key, value, Add);
            return;
        }

        var others = new ListValue { Span = list.Span };
        foreach (var item in list)
        {
            AddTransform(result, root, key, item, (_, _, other) => others.Add(other));
        }

        if (others.Count > 0)
        {
            result.Set(key, others);
        }
    }

    private void AddTransform(MapValue result, MapValue root, MapKey key, TemplateValue value, Action<MapValue, MapKey, TemplateValue> addOther)
    {
        if (LocalCall(value, key) is { } call)
        {
            Merge(result, root, call);
        }
        else
        {
            addOther(result, key, value);
        }
    }

    private TemplateValue Walk(TemplateValue value) => value switch
    {
        MapValue map => Walk(map),
        ListValue list => new ListValue(list.Select(Walk)) { Span = list.Span },
        _ => value,
    };

    private TemplateValue Walk(MapValue map)
    {
        if (map.Count == 1 && LocalCall(map[IncludeCall.Key], map.KeyOf(IncludeCall.Key)) is { } only)
        {
            return files.Content(only);
        }

        var result = new MapValue { Span = map.Span };
        foreach (var (key, value) in map)
        {
            if (key.Text == IncludeCall.Key && LocalCall(value, key) is { } call)
            {
                Merge(result, map, call);
            }
            else
            {
                Add(result, key, Walk(value));
            }
        }

        return result;
    }

    private static IncludeCall? LocalCall(TemplateValue? value, MapKey? key) =>
        IncludeCall.Is(value) && IncludeCall.Read((MapValue)value!, key!.Span, []) is { IsLocal: true } call ? call : null;

    private void Merge(MapValue result, MapValue surroundings, IncludeCall call)
    {
        if (files.Content(call) is not MapValue content)
        {
            complaints.Add(IncludeDiagnostics.BadInclude.At(
                call.Location.Span, $"'{call.Location.Value}' stands beside other keys, so that it must hold a map.", "Let the file begin with a key."));
            return;
        }

        foreach (var (key, value) in content)
        {
            if (surroundings.ContainsKey(key.Text))
            {
                complaints.Add(IncludeDiagnostics.KeyTwice.At(key.Span, $"'{key.Text}' stands beside the include of '{call.Location.Value}' too.", "Remove one of them."));
            }
            else
            {
                Add(result, key, value);
            }
        }
    }

    private void Add(MapValue result, MapKey key, TemplateValue value)
    {
        if (result.ContainsKey(key.Text))
        {
            complaints.Add(IncludeDiagnostics.KeyTwice.At(key.Span, $"Two included files have '{key.Text}'.", "Remove one of them."));
            return;
        }

        result.Set(key, value);
    }
}
