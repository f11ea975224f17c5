namespace Serverless.Templates;

/// <summary>A <c>${…}</c> in the text of an <c>Fn::Sub</c>.</summary>
/// <param name="Name">What stands between the braces.</param>
/// <param name="Start">Offset of the dollar sign.</param>
public sealed record SubVariable(string Name, int Start)
{
    /// <summary>Characters from the dollar sign to the closing brace.</summary>
    public int Length => Name.Length + 3;

    /// <summary>True for a name that CloudFormation can look up: letters, digits, periods, colons and underscores.</summary>
    public bool IsWellFormed => Name.Length > 0 && Name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or ':');

    /// <summary>The part of the name before the first dot: the logical id of <c>${Id.Attribute}</c>.</summary>
    public string Id => Name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? Name[..dot] : Name;

    /// <summary>The part of the name behind the first dot, or null when it has none.</summary>
    public string? Attribute => Name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? Name[(dot + 1)..] : null;
}

/// <summary>Finds the variables in the text of an <c>Fn::Sub</c>.</summary>
public static class SubVariables
{
    /// <summary>All <c>${…}</c> in order; the literal <c>${!…}</c> and braces that are never closed are none.</summary>
    public static IEnumerable<SubVariable> In(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                yield break;
            }

            if (text[start + 2] != '!')
            {
                yield return new(text[(start + 2)..end], start);
            }
        }
    }
}
