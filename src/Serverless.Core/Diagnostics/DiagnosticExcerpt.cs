using System.Globalization;
using System.Text;
using Serverless.Text;

namespace Serverless.Diagnostics;

/// <summary>What a piece of a rendered complaint is, so that a host can color it.</summary>
public enum ExcerptPart
{
    /// <summary>The word "error", "warning" or "info" with the code.</summary>
    Severity,

    /// <summary>What is wrong.</summary>
    Message,

    /// <summary>File, line and column.</summary>
    Place,

    /// <summary>Line numbers and the bar beside the source.</summary>
    Gutter,

    /// <summary>A line of the source.</summary>
    Source,

    /// <summary>The carets below the place that is to blame.</summary>
    Marker,

    /// <summary>The dashes below a related place, and what is said about it.</summary>
    RelatedMarker,

    /// <summary>What to do.</summary>
    Help,
}

/// <summary>Changes a piece of text on its way to a console: adds color, escapes markup. It sees every visible piece.</summary>
/// <param name="part">What the piece is.</param>
/// <param name="severity">Of the complaint that it belongs to.</param>
/// <param name="text">The piece; it holds no line break and no control character but tabs.</param>
public delegate string ExcerptPaint(ExcerptPart part, Severity severity, string text);

/// <summary>
/// Renders complaints for people: what is wrong, the line of the source with a marker below the place, other places
/// that belong to it, and what to do.
/// </summary>
/// <param name="findSource">Gives the text of a file by the path in the spans; null for a file nobody has, which is then shown without a line.</param>
/// <param name="paint">Colors the pieces; null for plain text.</param>
public sealed class DiagnosticExcerpt(Func<string, SourceText?> findSource, ExcerptPaint? paint = null)
{
    // Lines are cut to a window around the place: templates that programs write have one line of many thousand characters.
    private const int Window = 120;

    /// <summary>The complaint as lines of text, each ending with a line feed.</summary>
    public string Render(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        text.Append(Paint(diagnostic, ExcerptPart.Severity, $"{SeverityName.Of(diagnostic.Severity)} {diagnostic.Code}"))
            .Append(Paint(diagnostic, ExcerptPart.Message, $": {diagnostic.Message}")).Append('\n');
        var width = diagnostic.Related.Select(place => place.Span).Append(diagnostic.Span).Max(span => span.Start.Line).ToString(CultureInfo.InvariantCulture).Length;
        AppendPlace(text, diagnostic, diagnostic.Span, width, null);
        foreach (var related in diagnostic.Related)
        {
            AppendPlace(text, diagnostic, related.Span, width, related.Message);
        }

        if (diagnostic.Help is { } help)
        {
            text.Append(Paint(diagnostic, ExcerptPart.Gutter, $"{new string(' ', width)} = "))
                .Append(Paint(diagnostic, ExcerptPart.Help, $"help: {help}")).Append('\n');
        }

        return text.ToString();
    }

    private void AppendPlace(StringBuilder text, Diagnostic diagnostic, SourceSpan span, int width, string? message)
    {
        if (span.Path is null)
        {
            return;
        }

        var place = span.IsKnown ? $"{span.Path}:{span.Start.Line}:{span.Start.Column}" : span.Path;
        text.Append(Paint(diagnostic, ExcerptPart.Gutter, $"{new string(' ', width)}{(message is null ? "-->" : ":::")} "))
            .Append(Paint(diagnostic, ExcerptPart.Place, place)).Append('\n');
        if (span.IsKnown && findSource(span.Path) is { } source && span.Start.Line <= source.LineCount)
        {
            AppendLine(text, diagnostic, source, span, width, message);
        }
    }

    private void AppendLine(StringBuilder text, Diagnostic diagnostic, SourceText source, SourceSpan span, int width, string? message)
    {
        var line = source.Line(span.Start.Line);
        var start = Math.Clamp(span.Start.Column - 1, 0, line.Length);
        var end = span.End.Line == span.Start.Line ? Math.Clamp(span.End.Column - 1, start, line.Length) : line.TrimEnd().Length;
        var (shown, from, to) = Cut(line, start, Math.Max(end, start + 1));
        var number = span.Start.Line.ToString(CultureInfo.InvariantCulture).PadLeft(width);
        var padding = string.Concat(shown[..from].Select(character => character == '\t' ? '\t' : ' '));
        var part = message is null ? ExcerptPart.Marker : ExcerptPart.RelatedMarker;
        var marker = new string(message is null ? '^' : '-', to - from) + (message is null ? "" : $" {message}");

        text.Append(Paint(diagnostic, ExcerptPart.Gutter, $"{new string(' ', width)} |")).Append('\n')
            .Append(Paint(diagnostic, ExcerptPart.Gutter, $"{number} | ")).Append(Paint(diagnostic, ExcerptPart.Source, shown)).Append('\n')
            .Append(Paint(diagnostic, ExcerptPart.Gutter, $"{new string(' ', width)} | ")).Append(padding).Append(Paint(diagnostic, part, marker)).Append('\n');
    }

    private static (string Shown, int From, int To) Cut(string line, int start, int end)
    {
        if (line.Length <= Window)
        {
            return (line, start, end);
        }

        var left = Math.Clamp(start - (Window / 3), 0, Math.Max(0, line.Length - Window));
        var right = Math.Min(line.Length, left + Window);
        var before = left > 0 ? "…" : "";
        var shown = $"{before}{line[left..right]}{(right < line.Length ? "…" : "")}";
        return (shown, start - left + before.Length, Math.Max(start - left + 1, Math.Min(end, right) - left) + before.Length);
    }

    // Whatever a template holds, it gives no orders to the terminal.
    private string Paint(Diagnostic diagnostic, ExcerptPart part, string text)
    {
        var safe = text.Any(character => char.IsControl(character) && character != '\t')
            ? string.Concat(text.Select(character => char.IsControl(character) && character != '\t' ? '\uFFFD' : character))
            : text;
        return paint is null ? safe : paint(part, diagnostic.Severity, safe);
    }
}
