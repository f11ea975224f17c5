namespace Serverless.Text;

/// <summary>The text of one file together with its path, and its lines for excerpts.</summary>
public sealed class SourceText(string path, string text)
{
    private int[]? _lineStarts;

    /// <summary>Path of the file as complaints should show it.</summary>
    public string Path { get; } = path;

    /// <summary>The whole text, without a byte order mark.</summary>
    public string Text { get; } = text.Length > 0 && text[0] == '\uFEFF' ? text[1..] : text;

    /// <summary>How many lines the text has; an empty text has one.</summary>
    public int LineCount => LineStarts.Length;

    private int[] LineStarts => _lineStarts ??= FindLineStarts(Text);

    /// <summary>One line without its line break.</summary>
    /// <param name="line">Number of the line, from 1; outside the text the answer is empty.</param>
    public string Line(int line)
    {
        if (line < 1 || line > LineCount)
        {
            return "";
        }

        var start = LineStarts[line - 1];
        var end = line < LineCount ? LineStarts[line] : Text.Length;
        return Text[start..end].TrimEnd('\r', '\n');
    }

    /// <summary>The offset at which a line starts.</summary>
    /// <param name="line">Number of the line, from 1 to <see cref="LineCount"/>.</param>
    public int OffsetOf(int line) => LineStarts[line - 1];

    /// <summary>The line and column of an offset.</summary>
    public Position PositionAt(int offset)
    {
        var index = Array.BinarySearch(LineStarts, Math.Clamp(offset, 0, Text.Length));
        var line = index >= 0 ? index : ~index - 1;
        return new(line + 1, Math.Clamp(offset, 0, Text.Length) - LineStarts[line] + 1);
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int>(1 + text.AsSpan().Count('\n')) { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
