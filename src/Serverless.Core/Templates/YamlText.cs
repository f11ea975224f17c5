using System.Text;

namespace Serverless.Templates;

/// <summary>One value being written as YAML.</summary>
internal sealed class YamlText
{
    // YAML allows 1,024 characters before a key's colon; longer keys and those of several lines need the "? " form.
    private const int MaxSimpleKey = 500;

    private readonly StringBuilder _text = new();

    public string Write(TemplateValue value)
    {
        AppendNode(value, 0, Place.Document);
        return _text.ToString();
    }

    private enum Place
    {
        Document,
        Member,
        Item,
    }

    // Everything up to and including the line break, from behind the "-" or ":" that the node belongs to.
    private void AppendNode(TemplateValue value, int indent, Place place)
    {
        if (YamlShortForm.TryFind(value, out var tag, out var argument))
        {
            AppendSpace(place);
            _text.Append(tag);
            AppendNode(argument, indent, Place.Member);
            return;
        }

        switch (value)
        {
            case MapValue { Count: > 0 } map:
                StartBlock(indent, place);
                AppendMembers(map, indent);
                break;
            case ListValue { Count: > 0 } list:
                StartBlock(indent, place);
                AppendItems(list, indent);
                break;
            default:
                AppendSpace(place);
                AppendScalar(value, indent);
                break;
        }
    }

    // A block starts on the line of an item's "-", otherwise on a line of its own.
    private void StartBlock(int indent, Place place)
    {
        _ = place switch
        {
            Place.Document => _text,
            Place.Item => _text.Append(' '),
            _ => _text.Append('\n').Append(' ', indent),
        };
    }

    private void AppendSpace(Place place)
    {
        if (place != Place.Document)
        {
            _text.Append(' ');
        }
    }

    private void AppendMembers(MapValue map, int indent)
    {
        var isFirst = true;
        foreach (var (key, value) in map)
        {
            Indent(ref isFirst, indent);
            AppendKey(key, indent);
            AppendNode(value, indent + 2, Place.Member);
        }
    }

    private void AppendKey(MapKey key, int indent)
    {
        var text = key.Scalar is { } scalar ? YamlQuoting.Scalar(scalar) : YamlQuoting.Text(key.Text);
        if (text.Length <= MaxSimpleKey)
        {
            _text.Append(text).Append(':');
            return;
        }

        _text.Append("? ").Append(text).Append('\n').Append(' ', indent).Append(':');
    }

    private void AppendItems(ListValue list, int indent)
    {
        var isFirst = true;
        foreach (var item in list)
        {
            Indent(ref isFirst, indent);
            _text.Append('-');
            AppendNode(item, indent + 2, Place.Item);
        }
    }

    private void Indent(ref bool isFirst, int indent)
    {
        if (!isFirst)
        {
            _text.Append(' ', indent);
        }

        isFirst = false;
    }

    private void AppendScalar(TemplateValue value, int indent)
    {
        if (value is StringValue { Value: var text } && YamlQuoting.FitsBlock(text))
        {
            AppendBlock(text, Math.Max(indent, 2));
            return;
        }

        _text.Append(value switch
        {
            MapValue => "{}",
            ListValue => "[]",
            _ => YamlQuoting.Scalar((ScalarValue)value),
        }).Append('\n');
    }

    private void AppendBlock(string text, int indent)
    {
        var body = text.TrimEnd('\n');
        _text.Append((text.Length - body.Length) switch { 0 => "|-", 1 => "|", _ => "|+" }).Append('\n');
        foreach (var line in body.Split('\n'))
        {
            _text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        }

        _text.Append('\n', Math.Max(0, text.Length - body.Length - 1));
    }
}
