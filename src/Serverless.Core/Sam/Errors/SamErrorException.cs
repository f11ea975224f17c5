namespace Serverless.Sam.Errors;

/// <summary>
/// Ends the expansion of one resource. The rules of SAM stop a resource at its first error and go on with the next one;
/// this unwinds to the loop that collects. It never leaves the transform.
/// </summary>
internal sealed class SamErrorException(SamError error) : Exception(error.Message)
{
    public SamError Error { get; } = error;
}

/// <summary>Ends the whole transform: what was collected before is dropped, as the service drops it.</summary>
internal sealed class SamDocumentException(IReadOnlyList<SamError> errors) : Exception(errors[0].Message)
{
    public SamDocumentException(SamError error)
        : this([error])
    {
    }

    public IReadOnlyList<SamError> Errors { get; } = errors;

    public static SamDocumentException Template(string text, Text.SourceSpan span, string? help = null) =>
        new(new SamError(SamErrorKind.Template, "", text, span, help));
}
