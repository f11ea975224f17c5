using System.Collections.Immutable;
using Serverless.Text;

namespace Serverless.Diagnostics;

/// <summary>One complaint to the user: what is wrong, where, and what to do.</summary>
/// <param name="Descriptor">The kind of complaint, which carries the code.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong, in one sentence or two.</param>
/// <param name="Span">Where; <see cref="SourceSpan.None"/> when no file is to blame.</param>
/// <param name="Help">What to do about it; null when the message says all.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, Severity Severity, string Message, SourceSpan Span, string? Help = null)
{
    /// <summary>The code, <c>SLS</c> and four digits; a compiler's own for its complaints.</summary>
    public string Code => Descriptor.Code;

    /// <summary>Other places that belong to the complaint, such as the first of two duplicates.</summary>
    public ImmutableArray<RelatedPlace> Related { get; init; } = [];

    /// <summary>Address of the page that explains the code; null when there is none.</summary>
    public string? HelpLink => Descriptor.HelpLink;

    /// <summary>Message and help as one text, for hosts that have a single line.</summary>
    public string Text => Help is null ? Message : $"{Message} {Help}";
}

/// <summary>A further place of a <see cref="Diagnostic"/>.</summary>
/// <param name="Span">Where.</param>
/// <param name="Message">What is there.</param>
public sealed record RelatedPlace(SourceSpan Span, string Message);
