using System.Text;
using Serverless.Text;

namespace Serverless.Templates.PlainYaml;

/// <summary>Reads keys, tags and scalars. Null means that the full reader has to read the document.</summary>
internal sealed class PlainYamlScalars(YamlCursor cursor)
{
    // The grammar has 1,024, counted in another way.
    private const int MaxKeyLength = 1000;

    private readonly StringBuilder _folded = new();

    /// <summary>The tag of a short form, behind which there is a space or the line's end.</summary>
    public string? ReadTag()
    {
        var start = cursor.At++;
        while (char.IsAsciiLetterOrDigit(cursor.Current))
        {
            cursor.At++;
        }

        return cursor.At - start > 1 && YamlCursor.IsSpaceOrBreak(cursor.Current) ? cursor.Text[start..cursor.At] : null;
    }

    /// <summary>True when a key and its colon start here.</summary>
    public bool IsAtKey()
    {
        var at = EndOfKey();
        while (at >= 0 && at < cursor.Text.Length && cursor.Text[at] == ' ')
        {
            at++;
        }

        return at >= 0 && IsColon(at);
    }

    /// <summary>A key of a block map. Its colon is taken.</summary>
    public MapKey? ReadKey() => IsAtKey() ? ReadKey(isInFlow: false) : null;

    /// <summary>A key of a map in brackets.</summary>
    public MapKey? ReadFlowKey() => ReadKey(isInFlow: true);

    /// <summary>A text in quotes or a plain scalar.</summary>
    public ScalarValue? ReadScalar(int indentation, bool isInFlow, bool isTyped)
    {
        var start = cursor.Here;
        if (cursor.Current is '"' or '\'')
        {
            return ReadQuoted(indentation) is { } quoted ? new StringValue(quoted) { Span = cursor.SpanFrom(start) } : null;
        }

        if (ReadPlain(indentation, isInFlow, out var end) is not { } text)
        {
            return null;
        }

        var span = cursor.Span(start, end);
        return isTyped ? YamlScalar.Read(text, span) : new StringValue(text) { Span = span };
    }

    /// <summary>A literal or folded text. The cursor comes to stand on the line behind it.</summary>
    public StringValue? ReadBlock(int indentation)
    {
        var start = cursor.Here;
        return new YamlBlockText(cursor).Read(indentation, out var end) is { } text ? new(text) { Span = cursor.Span(start, end) } : null;
    }

    private MapKey? ReadKey(bool isInFlow)
    {
        var start = cursor.Here;
        var line = cursor.LineStart;
        var isQuoted = cursor.Current is '"' or '\'';
        if (ReadScalar(int.MaxValue, isInFlow, isTyped: true) is not { } scalar || cursor.LineStart != line)
        {
            return null;
        }

        cursor.SkipSpaces();
        if (!(IsColon(cursor.At) || (isInFlow && isQuoted && cursor.Current == ':')) || cursor.Column - start.Column > MaxKeyLength)
        {
            return null;
        }

        cursor.At++;
        return YamlKey.Of(scalar, scalar.Span);
    }

    private bool IsColon(int at) =>
        at < cursor.Text.Length && cursor.Text[at] == ':' && (at + 1 == cursor.Text.Length || YamlCursor.IsSpaceOrBreak(cursor.Text[at + 1]));

    // Where the scalar that starts here would end on its line if it is a key; negative when it is none.
    private int EndOfKey()
    {
        var first = cursor.Current;
        if (first is not ('"' or '\''))
        {
            return CanStartPlain(first, isInFlow: false) ? EndOfPlain(isInFlow: false) : -1;
        }

        for (var at = cursor.At + 1; at < cursor.Text.Length && !YamlCursor.IsBreak(cursor.Text[at]); at++)
        {
            if (cursor.Text[at] == first && (first == '"' || at + 1 == cursor.Text.Length || cursor.Text[at + 1] != '\''))
            {
                return at + 1;
            }

            at += cursor.Text[at] == first || (first == '"' && cursor.Text[at] == '\\') ? 1 : 0;
        }

        return -1;
    }

    private bool CanStartPlain(char first, bool isInFlow) => first switch
    {
        '-' => !YamlCursor.IsSpaceOrBreak(cursor.Peek(1)) && cursor.Peek(1) is not (',' or '[' or ']' or '{' or '}'),
        ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or '?' => false,
        ':' => !isInFlow && !YamlCursor.IsSpaceOrBreak(cursor.Peek(1)),
        _ => !YamlCursor.IsSpaceOrBreak(first),
    };

    // The offset of what ends a plain scalar on this line: a colon, a comment, a bracket or the line's end. Spaces before it are not of the text.
    private int EndOfPlain(bool isInFlow)
    {
        var text = cursor.Text;
        var end = cursor.At;
        for (var at = cursor.At; at < text.Length; at++)
        {
            var character = text[at];
            if (character is '\n' or '\r' || (character == '#' && text[at - 1] == ' ') || (character == ':' && EndsKey(at, isInFlow)) || (isInFlow && character is ',' or '[' or ']' or '{' or '}'))
            {
                break;
            }

            end = character == ' ' ? end : at + 1;
        }

        return end;
    }

    private bool EndsKey(int colon, bool isInFlow) =>
        IsColon(colon) || (isInFlow && cursor.Text[colon + 1] is ',' or '[' or ']' or '{' or '}');

    // In brackets, and as a key, a plain scalar has one line.
    private string? ReadPlain(int indentation, bool isInFlow, out Position end)
    {
        end = default;
        if (!CanStartPlain(cursor.Current, isInFlow))
        {
            return null;
        }

        var start = cursor.At;
        cursor.At = EndOfPlain(isInFlow);
        end = cursor.Here;
        var first = cursor.Text[start..cursor.At];
        if (isInFlow)
        {
            return first.Contains('?', StringComparison.Ordinal) ? null : first;
        }

        return indentation < int.MaxValue && IsContinued(indentation) ? ReadOn(first, indentation, ref end) : first;
    }

    // True when this line ends here, and a line further in follows that is no comment.
    private bool IsContinued(int indentation)
    {
        var text = cursor.Text;
        var (at, lineStart) = (cursor.At, cursor.LineStart);
        var hasBreak = false;
        while (at < text.Length && YamlCursor.IsSpaceOrBreak(text[at]))
        {
            at++;
            if (text[at - 1] == '\n')
            {
                (lineStart, hasBreak) = (at, true);
            }
        }

        return hasBreak && at < text.Length && text[at] != '#' && at - lineStart > indentation;
    }

    private string? ReadOn(string first, int indentation, ref Position end)
    {
        _folded.Clear().Append(first);
        while (IsContinued(indentation))
        {
            Fold();
            var start = cursor.At;
            cursor.At = EndOfPlain(isInFlow: false);
            if (cursor.At == start)
            {
                return null;
            }

            _folded.Append(cursor.Text, start, cursor.At - start);
            end = cursor.Here;
        }

        return _folded.ToString();
    }

    // From the end of a line's text to the next text: one line break is a space, more are one less.
    private void Fold()
    {
        var breaks = 0;
        cursor.SkipSpaces();
        while (!cursor.IsAtEnd && cursor.IsAtLineEnd)
        {
            breaks++;
            cursor.NextLine();
            cursor.SkipSpaces();
        }

        _ = breaks == 1 ? _folded.Append(' ') : _folded.Append('\n', breaks - 1);
    }

    private string? ReadQuoted(int indentation)
    {
        var quote = cursor.Current;
        var start = ++cursor.At;
        var end = cursor.Text.AsSpan(start).IndexOfAny(quote, '\\', '\n');
        if (end >= 0 && cursor.Text[start + end] == quote && (quote == '"' || start + end + 1 == cursor.Text.Length || cursor.Text[start + end + 1] != '\''))
        {
            cursor.At = start + end + 1;
            return cursor.Text.Substring(start, end);
        }

        _folded.Clear();
        while (!cursor.IsAtEnd)
        {
            if (cursor.Current == quote)
            {
                cursor.At++;
                if (quote == '"' || cursor.Current != '\'')
                {
                    return _folded.ToString();
                }
            }

            if (!ReadCharacter(quote, indentation))
            {
                return null;
            }
        }

        return null;
    }

    private bool ReadCharacter(char quote, int indentation)
    {
        if (quote == '"' && cursor.Current == '\\')
        {
            cursor.At++;
            return ReadEscape();
        }

        if (cursor.IsAtLineEnd)
        {
            TrimEnd();
            Fold();
            return cursor.Column > indentation;
        }

        _folded.Append(cursor.Current);
        cursor.At++;
        return true;
    }

    // White space at the end of a line is not of the text, unless it was written as an escape: then the full reader counts.
    private void TrimEnd()
    {
        while (_folded.Length > 0 && _folded[^1] == ' ')
        {
            _folded.Length--;
        }
    }

    private bool ReadEscape()
    {
        char? meant = cursor.Current switch { '"' => '"', '\\' => '\\', '/' => '/', 'n' => '\n', 't' => '\t', 'r' => '\r', _ => null };
        _folded.Append(meant ?? ' ');
        cursor.At++;
        return meant is not null;
    }
}
