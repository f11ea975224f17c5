using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>What came to a build's state, for displays that write it once and never again.</summary>
/// <param name="Steps">The steps that ended.</param>
/// <param name="Complaints">Errors and warnings.</param>
/// <param name="Messages">Messages.</param>
internal sealed record BuildNews(IReadOnlyList<BuildStep> Steps, IReadOnlyList<Diagnostic> Complaints, IReadOnlyList<string> Messages)
{
    /// <summary>The news of a state to somebody who knows an earlier one.</summary>
    public static BuildNews Between(BuildState before, BuildState after) => new(
        [.. after.Ended[before.Ended.Length..].Where(step => step.Key.Kind != StepKind.Package)],
        after.Complaints[before.Complaints.Length..],
        after.Messages[before.Messages.Length..]);

    /// <summary>A step's line: its name, what became of it, and how long it took.</summary>
    public static string Line(BuildStep step) => $"{(step.Key.Name is { Length: > 0 } name ? $"{name} " : "")}{step.Outcome} ({Duration(step.Duration)})";

    /// <summary>Seconds with a tenth; of longer times, minutes and seconds.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");
}
