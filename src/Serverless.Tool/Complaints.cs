using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tool;

/// <summary>Writes complaints to standard error, for people or as JSON.</summary>
internal static class Complaints
{
    public static Task WriteAsync(IEnumerable<Diagnostic> diagnostics, OutputFormat format) =>
        Console.Error.WriteLineAsync(format == OutputFormat.Json ? DiagnosticJson.Render(diagnostics) : Render(diagnostics));

    public static void Write(IEnumerable<Diagnostic> diagnostics, OutputFormat format) =>
        Console.Error.WriteLine(format == OutputFormat.Json ? DiagnosticJson.Render(diagnostics) : Render(diagnostics));

    private static string Render(IEnumerable<Diagnostic> diagnostics)
    {
        var excerpt = new DiagnosticExcerpt(ReadSource);
        return string.Join(Environment.NewLine, diagnostics.Select(excerpt.Render));
    }

    /// <summary>The text of a file for excerpts; null when it cannot be read.</summary>
    public static SourceText? ReadSource(string path)
    {
        try
        {
            return new(path, File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
