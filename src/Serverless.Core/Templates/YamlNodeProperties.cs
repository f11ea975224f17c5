using System.Buffers;

namespace Serverless.Templates;

/// <summary>Where the anchor and tag before a node's content stand; the parser's events tell only where the first of them starts.</summary>
internal readonly record struct YamlNodeProperties(int ContentStart, int End, int TagStart = 0, int TagEnd = 0)
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n,[]{}");

    public static YamlNodeProperties Find(string text, int start)
    {
        var (at, last, tagStart, tagEnd) = (start, start, start, start);
        while (at < text.Length && text[at] is '!' or '&')
        {
            var end = EndOfWord(text, at);
            if (text[at] == '!')
            {
                (tagStart, tagEnd) = (at, end);
            }

            last = end;
            at = SkipSpace(text, end);
        }

        return new(at, last, tagStart, tagEnd);
    }

    private static int EndOfWord(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAny(WordEnds);
        return length < 0 ? text.Length : start + length;
    }

    private static int SkipSpace(string text, int start)
    {
        var at = start;
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '#'))
        {
            at = text[at] == '#' ? EndOfLine(text, at) : at + 1;
        }

        return at;
    }

    private static int EndOfLine(string text, int start) => text.IndexOf('\n', start) is >= 0 and var end ? end : text.Length;
}
