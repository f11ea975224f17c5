namespace Serverless.Logging;

/// <summary>Writes times as <c>2026-01-31T09:05:00.007Z</c> without waking up cultures, calendars and time zones.</summary>
internal static class Timestamp
{
    /// <summary>How many bytes each takes.</summary>
    internal const int Length = 24;

    internal static void Write(DateTime time, Span<byte> destination)
    {
        "0000-00-00T00:00:00.000Z"u8.CopyTo(destination);
        Put(time.Year, destination[..4]);
        Put(time.Month, destination[5..7]);
        Put(time.Day, destination[8..10]);
        Put(time.Hour, destination[11..13]);
        Put(time.Minute, destination[14..16]);
        Put(time.Second, destination[17..19]);
        Put(time.Millisecond, destination[20..23]);
    }

    private static void Put(int number, Span<byte> digits)
    {
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
