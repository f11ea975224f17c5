using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Reads the text of a template's file.</summary>
public static class TemplateFile
{
    /// <summary>The file is not there.</summary>
    public static readonly DiagnosticDescriptor Missing = new("SLS0121", Severity.Error, "The template does not exist");

    /// <summary>The file is there and cannot be read.</summary>
    public static readonly DiagnosticDescriptor Unreadable = new("SLS0122", Severity.Error, "The template cannot be read");

    /// <summary>The text of a file, which is UTF-8 unless a byte order mark says otherwise.</summary>
    /// <param name="path">Absolute path; complaints show it as it is.</param>
    /// <remarks>A template is read in less time than it takes to wait for it on another thread.</remarks>
    public static Checked<SourceText> Read(string path)
    {
        try
        {
            return Checked.Good(new SourceText(path, File.ReadAllText(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return CannotRead(path, exception);
        }
    }

    private static Checked<SourceText> CannotRead(string path, Exception because) => Checked.Bad<SourceText>(because is FileNotFoundException or DirectoryNotFoundException
        ? Missing.At(SourceSpan.File(path), "There is no template at this path.", "Create it, or set ServerlessTemplate to the path of the template.")
        : Unreadable.At(SourceSpan.File(path), $"The template cannot be read: {because.Message}"));
}
