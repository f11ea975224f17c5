using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary>SLS09xx: what should not happen.</summary>
public static class InternalDiagnostics
{
    /// <summary>An exception that nobody foresaw.</summary>
    public static readonly DiagnosticDescriptor UnexpectedFailure = new("SLS0999", Severity.Error, "Unexpected failure inside Serverless.Sdk");

    /// <summary>An exception that nobody foresaw; its stack trace goes to the log at low importance.</summary>
    public static Diagnostic Unexpected(string where, Exception exception) =>
        UnexpectedFailure.At(
            SourceSpan.None,
            $"{where} failed in a way that Serverless.Sdk did not foresee: {exception.GetType().Name}: {exception.Message}",
            "Please report it with a log of `-verbosity:detailed`.");
}
