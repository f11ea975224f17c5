using System.Globalization;
using System.Text;
using Serverless.Templates;

namespace Serverless.Sam.Python;

/// <summary>JSON to the byte as the service writes it before it hashes, ASCII only.</summary>
internal sealed class PythonJson
{
    private readonly StringBuilder _builder = new();
    private readonly bool _isCanonical;

    private string Separator => _isCanonical ? "," : ", ";

    private PythonJson(bool isCanonical) => _isCanonical = isCanonical;

    /// <summary>With keys sorted by code point and without blanks.</summary>
    public static string Canonical(TemplateValue value) => Write(value, isCanonical: true);

    /// <summary>As Python writes JSON when it is told nothing: in the order of the members, with blanks after commas and colons.</summary>
    public static string Written(TemplateValue value) => Write(value, isCanonical: false);

    private static string Write(TemplateValue value, bool isCanonical)
    {
        var json = new PythonJson(isCanonical);
        json.Append(value);
        return json._builder.ToString();
    }

    private void Append(TemplateValue value)
    {
        switch (value)
        {
            case StringValue text:
                AppendString(text.Value);
                break;
            case TimestampValue time:
                AppendString(time.Text);
                break;
            case BooleanValue truth:
                _builder.Append(truth.Value ? "true" : "false");
                break;
            case IntegerValue integer:
                _builder.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case FloatValue number:
                _builder.Append(PythonFloat.ToText(number.Value));
                break;
            case ListValue list:
                AppendList(list);
                break;
            case MapValue map:
                AppendMap(map);
                break;
            default:
                _builder.Append("null");
                break;
        }
    }

    private void AppendList(ListValue list)
    {
        _builder.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            _builder.Append(i > 0 ? Separator : "");
            Append(list[i]);
        }

        _builder.Append(']');
    }

    private void AppendMap(MapValue map)
    {
        var entries = map.ToArray();
        if (_isCanonical)
        {
            Array.Sort(entries, (left, right) => CodePointComparer.Instance.Compare(left.Key.Text, right.Key.Text));
        }

        var separator = "{";
        foreach (var (key, value) in entries)
        {
            _builder.Append(separator);
            AppendString(key.Text);
            _builder.Append(_isCanonical ? ":" : ": ");
            Append(value);
            separator = Separator;
        }

        _builder.Append(entries.Length == 0 ? "{}" : "}");
    }

    private void AppendString(string text)
    {
        _builder.Append('"');
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '"' => _builder.Append("\\\""),
                '\\' => _builder.Append("\\\\"),
                '\n' => _builder.Append("\\n"),
                '\r' => _builder.Append("\\r"),
                '\t' => _builder.Append("\\t"),
                '\b' => _builder.Append("\\b"),
                '\f' => _builder.Append("\\f"),
                < ' ' or > '~' => _builder.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture)),
                _ => _builder.Append(unit),
            };
        }

        _builder.Append('"');
    }
}
