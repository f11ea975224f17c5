using Serverless.Text;

namespace Serverless.Templates;

/// <summary>A run of whole lines that is YAML of its own: sections, or members of one section.</summary>
internal readonly record struct YamlPart(int FirstLine, int LastLine, int Start, int End);

/// <summary>Finds where reading can start again behind a mistake.</summary>
internal static class YamlParts
{
    /// <summary>
    /// The rest of the section behind the next member that starts below a line, or, when the section has no further
    /// member, everything from the next section on; null when neither follows.
    /// </summary>
    public static YamlPart? NextAfter(SourceText source, int line)
    {
        var section = Enumerable.Range(1, line).LastOrDefault(number => IsKeyAt(source.Line(number), 0));
        var indentation = Enumerable.Range(section + 1, source.LineCount - section).Select(number => IndentationOf(source.Line(number))).FirstOrDefault(found => found >= 0);
        var nextSection = FirstKey(source, line + 1, source.LineCount, 0);
        var nextMember = indentation > 0 ? FirstKey(source, line + 1, (nextSection ?? source.LineCount + 1) - 1, indentation) : null;
        return (nextMember, nextSection) switch
        {
            ({ } member, _) => Part(source, member, (nextSection ?? source.LineCount + 1) - 1),
            (_, { } next) => Part(source, next, source.LineCount),
            _ => null,
        };
    }

    private static YamlPart Part(SourceText source, int first, int last) =>
        new(first, last, source.OffsetOf(first), last == source.LineCount ? source.Text.Length : source.OffsetOf(last + 1));

    private static int? FirstKey(SourceText source, int first, int last, int indentation)
    {
        for (var line = first; line <= last; line++)
        {
            if (IsKeyAt(source.Line(line), indentation))
            {
                return line;
            }
        }

        return null;
    }

    // "Name:" with nothing or a space behind the colon, at just this indentation.
    private static bool IsKeyAt(string line, int indentation)
    {
        if (IndentationOf(line) != indentation)
        {
            return false;
        }

        var name = line.AsSpan(indentation);
        var length = name.IndexOfAnyExcept(NameCharacters);
        return length > 0 && name[length] == ':' && (length + 1 == name.Length || name[length + 1] == ' ');
    }

    // Spaces before the first character; -1 for a line with nothing but a comment.
    private static int IndentationOf(string line)
    {
        var length = line.AsSpan().IndexOfAnyExcept(' ');
        return length < 0 || line[length] == '#' ? -1 : length;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
}
