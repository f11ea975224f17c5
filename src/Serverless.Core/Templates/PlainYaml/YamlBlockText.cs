using System.Text;
using Serverless.Text;

namespace Serverless.Templates.PlainYaml;

/// <summary>A text behind <c>|</c> or <c>&gt;</c>.</summary>
internal sealed class YamlBlockText(YamlCursor cursor)
{
    private readonly StringBuilder _text = new();
    private int _breaks;
    private bool _wasIndented;

    /// <summary>The text and the place behind its last character that is no white space. Null means that the full reader has to read the document.</summary>
    public string? Read(int parent, out Position end)
    {
        end = default;
        var isLiteral = cursor.Current == '|';
        cursor.At++;
        var isStripped = cursor.Current == '-';
        cursor.At += isStripped ? 1 : 0;
        if (!IsHeaderOver() || FindIndentation() is not { } indentation || indentation <= parent)
        {
            return null;
        }

        ReadLines(indentation, isLiteral, ref end);
        if (!isStripped && cursor.IsAtEnd && cursor.Text[^1] != '\n')
        {
            return null;
        }

        return isStripped ? _text.ToString() : _text.Append('\n').ToString();
    }

    private bool IsHeaderOver()
    {
        if (!cursor.IsLineOver())
        {
            return false;
        }

        cursor.NextLine();
        return true;
    }

    // That of the first line with a text; null when there is none, or an empty one before it that is longer.
    private int? FindIndentation()
    {
        var longest = 0;
        var text = cursor.Text;
        for (var start = cursor.At; start < text.Length;)
        {
            var at = start;
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }

            if (at == text.Length || !YamlCursor.IsBreak(text[at]))
            {
                return at < text.Length && at - start >= Math.Max(1, longest) ? at - start : null;
            }

            longest = Math.Max(longest, at - start);
            start = text.IndexOf('\n', at) is >= 0 and var next ? next + 1 : text.Length;
        }

        return null;
    }

    private void ReadLines(int indentation, bool isLiteral, ref Position end)
    {
        for (var isFirst = true; !cursor.IsAtEnd; cursor.NextLine())
        {
            while (cursor.Column < indentation && cursor.Current == ' ')
            {
                cursor.At++;
            }

            if (!cursor.IsAtEnd && cursor.IsAtLineEnd)
            {
                _breaks++;
                continue;
            }

            if (cursor.IsAtEnd || cursor.Column < indentation)
            {
                cursor.At = cursor.LineStart;
                return;
            }

            AppendLine(isFirst, isLiteral, ref end);
            isFirst = false;
        }
    }

    // Lines that start with a space keep their breaks in folded texts too.
    private void AppendLine(bool isFirst, bool isLiteral, ref Position end)
    {
        var isIndented = cursor.Current == ' ';
        var line = cursor.Text.AsSpan(cursor.At, cursor.EndOfContent() - cursor.At);
        if (isFirst || isLiteral || isIndented || _wasIndented)
        {
            _text.Append('\n', isFirst ? _breaks : _breaks + 1);
        }
        else
        {
            _ = _breaks == 0 ? _text.Append(' ') : _text.Append('\n', _breaks);
        }

        _text.Append(line);
        (_breaks, _wasIndented) = (0, isIndented);
        if (line.TrimEnd() is { Length: > 0 } visible)
        {
            end = cursor.PositionOf(cursor.At + visible.Length);
        }
    }
}
