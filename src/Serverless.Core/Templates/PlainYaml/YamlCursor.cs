using Serverless.Text;

namespace Serverless.Templates.PlainYaml;

/// <summary>A place in a YAML text, with the number and the start of its line.</summary>
internal sealed class YamlCursor(SourceText source)
{
    private int _line = 1;

    public string Text { get; } = source.Text;

    /// <summary>The offset of the next character.</summary>
    public int At { get; set; }

    /// <summary>The offset of the line's first character.</summary>
    public int LineStart { get; private set; }

    public int Column => At - LineStart;

    public bool IsAtEnd => At >= Text.Length;

    /// <summary>The next character; a line break at the end of the text.</summary>
    public char Current => Peek(0);

    public Position Here => PositionOf(At);

    /// <summary>True at the end of a line, of which the text's end is one.</summary>
    public bool IsAtLineEnd => IsBreak(Current);

    public static bool IsBreak(char character) => character is '\n' or '\r';

    public static bool IsSpaceOrBreak(char character) => character is ' ' or '\n' or '\r';

    /// <summary>False for a text with characters that only the full reader knows how to take: tabs, controls, the line breaks of other alphabets.</summary>
    public static bool CanRead(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is (< ' ' and not '\n') or (>= '\x7F' and <= '\x9F') or '\u2028' or '\u2029' or '\uFEFF'
                && !(character == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                return false;
            }
        }

        return true;
    }

    public char Peek(int ahead) => At + ahead < Text.Length ? Text[At + ahead] : '\n';

    /// <summary>The position of an offset in this line.</summary>
    public Position PositionOf(int offset) => new(_line, offset - LineStart + 1);

    /// <summary>The span from a position to this place.</summary>
    public SourceSpan SpanFrom(Position start) => new(source.Path, start, Here);

    public SourceSpan Span(Position start, Position end) => new(source.Path, start, end);

    public void SkipSpaces()
    {
        while (At < Text.Length && Text[At] == ' ')
        {
            At++;
        }
    }

    /// <summary>True when nothing follows on this line but a comment.</summary>
    public bool IsLineOver()
    {
        var at = At;
        while (at < Text.Length && Text[at] == ' ')
        {
            at++;
        }

        return at == Text.Length || IsBreak(Text[at]) || (Text[at] == '#' && at > At);
    }

    /// <summary>From the end of a line to the start of the next.</summary>
    public void NextLine()
    {
        At = Math.Min(EndOfLine() + 1, Text.Length);
        LineStart = At;
        _line++;
    }

    /// <summary>The offset of the break that ends this line, which for two characters is the second of them.</summary>
    public int EndOfLine() => Text.IndexOf('\n', At) is >= 0 and var end ? end : Text.Length;

    /// <summary>The offset behind this line's last character.</summary>
    public int EndOfContent()
    {
        var end = EndOfLine();
        return end > At && end < Text.Length && Text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Skips blanks, comments and line breaks. False when a comment follows something without a space.</summary>
    public bool SkipToContent()
    {
        while (true)
        {
            var start = At;
            SkipSpaces();
            if (Current == '#' && At == start && At > LineStart)
            {
                return false;
            }

            if (IsAtEnd || (!IsAtLineEnd && Current != '#'))
            {
                return true;
            }

            NextLine();
        }
    }
}
