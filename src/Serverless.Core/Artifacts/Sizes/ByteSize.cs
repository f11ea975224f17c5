using System.Globalization;

namespace Serverless.Artifacts.Sizes;

/// <summary>Bytes as people write them. A megabyte is 1,048,576 bytes, as in Lambda's own limits.</summary>
public static class ByteSize
{
    private const long Kilobyte = 1 << 10;
    private const long Megabyte = 1 << 20;
    private const long Gigabyte = 1 << 30;

    /// <summary><c>512 B</c>, <c>1.5 KB</c>, <c>40.0 MB</c> or <c>10.0 GB</c>: one decimal, invariant.</summary>
    public static string Show(long bytes) => bytes switch
    {
        < Kilobyte => $"{bytes.ToString(CultureInfo.InvariantCulture)} B",
        < Megabyte => $"{Decimal(bytes, Kilobyte)} KB",
        < Gigabyte => $"{Decimal(bytes, Megabyte)} MB",
        _ => $"{Decimal(bytes, Gigabyte)} GB",
    };

    /// <summary>A part of a whole, in whole percent: <c>41 %</c>; of nothing, <c>0 %</c>.</summary>
    public static string Percent(long part, long whole) =>
        $"{(whole == 0 ? 0 : 100.0 * part / whole).ToString("0", CultureInfo.InvariantCulture)} %";

    /// <summary>The bytes of a text like <c>9 GB</c>, <c>40 MB</c>, <c>1.5KB</c> or <c>900 B</c>; null for anything else.</summary>
    public static long? Read(string text)
    {
        var trimmed = text.Trim();
        var unit = trimmed.AsSpan().TrimStart("0123456789.").Trim();
        var number = trimmed.AsSpan(0, trimmed.Length - trimmed.AsSpan().TrimStart("0123456789.").Length);
        var factor = unit switch
        {
            _ when unit.Equals("GB", StringComparison.OrdinalIgnoreCase) => Gigabyte,
            _ when unit.Equals("MB", StringComparison.OrdinalIgnoreCase) => Megabyte,
            _ when unit.Equals("KB", StringComparison.OrdinalIgnoreCase) => Kilobyte,
            _ when unit.Equals("B", StringComparison.OrdinalIgnoreCase) => 1,
            _ => 0,
        };
        return factor > 0 && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * factor <= long.MaxValue / 2
            ? (long)(value * factor)
            : null;
    }

    private static string Decimal(long bytes, long unit) => ((double)bytes / unit).ToString("0.0", CultureInfo.InvariantCulture);
}
