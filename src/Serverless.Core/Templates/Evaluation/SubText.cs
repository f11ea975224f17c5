namespace Serverless.Templates.Evaluation;

/// <summary>A piece of an <c>Fn::Sub</c> text.</summary>
/// <param name="Text">Literal text, or the name inside <c>${…}</c>.</param>
/// <param name="IsName">True for a name to replace.</param>
public readonly record struct SubPiece(string Text, bool IsName);

/// <summary>Reads the text of <c>Fn::Sub</c>.</summary>
public static class SubText
{
    /// <summary>Splits a text into literals and names. <c>${!Literal}</c> is the literal <c>${Literal}</c>.</summary>
    public static IEnumerable<SubPiece> Split(string text)
    {
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var open && text.IndexOf('}', open) is >= 0 and var close)
        {
            if (open > at)
            {
                yield return new(text[at..open], false);
            }

            var name = text[(open + 2)..close];
            yield return name.StartsWith('!') ? new($"${{{name[1..]}}}", false) : new(name.Trim(), true);
            at = close + 1;
        }

        if (at < text.Length)
        {
            yield return new(text[at..], false);
        }
    }

    /// <summary>The names of a text.</summary>
    public static IEnumerable<string> Names(string text) => Split(text).Where(piece => piece.IsName).Select(piece => piece.Text);
}
