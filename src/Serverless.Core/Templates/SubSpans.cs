using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Finds where a variable of an <c>Fn::Sub</c> stands in the source.</summary>
internal static class SubSpans
{
    /// <summary>The variable's own place where it can be told, otherwise that of the whole text.</summary>
    public static SourceSpan Find(StringValue text, SubVariable variable, SourceText? source)
    {
        // An included part of a template was read from another text.
        if (source is null || !text.Span.IsKnown || text.Span.Path != source.Path)
        {
            return text.Span;
        }

        // Escapes and folding may lie between value and source, but the variable itself is written as it is. Of several
        // with one name, the same one is meant.
        var written = $"${{{variable.Name}}}";
        var skip = SubVariables.In(text.Value).Count(other => other.Name == variable.Name && other.Start < variable.Start);
        for (var line = text.Span.Start.Line; line <= text.Span.End.Line; line++)
        {
            var content = source.Line(line);
            var from = line == text.Span.Start.Line ? text.Span.Start.Column - 1 : 0;
            for (var at = Next(content, written, from); at >= 0; at = Next(content, written, at + 1))
            {
                if (skip-- == 0)
                {
                    return text.Span with { Start = new(line, at + 1), End = new(line, at + 1 + written.Length) };
                }
            }
        }

        return text.Span;
    }

    private static int Next(string content, string written, int from) =>
        from > content.Length ? -1 : content.IndexOf(written, from, StringComparison.Ordinal);
}
