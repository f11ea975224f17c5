using Serverless.Diagnostics;
using Serverless.Sam.Errors;
using Serverless.Text;

namespace Serverless.Sam;

/// <summary>The complaints of the SAM transform: SLS0250 to SLS0269.</summary>
public static class SamDiagnostics
{
    /// <summary>The template as a whole, or a document inside it, has not the form that SAM needs.</summary>
    public static readonly DiagnosticDescriptor InvalidTemplate = new("SLS0250", Severity.Error, "The SAM template's structure is invalid");

    /// <summary>A resource breaks a rule of its SAM type.</summary>
    public static readonly DiagnosticDescriptor InvalidResource = new("SLS0251", Severity.Error, "A SAM resource is invalid");

    /// <summary>An event of a function breaks a rule of its event source.</summary>
    public static readonly DiagnosticDescriptor InvalidEvent = new("SLS0252", Severity.Error, "An event source is invalid");

    /// <summary>A resource that SAM generates would have the logical id of one that the template has.</summary>
    public static readonly DiagnosticDescriptor DuplicateId = new("SLS0253", Severity.Error, "A generated resource's logical id is taken");

    /// <summary>The Globals section has a section or property that SAM does not know.</summary>
    public static readonly DiagnosticDescriptor InvalidGlobals = new("SLS0254", Severity.Error, "The Globals section is invalid");

    /// <summary>A resource type looks like one of SAM but is none; CloudFormation will reject it.</summary>
    public static readonly DiagnosticDescriptor UnknownType = new("SLS0256", Severity.Warning, "Unknown SAM resource type");

    /// <summary>A nested application lies in the AWS Serverless Application Repository, and there is nobody to ask for its template.</summary>
    public static readonly DiagnosticDescriptor RepositoryNeeded = new("SLS0257", Severity.Error, "The application repository is needed");

    internal static Diagnostic Of(SamError error)
    {
        var descriptor = error.Kind switch
        {
            SamErrorKind.Resource => InvalidResource,
            SamErrorKind.Event or SamErrorKind.EventOfResource => InvalidEvent,
            SamErrorKind.DuplicateId => DuplicateId,
            SamErrorKind.Globals => InvalidGlobals,
            SamErrorKind.Repository => RepositoryNeeded,
            _ => InvalidTemplate,
        };
        return descriptor.At(error.Span, error.Message, error.Help);
    }

    internal static SamError Unreachable(string applicationId, string version, SourceSpan span) => new(
        SamErrorKind.Repository,
        "",
        $"The template of application '{applicationId}' {version} lies in the AWS Serverless Application Repository, which the local transform does not ask.",
        span,
        "Set ServerlessTransformMode=Service to let CloudFormation run the transform.");

    internal static Diagnostic Unknown(string type, SourceSpan span, IEnumerable<string> known) =>
        UnknownType.At(span, $"'{type}' is not a resource type of SAM and is passed on as it is.", DidYouMean.Ask(type, known));
}
