using System.Globalization;
using System.Text;
using Serverless.Sam.Python27;
using Serverless.Templates;

namespace Serverless.Sam.Python;

/// <summary>The texts that Python prints for values: the service's messages contain them.</summary>
internal static class PythonText
{
    /// <summary>A value as <c>str()</c> prints it: strings as they are, everything else by <see cref="Repr"/>.</summary>
    public static string Str(TemplateValue? value) => value switch
    {
        StringValue text => text.Value,
        TimestampValue time => time.Text,
        _ => Repr(value),
    };

    /// <summary>A value as <c>repr()</c> prints it: strings quoted, <c>None</c>, <c>True</c>, lists and maps in brackets.</summary>
    public static string Repr(TemplateValue? value)
    {
        var builder = new StringBuilder();
        Append(builder, value);
        return builder.ToString();
    }

    /// <summary>The name of the Python type that a value has; those that stand for Python 2.7 have names of their own.</summary>
    public static string TypeName(TemplateValue? value) => value switch
    {
        StringValue { IsMarked: true } => "Py27UniStr",
        StringValue or TimestampValue => "str",
        IntegerValue { IsMarked: true } => "Py27LongInt",
        IntegerValue => "int",
        FloatValue => "float",
        BooleanValue => "bool",
        Python27Map => "Py27Dict",
        MapValue => "dict",
        ListValue => "list",
        _ => "NoneType",
    };

    private static void Append(StringBuilder builder, TemplateValue? value)
    {
        switch (value)
        {
            case StringValue text:
                AppendQuoted(builder, text.Value, text.IsMarked);
                break;
            case TimestampValue time:
                AppendQuoted(builder, time.Text, false);
                break;
            case BooleanValue truth:
                builder.Append(truth.Value ? "True" : "False");
                break;
            case IntegerValue integer:
                builder.Append(integer.Value.ToString(CultureInfo.InvariantCulture)).Append(integer.IsMarked ? "L" : "");
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
                builder.Append("None");
                break;
        }
    }

    private static void AppendList(StringBuilder builder, ListValue list)
    {
        builder.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            builder.Append(i > 0 ? ", " : "");
            Append(builder, list[i]);
        }

        builder.Append(']');
    }

    private static void AppendMap(StringBuilder builder, MapValue map)
    {
        var separator = "{";
        foreach (var (key, value) in map)
        {
            builder.Append(separator);
            AppendQuoted(builder, key.Text, key.IsMarked);
            builder.Append(": ");
            Append(builder, value);
            separator = ", ";
        }

        builder.Append(map.Count == 0 ? "{}" : "}");
    }

    // A marked string prints as a unicode string of Python 2: with a u, and with escapes for all that is not ASCII.
    private static void AppendQuoted(StringBuilder builder, string text, bool isMarked)
    {
        builder.Append(isMarked ? "u" : "");
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        builder.Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            AppendRune(builder, rune, quote, isMarked);
        }

        builder.Append(quote);
    }

    private static void AppendRune(StringBuilder builder, Rune rune, char quote, bool onlyAscii)
    {
        switch (rune.Value)
        {
            case '\\':
                builder.Append("\\\\");
                break;
            case '\n':
                builder.Append("\\n");
                break;
            case '\r':
                builder.Append("\\r");
                break;
            case '\t':
                builder.Append("\\t");
                break;
            case var unit when unit == quote:
                builder.Append('\\').Append(quote);
                break;
            case var unit when onlyAscii ? unit is >= ' ' and <= '~' : IsPrintable(rune):
                Span<char> units = stackalloc char[2];
                builder.Append(units[..rune.EncodeToUtf16(units)]);
                break;
            case var unit when unit < 0x100:
                builder.Append("\\x").Append(unit.ToString("x2", CultureInfo.InvariantCulture));
                break;
            case var unit when unit < 0x10000:
                builder.Append("\\u").Append(unit.ToString("x4", CultureInfo.InvariantCulture));
                break;
            default:
                builder.Append("\\U").Append(rune.Value.ToString("x8", CultureInfo.InvariantCulture));
                break;
        }
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
