using System.Globalization;
using System.Text;

namespace Serverless.Benchmarks;

/// <summary>The outcome of a scenario.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="Unit">Unit of the samples.</param>
/// <param name="Series">What was compared; ratios are against the first.</param>
public sealed record Report(string Title, string Unit, IReadOnlyList<Series> Series)
{
    /// <summary>A Markdown table with medians, spread, and difference and ratio against the first row.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"### {Title}").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"| | median {Unit} | min | max | n | difference | ratio |").AppendLine("|---|--:|--:|--:|--:|--:|--:|");
        var first = Series[0].Median;
        foreach (var series in Series)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {series.Name} | {series.Median:F1} | {series.Samples.Min():F1} | {series.Samples.Max():F1} | {series.Samples.Count} | {series.Median - first:+0.0;-0.0;0} | {series.Median / first:F2} |");
        }

        return text.ToString();
    }
}

/// <summary>Samples of one thing.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Samples">The samples in the order they were taken.</param>
public sealed record Series(string Name, IReadOnlyList<double> Samples)
{
    /// <summary>The middle sample.</summary>
    public double Median
    {
        get
        {
            var sorted = Samples.Order().ToList();
            return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
        }
    }
}
