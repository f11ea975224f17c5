using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>A line for every step that ended; complaints as MSBuild writes them, which build servers and editors understand.</summary>
/// <param name="writer">Where the lines go; never closed.</param>
/// <param name="showsSteps">False for complaints alone.</param>
internal sealed class PlainProgress(TextWriter writer, bool showsSteps) : IBuildDisplay
{
    public void Show(BuildState before, BuildState after)
    {
        var news = BuildNews.Between(before, after);
        foreach (var line in (IEnumerable<string>)[.. news.Complaints.Select(Canonical), .. news.Messages, .. showsSteps ? news.Steps.Select(BuildNews.Line) : []])
        {
            writer.WriteLine(line);
        }
    }

    public async ValueTask DisposeAsync() => await writer.FlushAsync();

    /// <summary>The form <c>file(line,column): error CODE: text</c>.</summary>
    internal static string Canonical(Diagnostic diagnostic)
    {
        var place = diagnostic.Span.ToString();
        return $"{(place.Length > 0 ? $"{place}: " : "")}{SeverityName.Of(diagnostic.Severity)} {diagnostic.Code}: {diagnostic.Text}";
    }
}
