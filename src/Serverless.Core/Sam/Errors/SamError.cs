using Serverless.Text;

namespace Serverless.Sam.Errors;

/// <summary>What an error is about; each has its own frame around the text.</summary>
internal enum SamErrorKind
{
    Template,
    Resource,
    Event,

    /// <summary>An event's error in the frame of the resource that it makes invalid; the text has the event's own frame.</summary>
    EventOfResource,
    DuplicateId,
    Globals,

    /// <summary>What only this transform has to say: the repository of applications was not asked.</summary>
    Repository,
}

/// <summary>One cause for which the transform rejects a template. Frame and text are the service's own.</summary>
/// <param name="Kind">What the error is about.</param>
/// <param name="Id">The resource or event that is blamed; empty for errors of the template.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Span">Where.</param>
/// <param name="Help">What to do, in words of ours.</param>
internal sealed record SamError(SamErrorKind Kind, string Id, string Text, SourceSpan Span, string? Help = null)
{
    public string Message => Kind switch
    {
        SamErrorKind.Template => $"Structure of the SAM template is invalid. {Text}",
        SamErrorKind.Resource or SamErrorKind.EventOfResource => $"Resource with id [{Id}] is invalid. {Text}",
        SamErrorKind.Event => $"Event with id [{Id}] is invalid. {Text}",
        SamErrorKind.Globals => $"'Globals' section is invalid. {Text}",
        _ => Text,
    };
}
