using Serverless.Text;

namespace Serverless.Diagnostics;

/// <summary>A kind of complaint. The catalogues (one static class per code family) hold one in a field for every code.</summary>
/// <param name="Code"><c>SLS</c> and four digits; never reused for another meaning.</param>
/// <param name="Severity">The severity it has unless the place that reports it says otherwise.</param>
/// <param name="Title">The kind of mistake in a few words: the heading of its documentation page.</param>
public sealed record DiagnosticDescriptor(string Code, Severity Severity, string Title)
{
    /// <summary>Address of the page that explains the code; null for a foreign code (of a compiler, say) without one.</summary>
    public string? HelpLink { get; init; } = $"https://serverless-sdk.dev/diagnostics/{Code}";

    /// <summary>A complaint of this kind.</summary>
    /// <param name="span">Where.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="help">What to do; null when the message says all.</param>
    public Diagnostic At(SourceSpan span, string message, string? help = null) => new(this, Severity, message, span, help);
}
