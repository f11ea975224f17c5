using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>What an unquoted YAML scalar is.</summary>
internal enum YamlScalarKind
{
    Text,
    Null,
    Boolean,
    Integer,
    Float,
    Timestamp,

    /// <summary><c>&lt;&lt;</c>, which merges as a key and means nothing as a value.</summary>
    Merge,

    /// <summary><c>=</c>, YAML 1.1's "default value".</summary>
    Default,
}

/// <summary>
/// Gives unquoted scalars their type by the look of them, as YAML 1.1 (https://yaml.org/type/) and the reference
/// implementation of SAM do: <c>yes</c> is true, <c>012</c> is ten, <c>1:30</c> is ninety and <c>1e3</c> is a text.
/// </summary>
internal static partial class YamlScalar
{
    // Longer numbers are refused by the reference too, and would take a while to compute.
    private const int MaxNumberLength = 4300;

    public static YamlScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarKind.Null,
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => YamlScalarKind.Boolean,
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => YamlScalarKind.Boolean,
        "<<" => YamlScalarKind.Merge,
        "=" => YamlScalarKind.Default,
        _ when !char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.') => YamlScalarKind.Text,
        _ when IsWhole(text) => YamlScalarKind.Integer,
        _ when IsDate(text) => YamlScalarKind.Timestamp,
        _ when Float.IsMatch(text) => YamlScalarKind.Float,
        _ when Integer.IsMatch(text) => YamlScalarKind.Integer,
        _ when Timestamp.IsMatch(text) => YamlScalarKind.Timestamp,
        _ => YamlScalarKind.Text,
    };

    /// <summary>The value of an unquoted scalar, or null for one that looks like something and is nothing.</summary>
    public static ScalarValue? Read(string text, SourceSpan span) => Read(KindOf(text), text, span);

    /// <summary>The value of a scalar that is known to be of a kind, or null when its text is none of that kind.</summary>
    public static ScalarValue? Read(YamlScalarKind kind, string text, SourceSpan span) => kind switch
    {
        YamlScalarKind.Text => new StringValue(text) { Span = span },
        YamlScalarKind.Null => new NullValue { Span = span },
        YamlScalarKind.Boolean => ReadBoolean(text) is { } truth ? new BooleanValue(truth, text) { Span = span } : null,
        YamlScalarKind.Integer => ReadInteger(text) is { } whole ? new IntegerValue(whole, text) { Span = span } : null,
        YamlScalarKind.Float => ReadFloat(text) is { } number ? new FloatValue(number, text) { Span = span } : null,
        YamlScalarKind.Timestamp => new TimestampValue(text) { Span = span },
        _ => null,
    };

    // The two most common of the kinds, known without an expression.
    private static bool IsWhole(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }
        }

        return text.Length < 18 && (text[0] != '0' || text.Length == 1);
    }

    private static bool IsDate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 4 or 7 ? text[i] != '-' : !char.IsAsciiDigit(text[i]))
            {
                return false;
            }
        }

        return text.Length == 10;
    }

    private static bool? ReadBoolean(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "on" => true,
        "no" or "false" or "off" => false,
        _ => null,
    };

    private static BigInteger? ReadInteger(string text)
    {
        if (IsWhole(text))
        {
            return long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        if (text.Length > MaxNumberLength || !Integer.IsMatch(text))
        {
            return null;
        }

        var digits = text.Replace("_", "", StringComparison.Ordinal).AsSpan();
        var negative = digits[0] == '-';
        digits = digits.TrimStart("+-");
        BigInteger? size = digits switch
        {
            "0" => BigInteger.Zero,
            ['0', 'b', .. var binary] => InBase(2, binary),
            ['0', 'x', .. var hexadecimal] => InBase(16, hexadecimal),
            ['0', .. var octal] => InBase(8, octal),
            _ when digits.Contains(':') => InBase60(digits),
            _ => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture),
        };
        return negative ? -size : size;
    }

    // "0x_" looks like a number and has no digit.
    private static BigInteger? InBase(int radix, ReadOnlySpan<char> digits)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return digits.IsEmpty ? null : value;
    }

    private static BigInteger InBase60(ReadOnlySpan<char> digits)
    {
        var value = BigInteger.Zero;
        foreach (var part in digits.Split(':'))
        {
            value = (value * 60) + BigInteger.Parse(digits[part], NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return value;
    }

    private static double? ReadFloat(string text)
    {
        if (text.Length > MaxNumberLength || !(Float.IsMatch(text) || Integer.IsMatch(text)))
        {
            return null;
        }

        var digits = text.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var sign = digits[0] == '-' ? -1.0 : 1.0;
        digits = digits.TrimStart('+', '-');
        return digits switch
        {
            ".inf" => sign * double.PositiveInfinity,
            ".nan" => double.NaN,
            _ when digits.Contains(':', StringComparison.Ordinal) => sign * FloatInBase60(digits),
            _ => double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? sign * number : null,
        };
    }

    private static double FloatInBase60(string digits)
    {
        var value = 0.0;
        var weight = 1.0;
        foreach (var part in digits.Split(':').Reverse())
        {
            value += double.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture) * weight;
            weight *= 60;
        }

        return value;
    }

    [GeneratedRegex("""
        ^(?: [-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?
           | \.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
           | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
           | [-+]?\.(?:inf|Inf|INF)
           | \.(?:nan|NaN|NAN) )\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Float { get; }

    [GeneratedRegex("""
        ^(?: [-+]?0b[01_]+
           | [-+]?0[0-7_]+
           | [-+]?(?:0|[1-9][0-9_]*)
           | [-+]?0x[0-9a-fA-F_]+
           | [-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+ )\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Integer { get; }

    [GeneratedRegex("""
        ^(?: [0-9]{4}-[0-9]{2}-[0-9]{2}
           | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}
             (?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
             (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))? )\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp { get; }
}
