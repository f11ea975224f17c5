using System.Globalization;
using System.Text;

namespace Serverless.Templates;

/// <summary>Writes scalars so that they read back as what they are, whichever version of YAML the reader knows.</summary>
internal static class YamlQuoting
{
    /// <summary>A scalar on one line.</summary>
    public static string Scalar(ScalarValue scalar) => scalar switch
    {
        StringValue text => Text(text.Value),
        NullValue => "null",
        _ when YamlScalar.Read(scalar.Text, scalar.Span) is { } same && same.GetType() == scalar.GetType() && same.ContentEquals(scalar) => scalar.Text,
        IntegerValue integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        FloatValue number => Float(number.Value),
        BooleanValue truth => truth.Value ? "true" : "false",
        _ => Text(scalar.Text),
    };

    /// <summary>A text on one line: bare where it can be, else in double quotes, or in single ones if that saves escapes.</summary>
    public static string Text(string text)
    {
        if (CanBeBare(text))
        {
            return text;
        }

        return text.All(IsPrintable) && (text.Contains('"', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal))
            ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"
            : InDoubleQuotes(text);
    }

    /// <summary>True for texts of several lines that can stand in a literal block as they are.</summary>
    public static bool FitsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && text[0] is not ('\n' or ' ' or '\t')
        && text.All(character => character is '\n' or '\t' || IsPrintable(character))
        && text.TrimEnd('\n').Split('\n').All(line => line.Length == 0 || line.AsSpan().Trim().Length > 0);

    private static bool CanBeBare(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || char.IsAsciiDigit(text[0]) || text[0] is '/' or '.' or '_' or '$' or '(' or '^' or ';')
        && text[^1] is not (' ' or ':')
        && text.All(IsPrintable)
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && YamlScalar.KindOf(text) == YamlScalarKind.Text
        && !IsTypedElsewhere(text);

    // YAML 1.2 has 1e3 and 0o17, and the YAML 1.1 types page has y and n.
    private static bool IsTypedElsewhere(string text) =>
        text is "y" or "Y" or "n" or "N"
        || ((char.IsAsciiDigit(text[0]) || text[0] == '.') && text.All(character => char.IsAsciiHexDigit(character) || character is 'x' or 'o' or '.' or '_' or ':' or '+' or '-'));

    private static string Float(double value) => value switch
    {
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        double.NaN => ".nan",
        _ when PythonFloat.ToText(value) is var text && !text.Contains('.', StringComparison.Ordinal) => text.Replace("e", ".0e", StringComparison.Ordinal),
        _ => PythonFloat.ToText(value),
    };

    private static bool IsPrintable(char character) =>
        character is >= ' ' and < '\u007F' or > '\u00A0' and not ('\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');

    private static string InDoubleQuotes(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                > 0xFFFF => quoted.Append(rune.ToString()),
                _ when IsPrintable((char)rune.Value) => quoted.Append((char)rune.Value),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            };
        }

        return quoted.Append('"').ToString();
    }
}
