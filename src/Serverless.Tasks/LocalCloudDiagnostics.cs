using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary>SLS08xx, as far as the build meets it: the local cloud from outside.</summary>
public static class LocalCloudDiagnostics
{
    /// <summary>The local cloud could not be started.</summary>
    public static readonly DiagnosticDescriptor StartFailed = new("SLS0890", Severity.Error, "The local cloud did not start");

    /// <summary>The local cloud could not be started; <paramref name="reason"/> is what the tool said.</summary>
    public static Diagnostic NotStarted(string reason) =>
        StartFailed.At(SourceSpan.None, $"The local cloud did not start: {(reason.Length > 0 ? reason : "the tool gave no reason.")}", "Run `dotnet serverless local status` to see its state.");
}
