using System.Buffers;
using System.Globalization;
using System.Text;

namespace Serverless.Tasks;

/// <summary>
/// Text as MSBuild stores it: the characters that mean something to it are written as <c>%XX</c>
/// (https://learn.microsoft.com/visualstudio/msbuild/msbuild-special-characters). What a task hands over is read as such.
/// </summary>
internal static class EscapedText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("%*?@$();'");

    /// <summary>The text with every special character escaped.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
        {
            return text;
        }

        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            _ = Special.Contains(letter) ? escaped.Append('%').Append(((int)letter).ToString("X2", CultureInfo.InvariantCulture)) : escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
