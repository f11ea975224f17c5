namespace Serverless.Benchmarks;

/// <summary>What a scenario is given to measure with.</summary>
/// <param name="Output">Where reports are printed.</param>
/// <param name="Rounds">How often everything is run; null for as often as the scenario finds right.</param>
public sealed record Measurement(TextWriter Output, int? Rounds)
{
    /// <summary>How often everything is run, where <paramref name="usual"/> is right.</summary>
    public int RoundsOr(int usual) => Rounds ?? usual;

    /// <summary>Begins a table of a scenario's own columns.</summary>
    public Report Begin(string title, params IReadOnlyList<string> columns)
    {
        var report = new Report(Output, title, columns);
        report.Begin();
        return report;
    }

    /// <summary>Begins a table of comparisons.</summary>
    public Report BeginComparison(string title) => Begin(title, Report.ComparisonColumns);
}
