using Serverless.Templates;

namespace Serverless.Sam.References;

/// <summary>Rewrites the references inside the text of <c>Fn::Sub</c>.</summary>
internal static class SubText
{
    /// <summary>
    /// Applies a rewriting to every <c>${name}</c> that SAM sees: letters, digits and dots, or a pseudo parameter. The rewriting gets the
    /// whole reference and the name, and answers what takes its place.
    /// </summary>
    /// <returns>The text, the same object when nothing changed.</returns>
    public static StringValue Rewrite(StringValue text, Func<string, string, string> rewrite)
    {
        var written = text.Value;
        var result = written;
        for (var at = written.IndexOf("${", StringComparison.Ordinal); at >= 0; at = written.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            var end = written.IndexOf('}', at);
            if (end < 0 || !IsName(written.AsSpan(at + 2, end - at - 2)))
            {
                continue;
            }

            var reference = written[at..(end + 1)];
            result = ReplaceFirst(result, reference, rewrite(reference, reference[2..^1]));
        }

        return ReferenceEquals(result, written) ? text : new(result) { Span = text.Span, IsMarked = text.IsMarked };
    }

    /// <summary>Rewrites the argument of a <c>Fn::Sub</c> in place: its text, or the first item of its list form.</summary>
    public static void RewriteArgument(MapValue call, Func<string, string, string> rewrite)
    {
        switch (call["Fn::Sub"])
        {
            case StringValue text when Rewrite(text, rewrite) is var changed && !ReferenceEquals(changed, text):
                call["Fn::Sub"] = changed;
                break;
            case ListValue { Count: > 0 } list when list[0] is StringValue text:
                list[0] = Rewrite(text, rewrite);
                break;
        }
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.StartsWith("AWS::"))
        {
            var rest = name[5..];
            return rest.Length > 0 && char.IsAsciiLetterUpper(rest[0]) && IsAll(rest, char.IsAsciiLetter);
        }

        return name.Length > 0 && IsAll(name, character => character == '.' || char.IsAsciiLetterOrDigit(character));
    }

    private static bool IsAll(ReadOnlySpan<char> text, Func<char, bool> isFit)
    {
        foreach (var character in text)
        {
            if (!isFit(character))
            {
                return false;
            }
        }

        return true;
    }

    // The service replaces the first occurrence in the text as it stands, which may be one that a value brought in.
    private static string ReplaceFirst(string text, string reference, string replacement)
    {
        var at = reference == replacement ? -1 : text.IndexOf(reference, StringComparison.Ordinal);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + reference.Length));
    }
}
