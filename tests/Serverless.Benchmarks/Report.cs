using System.Globalization;
using System.Text;

namespace Serverless.Benchmarks;

/// <summary>The outcome of a scenario.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="Columns">Heads of the columns; all but the first two are figures.</param>
/// <param name="Rows">The rows.</param>
public sealed record Report(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>What one has to know to read the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A report that only says why nothing was measured.</summary>
    public static Report Skipped(string title, string reason) => new(title, [], []) { Notes = [$"Not measured: {reason}."] };

    /// <summary>
    /// Medians in milliseconds with their spread, the median of the round-by-round differences to the first of the same situation, the
    /// ratio of the medians, and the median of the processor time.
    /// </summary>
    public static Report Compare(string title, params IEnumerable<Comparison> comparisons) => new(
        title,
        ["situation", "what", "median ms", "min", "max", "difference", "ratio", "CPU ms", "runs"],
        [.. comparisons.SelectMany(comparison => comparison.Times.Select((times, i) => Row(comparison, times, comparison.Cpu.ElementAtOrDefault(i))))]);

    /// <summary>The report as Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"### {Title}").AppendLine();
        if (Rows.Count > 0)
        {
            text.AppendLine(Line(Columns)).AppendLine(Line(Columns.Select((_, i) => i < 2 ? "---" : "--:")));
            foreach (var row in Rows)
            {
                text.AppendLine(Line(row));
            }

            text.AppendLine();
        }

        foreach (var note in Notes)
        {
            text.AppendLine(note);
        }

        return text.ToString();
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static IReadOnlyList<string> Row(Comparison comparison, Series times, Series? cpu)
    {
        var first = comparison.Times[0].Median;
        return
        [
            comparison.Situation,
            times.Name,
            Text($"{times.Median:F1}"),
            Text($"{times.Samples.Min():F1}"),
            Text($"{times.Samples.Max():F1}"),
            Text($"{times.MedianDifference(comparison.Times[0]):+0.0;-0.0;0}"),
            Text($"{times.Median / first:F2}"),
            cpu is null ? "" : Text($"{cpu.Median:F0}"),
            Text($"{times.Samples.Count}"),
        ];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
