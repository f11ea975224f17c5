using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.Includes;

/// <summary>Reads a file that a template includes.</summary>
/// <param name="path">Absolute path of the file.</param>
/// <param name="cancellationToken">Stops reading.</param>
/// <returns>The text, or an <see cref="IncludeDiagnostics.Unreadable"/>.</returns>
public delegate Task<Checked<SourceText>> ReadInclude(string path, CancellationToken cancellationToken);

/// <summary>Reads included files from the disk.</summary>
public static class IncludeFile
{
    /// <summary>A <see cref="ReadInclude"/> of the disk.</summary>
    public static async Task<Checked<SourceText>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Checked.Good(new SourceText(path, await File.ReadAllTextAsync(path, cancellationToken)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : exception.Message.TrimEnd('.');
            return Checked.Bad<SourceText>(IncludeDiagnostics.Unreadable.At(SourceSpan.File(path), $"The file '{path}' cannot be included: {reason}.", "Locations are relative to the template."));
        }
    }
}
