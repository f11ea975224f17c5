namespace Serverless.Tool.Building;

/// <summary>Global properties as MSBuild's <c>-p</c> spells them: <c>Name=Value</c>, several separated by semicolons.</summary>
internal static class GivenProperties
{
    /// <summary>The properties of one option value; null when it is none.</summary>
    /// <remarks>A semicolon that no <c>Name=</c> follows belongs to the value. In values, <c>%3B</c> is a semicolon, as everywhere in MSBuild.</remarks>
    public static IReadOnlyList<KeyValuePair<string, string>>? TryRead(string text)
    {
        List<KeyValuePair<string, string>> properties = [];
        foreach (var part in text.Split(';'))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && IsName(part.AsSpan(0, at).Trim()))
            {
                properties.Add(new(part[..at].Trim(), part[(at + 1)..]));
            }
            else if (properties.Count > 0)
            {
                properties[^1] = new(properties[^1].Key, $"{properties[^1].Value};{part}");
            }
            else
            {
                return null;
            }
        }

        return properties;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))
            {
                return false;
            }
        }

        return !text.IsEmpty && !char.IsAsciiDigit(text[0]) && text[0] != '-';
    }
}
