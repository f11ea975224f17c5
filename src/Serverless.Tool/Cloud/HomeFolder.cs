using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tool.Cloud;

/// <summary>The folder with state, code, logs and notes of one local cloud.</summary>
internal static class HomeFolder
{
    /// <summary>The folder for state and logs cannot be written.</summary>
    public static readonly DiagnosticDescriptor Unwritable = new("SLS0892", Severity.Error, "The local cloud's folder cannot be written");

    /// <summary>Does something that writes into the folder.</summary>
    /// <exception cref="DiagnosticException">The folder cannot be written.</exception>
    public static T Use<T>(string home, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(Unwritable.At(
                SourceSpan.File(home),
                $"The local cloud's folder cannot be written: {exception.Message}",
                $"Make it writable, or name another one with {LocalFolders.Variable}."));
        }
    }
}
