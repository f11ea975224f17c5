using Microsoft.Build.Framework;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tool.Building;

/// <summary>Errors and warnings of MSBuild, compilers and tasks as complaints of the tool's own kind.</summary>
internal static class Complaint
{
    public static Diagnostic Of(BuildErrorEventArgs error) => new(
        Descriptor(error.Code, Severity.Error, error.HelpLink),
        Severity.Error,
        error.Message ?? "",
        Span(error.File, error.ProjectFile, (error.LineNumber, error.ColumnNumber), (error.EndLineNumber, error.EndColumnNumber)));

    public static Diagnostic Of(BuildWarningEventArgs warning) => new(
        Descriptor(warning.Code, Severity.Warning, warning.HelpLink),
        Severity.Warning,
        warning.Message ?? "",
        Span(warning.File, warning.ProjectFile, (warning.LineNumber, warning.ColumnNumber), (warning.EndLineNumber, warning.EndColumnNumber)));

    // An error of a command that is run has no code.
    private static DiagnosticDescriptor Descriptor(string? code, Severity severity, string? helpLink) =>
        new(code is { Length: > 0 } ? code : "MSBUILD", severity, "") { HelpLink = helpLink is { Length: > 0 } ? helpLink : null };

    /// <summary>The place; a relative path is one of the project's folder, and an end that is missing is just behind the start.</summary>
    internal static SourceSpan Span(string? file, string? project, (int Line, int Column) start, (int Line, int Column) end)
    {
        var named = file is { Length: > 0 } ? file : project;
        if (named is not { Length: > 0 })
        {
            return SourceSpan.None;
        }

        var path = project is { Length: > 0 } && Path.GetDirectoryName(project) is { Length: > 0 } folder && !Path.IsPathRooted(named) ? Path.GetFullPath(named, folder) : named;
        var begin = new Position(start.Line, start.Line > 0 ? Math.Max(start.Column, 1) : 0);
        var to = end.Line > 0 ? new Position(end.Line, Math.Max(end.Column, 1)) : begin with { Column = begin.Column + 1 };
        return begin.Line > 0 ? new(path, begin, to.CompareTo(begin) > 0 ? to : begin with { Column = begin.Column + 1 }) : SourceSpan.File(path);
    }
}
