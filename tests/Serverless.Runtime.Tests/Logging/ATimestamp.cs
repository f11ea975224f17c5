using System.Globalization;
using System.Text;

namespace Serverless.Logging;

public sealed class ATimestamp
{
    [Theory]
    [InlineData("2026-11-22T19:40:29.106Z")]
    [InlineData("2000-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    [InlineData("0007-02-03T04:05:06.007Z")]
    public void HasAllItsDigits(string text)
    {
        var written = new byte[Timestamp.Length];
        Timestamp.Write(DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), written);
        Assert.Equal(text, Encoding.ASCII.GetString(written));
    }
}
