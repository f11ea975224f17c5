using Serverless.Diagnostics;
using Serverless.Sam.Errors;
using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>The Globals section: merged into the resources of each type, then removed.</summary>
internal static class Globals
{
    /// <exception cref="SamDocumentException">The section, or a resource's <c>IgnoreGlobals</c>, is invalid.</exception>
    public static void Apply(MapValue root)
    {
        var sections = root["Globals"] is { } globals ? Check(globals) : [];
        foreach (var (key, body, type) in SamTypes.ClassicResources((MapValue)root["Resources"]!))
        {
            var own = body["Properties"].AsMap() ?? new MapValue { Span = body.Span };
            body["Properties"] = sections[type[SamTypes.Prefix.Length..]] is MapValue global ? Merged(key, body, global, own) : own;
        }

        root.Remove("Globals");
    }

    private static MapValue Check(TemplateValue globals)
    {
        if (globals is not MapValue sections)
        {
            throw Invalid("It must be a non-empty dictionary", globals);
        }

        foreach (var (name, section) in sections)
        {
            CheckSection(name, section);
        }

        return sections;
    }

    private static void CheckSection(MapKey name, TemplateValue section)
    {
        if (GlobalSections.PropertiesOf(name.Text) is not { } known)
        {
            throw Unknown($"'{name.Text}' is not supported. ", name, GlobalSections.Names);
        }

        if (section is not MapValue properties)
        {
            // The service's own text; the name was meant to stand there.
            throw Invalid("Value of ${section} must be a dictionary", section);
        }

        foreach (var (property, _) in properties)
        {
            if (!known.Contains(property.Text))
            {
                throw Unknown($"'{property.Text}' is not a supported property of '{name.Text}'. ", property, known);
            }
        }
    }

    private static SamDocumentException Unknown(string text, MapKey key, IReadOnlyList<string> known)
    {
        var list = PythonText.Repr(new ListValue(known.Select(name => (TemplateValue)name)));
        return new(new SamError(
            SamErrorKind.Globals, "Globals", $"{text}Must be one of the following values - {list}", key.Span, DidYouMean.Ask(key.Text, known)));
    }

    private static SamDocumentException Invalid(string text, TemplateValue at) => new(new SamError(SamErrorKind.Globals, "Globals", text, at.Span));

    private static MapValue Merged(MapKey key, MapValue body, MapValue global, MapValue own)
    {
        var ignore = body.Get("IgnoreGlobals");
        if (!ignore.IsTruthy())
        {
            return MergeMaps(global, own);
        }

        if (ignore.IsText("*"))
        {
            return MergeMaps([], own);
        }

        var kept = (MapValue)global.DeepClone();
        foreach (var name in ignore as ListValue ?? throw InvalidIgnore(key, ignore, ""))
        {
            if (kept.Remove(PythonText.Str(name)) is null)
            {
                throw InvalidIgnore(key, name, $" on item '{PythonText.Str(name)}'");
            }
        }

        return MergeMaps(kept, own);
    }

    private static SamDocumentException InvalidIgnore(MapKey key, TemplateValue at, string item) =>
        new(new SamError(
            SamErrorKind.Resource, key.Text, $"Resource {key.Text} has invalid resource attribute 'IgnoreGlobals'{item}.", at.Span.Or(key.Span)));

    private static TemplateValue Merge(TemplateValue global, TemplateValue own) => (global, own) switch
    {
        (ListValue before, ListValue after) => new ListValue(before.Concat(after)) { Span = own.Span },
        (MapValue outer, MapValue inner) when !Intrinsic.Is(outer) && !Intrinsic.Is(inner) => MergeMaps(outer, inner),
        _ => own,
    };

    // Members keep the order of the global map. Its values are shared by all resources, as the service shares them.
    private static MapValue MergeMaps(MapValue global, MapValue own)
    {
        var merged = global.ShallowCopy();
        foreach (var (key, value) in own)
        {
            if (global[key.Text] is { } before)
            {
                var both = Merge(before, value);
                merged.Set(key, both);
            }
            else
            {
                merged.Set(key, value);
            }
        }

        return merged;
    }
}
