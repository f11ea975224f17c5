using System.Globalization;
using System.Numerics;
using System.Text;
using Serverless.Sam.Python;
using Serverless.Templates;

namespace Serverless.Sam.Schemas;

/// <summary>Python's conversions between kinds of values, as the service's library for schemas applies them. Null means that there is none.</summary>
internal static class Coercion
{
    public static TemplateValue? ToText(TemplateValue value) => value switch
    {
        StringValue => value,
        IntegerValue or FloatValue or BooleanValue => new StringValue(PythonText.Str(value)) { Span = value.Span },
        _ => null,
    };

    public static TemplateValue? ToWhole(TemplateValue value) => value switch
    {
        IntegerValue => value,
        BooleanValue truth => new IntegerValue(truth.Value ? 1 : 0) { Span = value.Span },
        FloatValue number when double.IsFinite(number.Value) => new IntegerValue(new BigInteger(number.Value)) { Span = value.Span },
        StringValue text when Digits(text.Value) is { } digits
            && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            => new IntegerValue(whole) { Span = value.Span },
        _ => null,
    };

    public static TemplateValue? ToNumber(TemplateValue value) => value switch
    {
        FloatValue => value,
        BooleanValue truth => Number(truth.Value ? 1 : 0, value),
        IntegerValue whole => Number((double)whole.Value, value),
        StringValue text when Digits(text.Value) is { } digits && ParseNumber(digits) is { } number => Number(number, value),
        _ => null,
    };

    public static TemplateValue? ToTruth(TemplateValue value) => value switch
    {
        BooleanValue => value,
        IntegerValue or FloatValue when value.ContentEquals(1) => new BooleanValue(true) { Span = value.Span },
        IntegerValue or FloatValue when value.ContentEquals(0) => new BooleanValue(false) { Span = value.Span },
        StringValue text => text.Value.ToUpperInvariant() switch
        {
            "1" or "ON" or "T" or "TRUE" or "Y" or "YES" => new BooleanValue(true) { Span = value.Span },
            "0" or "OFF" or "F" or "FALSE" or "N" or "NO" => new BooleanValue(false) { Span = value.Span },
            _ => null,
        },
        _ => null,
    };

    /// <summary>A map from a map, or from anything that consists of pairs; what is empty is an empty map.</summary>
    public static MapValue? ToMap(TemplateValue value) => value switch
    {
        MapValue map => map,
        StringValue { Value.Length: 0 } => new MapValue { Span = value.Span },
        ListValue list => FromPairs(list),
        _ => null,
    };

    private static FloatValue Number(double number, TemplateValue at) => new(number, PythonFloat.ToText(number)) { Span = at.Span };

    private static MapValue? FromPairs(ListValue list)
    {
        var map = new MapValue { Span = list.Span };
        foreach (var item in list)
        {
            if (Pair(item) is not [var key, var value] || ToText(key) is not StringValue name)
            {
                return null;
            }

            map.Set(new MapKey(name.Value) { Span = name.Span }, value);
        }

        return map;
    }

    // Python takes apart what can be iterated: a list into items, a map into keys, a text into characters.
    private static TemplateValue[] Pair(TemplateValue item) => item switch
    {
        ListValue list => [.. list],
        MapValue map => [.. map.Select(member => (TemplateValue)new StringValue(member.Key.Text) { Span = member.Key.Span })],
        StringValue text => [.. text.Value.EnumerateRunes().Select(rune => (TemplateValue)new StringValue(rune.ToString()) { Span = text.Span })],
        _ => [],
    };

    // Digits of any script count, and underscores between them do not.
    private static string? Digits(string text)
    {
        var digits = new StringBuilder();
        var trimmed = text.Trim();
        for (var i = 0; i < trimmed.Length; i++)
        {
            var unit = trimmed[i];
            if (unit == '_')
            {
                if (i == 0 || i == trimmed.Length - 1 || !char.IsDigit(trimmed[i - 1]) || !char.IsDigit(trimmed[i + 1]))
                {
                    return null;
                }

                continue;
            }

            digits.Append(char.IsDigit(unit) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(unit)) : unit);
        }

        return digits.ToString();
    }

    private static double? ParseNumber(string text)
    {
        var unsigned = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        var sign = text.StartsWith('-') ? -1 : 1;
        return unsigned.ToUpperInvariant() switch
        {
            "INF" or "INFINITY" => sign * double.PositiveInfinity,
            "NAN" => double.NaN,
            _ when unsigned.Length > 0 && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')
                && double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }
}
