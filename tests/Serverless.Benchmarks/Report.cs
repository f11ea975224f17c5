using System.Globalization;

namespace Serverless.Benchmarks;

/// <summary>
/// The Markdown table of a scenario. A row is printed as soon as it is measured, so that a long run that is stopped has told what it knew; the
/// notes come after the last row.
/// </summary>
/// <param name="output">Where it is printed.</param>
/// <param name="title">What is measured.</param>
/// <param name="columns">Heads of the columns; all but the first two are figures.</param>
public sealed class Report(TextWriter output, string title, params IReadOnlyList<string> columns)
{
    private bool _hasRows;

    /// <summary>Columns of reports of <see cref="Comparison"/>s.</summary>
    public static IReadOnlyList<string> ComparisonColumns { get; } = ["situation", "what", "median ms", "min", "max", "difference", "ratio", "CPU ms", "runs"];

    /// <summary>Prints the title.</summary>
    public void Begin() => output.WriteLine($"### {title}{Environment.NewLine}");

    /// <summary>Prints a row, after the heads if it is the first.</summary>
    public void Add(params IReadOnlyList<string> cells)
    {
        if (!_hasRows)
        {
            _hasRows = true;
            output.WriteLine(Line(columns));
            output.WriteLine(Line(columns.Select((_, i) => i < 2 ? "---" : "--:")));
        }

        output.WriteLine(Line(cells));
        output.Flush();
    }

    /// <summary>
    /// Prints medians in milliseconds with their spread, the median of the round-by-round differences to the first of the same situation, the
    /// ratio of the medians, and the median of the processor time.
    /// </summary>
    public void Add(Comparison comparison)
    {
        for (var i = 0; i < comparison.Times.Count; i++)
        {
            Add(Row(comparison, comparison.Times[i], comparison.Cpu.ElementAtOrDefault(i)));
        }
    }

    /// <summary>Prints what one has to know to read the table.</summary>
    public void End(params IEnumerable<string> notes)
    {
        if (_hasRows)
        {
            output.WriteLine();
        }

        foreach (var note in notes)
        {
            output.WriteLine(note);
        }

        output.WriteLine();
        output.Flush();
    }

    /// <summary>Prints why nothing was measured.</summary>
    public void Skip(string reason, params IEnumerable<string> notes) => End([.. notes, $"Not measured: {reason}."]);

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
