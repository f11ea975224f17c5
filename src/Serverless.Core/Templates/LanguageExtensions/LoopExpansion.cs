using System.Globalization;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>
/// Replaces every <c>Fn::ForEach</c> of a section by what it makes
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html).
/// </summary>
internal sealed class LoopExpansion(MapValue root, KnownValues known, List<Diagnostic> complaints)
{
    private const int MaxDepth = 5;

    // A template of a megabyte, the most that CloudFormation takes, does not hold more.
    private const int MaxValues = 200_000;

    private readonly Dictionary<string, SourceSpan> _loops = [];
    private readonly List<string> _identifiers = [];
    private int _made;
    private bool _isFull;

    /// <summary>The section without loops; the same map when it has none.</summary>
    public MapValue Expand(MapValue section) => (MapValue)Walk(section);

    private TemplateValue Walk(TemplateValue value) => value switch
    {
        MapValue map => Walk(map),
        ListValue list => Walk(list),
        _ => value,
    };

    private ListValue Walk(ListValue list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            list[i] = Walk(list[i]);
        }

        return list;
    }

    private MapValue Walk(MapValue map)
    {
        var result = new MapValue { Span = map.Span };
        foreach (var (key, value) in map)
        {
            if (!Loop.IsLoop(key.Text))
            {
                Add(result, key, Walk(value));
            }
            else if (Loop.Read(key, value, complaints) is { } loop && IsAllowed(loop))
            {
                AddRounds(result, map, loop);
            }
        }

        return result;
    }

    private void AddRounds(MapValue result, MapValue surroundings, Loop loop)
    {
        _identifiers.Add(loop.Identifier.Value);
        var size = loop.Fragment.CountAll();
        foreach (var item in LoopCollection.Read(loop, new(new Template(root), known), complaints))
        {
            if (!HasRoomFor(size, loop))
            {
                break;
            }

            AddRound(result, surroundings, loop, new(loop.Identifier.Value, item));
        }

        _identifiers.RemoveAt(_identifiers.Count - 1);
    }

    private bool HasRoomFor(int values, Loop loop)
    {
        if (_isFull)
        {
            return false;
        }

        _made += values;
        _isFull = _made > MaxValues;
        if (_isFull)
        {
            complaints.Add(LanguageExtensionDiagnostics.TooLarge.At(
                loop.Key.Span, string.Create(CultureInfo.InvariantCulture, $"Loops make more than {MaxValues:N0} values; CloudFormation takes no template of that size."), "Loop over less."));
        }

        return !_isFull;
    }

    private void AddRound(MapValue result, MapValue surroundings, Loop loop, LoopSubstitution round)
    {
        // Inner loops are expanded when the outer one has put its item into them.
        var fragment = new MapValue(loop.Fragment.Select(entry => new MapEntry(round.Key(entry.Key), round.Value(entry.Value)))) { Span = loop.Fragment.Span };
        foreach (var (key, value) in Walk(fragment))
        {
            if (surroundings.ContainsKey(key.Text))
            {
                complaints.Add(LanguageExtensionDiagnostics.KeyTwice.At(
                    key.Span, $"The loop '{loop.Name}' makes '{key.Text}', which is there already.", "Let the key say for which item it is."));
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
            complaints.Add(LanguageExtensionDiagnostics.KeyTwice.At(key.Span, $"Loops make '{key.Text}' twice.", "Let the key say for which item it is, and list every item once."));
            return;
        }

        result.Set(key, value);
    }

    private bool IsAllowed(Loop loop)
    {
        var before = complaints.Count;
        if (_identifiers.Count >= MaxDepth)
        {
            complaints.Add(LanguageExtensionDiagnostics.TooLarge.At(loop.Key.Span, $"Loops lie inside each other more than {MaxDepth} deep.", "Combine some of them into one over a longer list."));
        }

        CheckNames(loop);
        if (complaints.Count > before)
        {
            return false;
        }

        foreach (var (key, _) in loop.Fragment)
        {
            if (!Loop.IsLoop(key.Text) && !new LoopSubstitution(loop.Identifier.Value, "").Changes(key.Text))
            {
                complaints.Add(LanguageExtensionDiagnostics.KeyTwice.At(
                    key.Span, $"'{key.Text}' is the same in every round of the loop '{loop.Name}'.", $"Put ${{{loop.Identifier.Value}}} into it, or &{{{loop.Identifier.Value}}} for its letters and digits only."));
            }
        }

        return complaints.Count == before;
    }

    private void CheckNames(Loop loop)
    {
        // The rounds of an outer loop bring the same inner one again.
        if (_loops.TryGetValue(loop.Name, out var other) && other != loop.Key.Span)
        {
            Taken(loop.Key.Span, $"There are two loops named '{loop.Name}'.");
        }

        _loops[loop.Name] = loop.Key.Span;
        foreach (var (name, span) in (ReadOnlySpan<(string, SourceSpan)>)[(loop.Name, loop.Key.Span), (loop.Identifier.Value, loop.Identifier.Span.Or(loop.Key.Span))])
        {
            if (IsKeyOf("Parameters", name) || IsKeyOf("Resources", name))
            {
                Taken(span, $"'{name}' is the name of a parameter or resource, and cannot be that of a loop or its identifier.");
            }
        }

        if (_identifiers.Contains(loop.Identifier.Value))
        {
            Taken(loop.Identifier.Span.Or(loop.Key.Span), $"An outer loop has the identifier '{loop.Identifier.Value}' too.");
        }
    }

    private bool IsKeyOf(string section, string name) => root[section] is MapValue map && map.ContainsKey(name);

    private void Taken(SourceSpan span, string message) =>
        complaints.Add(LanguageExtensionDiagnostics.LoopNameTaken.At(span, message, "Choose another name; it is seen nowhere else."));
}
