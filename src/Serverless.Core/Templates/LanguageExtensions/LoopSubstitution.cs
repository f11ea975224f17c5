using System.Text;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>
/// One round of a loop: puts an item in the place of the identifier. <c>${Identifier}</c> in any text gives the item, <c>&amp;{Identifier}</c>
/// its letters and digits, and <c>Ref</c> of the identifier the item too.
/// </summary>
internal sealed class LoopSubstitution(string identifier, string item)
{
    private readonly string _whole = $"${{{identifier}}}";
    private readonly string _stripped = $"&{{{identifier}}}";
    private readonly string _alphanumeric = string.Concat(item.Where(char.IsLetterOrDigit));

    /// <summary>True when the text names the identifier.</summary>
    public bool Changes(string text) => text.Contains(_whole, StringComparison.Ordinal) || text.Contains(_stripped, StringComparison.Ordinal);

    /// <summary>The key of this round.</summary>
    public MapKey Key(MapKey key) => Changes(key.Text) ? new(Text(key.Text)) { Span = key.Span } : key;

    /// <summary>A copy of the fragment for this round.</summary>
    public TemplateValue Value(TemplateValue value) => value switch
    {
        StringValue text when Changes(text.Value) => new StringValue(Text(text.Value)) { Span = text.Span },
        MapValue map when Intrinsic.TryRead(map, out var call) => Call(call),
        MapValue map => new MapValue(map.Select(entry => new MapEntry(Key(entry.Key), Value(entry.Value)))) { Span = map.Span },
        ListValue list => new ListValue(list.Select(Value)) { Span = list.Span },
        _ => value,
    };

    private TemplateValue Call(Intrinsic call) => call switch
    {
        { Name: "Ref", Argument: StringValue name } when name.Value == identifier => new StringValue(item) { Span = name.Span },
        { Name: "Fn::Sub", Argument: StringValue text } when Changes(text.Value) => Sub(call, text),
        { Name: "Fn::Sub", Argument: ListValue and [StringValue text, MapValue own] } when own.ContainsKey(identifier) =>
            With(call, new ListValue(text, Value(own)) { Span = call.Argument.Span }),
        _ => With(call, Value(call.Argument)),
    };

    // A text without variables needs no function, and may stand where none may.
    private TemplateValue Sub(Intrinsic call, StringValue text)
    {
        var filled = (StringValue)Value(text);
        return filled.Value.Contains("${", StringComparison.Ordinal) ? With(call, filled) : filled;
    }

    private MapValue With(Intrinsic call, TemplateValue argument) =>
        new(new MapEntry(Key(call.Call.KeyOf(call.Name)!), argument)) { Span = call.Call.Span };

    private string Text(string text) =>
        new StringBuilder(text).Replace(_whole, item).Replace(_stripped, _alphanumeric).ToString();
}
