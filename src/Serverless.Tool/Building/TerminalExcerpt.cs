using Serverless.Diagnostics;
using Spectre.Console;

namespace Serverless.Tool.Building;

/// <summary>Complaints with the line of the source, as markup for a terminal.</summary>
/// <param name="folder">Absolute path of the folder that paths are shown from.</param>
internal sealed class TerminalExcerpt(string folder)
{
    private readonly DiagnosticExcerpt _excerpt = new(path => Complaints.ReadSource(Path.GetFullPath(path, folder)), Paint);

    /// <summary>The lines of a complaint; each ends with a line feed.</summary>
    public string Render(Diagnostic diagnostic) => _excerpt.Render(
        diagnostic.Span.Path is { } path && Path.GetRelativePath(folder, path) is var near && !near.StartsWith("..", StringComparison.Ordinal)
            ? diagnostic with { Span = diagnostic.Span with { Path = near } }
            : diagnostic);

    private static string Paint(ExcerptPart part, Severity severity, string text) => part switch
    {
        ExcerptPart.Severity => $"[bold {Color(severity)}]{Markup.Escape(text)}[/]",
        ExcerptPart.Message => $"[bold]{Markup.Escape(text)}[/]",
        ExcerptPart.Marker => $"[{Color(severity)}]{Markup.Escape(text)}[/]",
        ExcerptPart.Gutter => $"[blue]{Markup.Escape(text)}[/]",
        _ => Markup.Escape(text),
    };

    private static string Color(Severity severity) => severity switch
    {
        Severity.Error => "red",
        Severity.Warning => "yellow",
        _ => "blue",
    };
}
