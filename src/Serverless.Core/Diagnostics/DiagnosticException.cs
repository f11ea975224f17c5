using System.Collections.Immutable;

namespace Serverless.Diagnostics;

/// <summary>
/// Thrown at the ports to the outside world (stores, stack clients, processes) for failures that a user can mend, so
/// that the pipeline above can report them as what they are. Values, not exceptions, carry complaints everywhere else.
/// </summary>
public sealed class DiagnosticException(params IEnumerable<Diagnostic> diagnostics) : Exception
{
    /// <summary>The complaints; at least one.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; } = [.. diagnostics];

    /// <inheritdoc/>
    public override string Message => string.Join(Environment.NewLine, Diagnostics.Select(diagnostic => $"{diagnostic.Code}: {diagnostic.Text}"));
}
