using Serverless.Text;

namespace Serverless.Templates;

/// <summary>The text that the YAML parser gets, which may be a part of the source or differ from it a little, and the way back to the source.</summary>
internal sealed class YamlInput
{
    private readonly int _start;
    private readonly Edit[] _edits;

    private YamlInput(SourceText source, string text, int start, Edit[] edits)
    {
        (Source, Text, _start, _edits) = (source, text, start, edits);
    }

    public SourceText Source { get; }

    public string Text { get; }

    public static YamlInput Whole(SourceText source) => new(source, source.Text, 0, []);

    /// <summary>The source from one offset to another.</summary>
    public static YamlInput Part(SourceText source, int start, int end) => new(source, source.Text[start..end], start, []);

    /// <summary>The same input with some characters replaced; edits must not overlap.</summary>
    public YamlInput Replace(int start, int length, string replacement)
    {
        var growth = replacement.Length - length;
        var edits = _edits.Select(edit => edit.Start < start ? edit : edit with { Start = edit.Start + growth })
            .Append(new Edit(start, length, replacement.Length))
            .OrderBy(edit => edit.Start);
        return new(Source, string.Concat(Text.AsSpan(0, start), replacement, Text.AsSpan(start + length)), _start, [.. edits]);
    }

    public Position At(long offset) => Source.PositionAt(ToSource((int)offset));

    public SourceSpan Span(long start, long end) => new(Source.Path, At(start), At(end));

    private int ToSource(int offset)
    {
        var shift = _start;
        foreach (var edit in _edits)
        {
            if (offset < edit.Start + edit.NewLength)
            {
                return Math.Min(offset, edit.Start) + shift;
            }

            shift += edit.OldLength - edit.NewLength;
        }

        return offset + shift;
    }

    private sealed record Edit(int Start, int OldLength, int NewLength);
}
