using System.Globalization;
using System.Text;
using Serverless.Templates;

namespace Serverless.Sam.Python;

/// <summary>
/// JSON to the byte as the service writes it before it hashes: keys sorted by code point, no blanks, ASCII only.
/// </summary>
internal static class PythonJson
{
    public static string Canonical(TemplateValue value)
    {
        var builder = new StringBuilder();
        Append(builder, value);
        return builder.ToString();
    }

    private static void Append(StringBuilder builder, TemplateValue value)
    {
        switch (value)
        {
            case StringValue text:
                AppendString(builder, text.Value);
                break;
            case TimestampValue time:
                AppendString(builder, time.Text);
                break;
            case BooleanValue truth:
                builder.Append(truth.Value ? "true" : "false");
                break;
            case IntegerValue integer:
                builder.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case FloatValue number:
                builder.Append(PythonFloat.ToText(number.Value));
                break;
            case ListValue list:
                AppendList(builder, list);
                break;
            case MapValue map:
                AppendMap(builder, map);
                break;
            default:
                builder.Append("null");
                break;
        }
    }

    private static void AppendList(StringBuilder builder, ListValue list)
    {
        builder.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            builder.Append(i > 0 ? "," : "");
            Append(builder, list[i]);
        }

        builder.Append(']');
    }

    private static void AppendMap(StringBuilder builder, MapValue map)
    {
        var entries = map.ToArray();
        Array.Sort(entries, (left, right) => CodePointComparer.Instance.Compare(left.Key.Text, right.Key.Text));
        var separator = '{';
        foreach (var (key, value) in entries)
        {
            builder.Append(separator);
            AppendString(builder, key.Text);
            builder.Append(':');
            Append(builder, value);
            separator = ',';
        }

        builder.Append(entries.Length == 0 ? "{}" : "}");
    }

    private static void AppendString(StringBuilder builder, string text)
    {
        builder.Append('"');
        foreach (var unit in text)
        {
            _ = unit switch
            {
                '"' => builder.Append("\\\""),
                '\\' => builder.Append("\\\\"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                '\b' => builder.Append("\\b"),
                '\f' => builder.Append("\\f"),
                < ' ' or > '~' => builder.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture)),
                _ => builder.Append(unit),
            };
        }

        builder.Append('"');
    }
}
