namespace Serverless.Diagnostics;

/// <summary>The order in which complaints are shown.</summary>
internal sealed class DiagnosticOrder : IComparer<Diagnostic>
{
    private DiagnosticOrder()
    {
    }

    /// <summary>By where they start in the text; sorting by it keeps the order of those that start together.</summary>
    public static DiagnosticOrder ByPlace { get; } = new();

    public int Compare(Diagnostic? x, Diagnostic? y) => (x?.Span.Start ?? default).CompareTo(y?.Span.Start ?? default);
}
