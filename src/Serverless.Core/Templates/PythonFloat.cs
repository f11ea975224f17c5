using System.Globalization;

namespace Serverless.Templates;

/// <summary>Floating-point numbers as the reference prints them, in JSON and elsewhere.</summary>
internal static class PythonFloat
{
    /// <summary>The shortest text that reads back as the number: <c>2.0</c>, <c>0.1</c>, <c>1e+22</c>, <c>1e-05</c>, <c>Infinity</c>, <c>NaN</c>.</summary>
    public static string ToText(double value)
    {
        if (!double.IsFinite(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        var (sign, digits, exponent) = Split(value);
        return sign + exponent switch
        {
            >= 16 or < -4 => $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}",
            < 0 => $"0.{new string('0', -exponent - 1)}{digits}",
            _ when digits.Length <= exponent + 1 => $"{digits.PadRight(exponent + 1, '0')}.0",
            _ => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
        };
    }

    // The significant digits, and the power of ten of the first of them.
    private static (string Sign, string Digits, int Exponent) Split(double value)
    {
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var (mantissa, power) = text.Split('E') is [var before, var after]
            ? (before, int.Parse(after, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : (text, 0);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : mantissa.Length;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var zeros = all.Length - all.TrimStart('0').Length;
        var digits = all.Trim('0');
        return (double.IsNegative(value) ? "-" : "", digits.Length == 0 ? "0" : digits, digits.Length == 0 ? 0 : power + point - 1 - zeros);
    }
}
