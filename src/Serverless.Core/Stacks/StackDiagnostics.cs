using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Stacks;

/// <summary>The complaints about stacks, SLS07xx.</summary>
public static class StackDiagnostics
{
    /// <summary>SLS0701: CloudFormation would not take the stack's name.</summary>
    public static readonly DiagnosticDescriptor StackNameInvalid = new("SLS0701", Severity.Error, "Invalid stack name");

    /// <summary>SLS0702: a resource could not be created, updated or deleted.</summary>
    public static readonly DiagnosticDescriptor ResourceFailed = new("SLS0702", Severity.Error, "Resource failed");

    /// <summary>SLS0703: CloudFormation could not compute a change set for the template.</summary>
    public static readonly DiagnosticDescriptor ChangeSetFailed = new("SLS0703", Severity.Error, "Change set failed");

    /// <summary>SLS0704: a value for a parameter that the template does not have.</summary>
    public static readonly DiagnosticDescriptor ParameterUnknown = new("SLS0704", Severity.Error, "Unknown parameter");

    /// <summary>SLS0705: a parameter without default, earlier value or given value.</summary>
    public static readonly DiagnosticDescriptor ParameterMissing = new("SLS0705", Severity.Error, "Parameter without a value");

    /// <summary>SLS0706: more than a megabyte of template.</summary>
    public static readonly DiagnosticDescriptor TemplateTooLong = new("SLS0706", Severity.Error, "Template too long");

    /// <summary>SLS0707: the stack is in a state that only a person can end.</summary>
    public static readonly DiagnosticDescriptor StackNeedsRepair = new("SLS0707", Severity.Error, "Stack needs repair");

    /// <summary>SLS0708: nothing to change, where that was to be an error.</summary>
    public static readonly DiagnosticDescriptor NothingToChange = new("SLS0708", Severity.Error, "Nothing to change");

    /// <summary>SLS0709: the time for the job ran out; CloudFormation may still be at work.</summary>
    public static readonly DiagnosticDescriptor TimeRanOut = new("SLS0709", Severity.Error, "Time ran out");

    /// <summary>SLS0710: the user stopped the job; says what is still running.</summary>
    public static readonly DiagnosticDescriptor Stopped = new("SLS0710", Severity.Warning, "Stopped");

    /// <summary>SLS0711: the stack is protected from deletion.</summary>
    public static readonly DiagnosticDescriptor StackProtected = new("SLS0711", Severity.Error, "Stack is protected from deletion");

    /// <summary>SLS0712: there is no such stack.</summary>
    public static readonly DiagnosticDescriptor StackMissing = new("SLS0712", Severity.Error, "No such stack");

    /// <summary>SLS0713: CloudFormation refuses a request.</summary>
    public static readonly DiagnosticDescriptor RequestRefused = new("SLS0713", Severity.Error, "CloudFormation refuses");

    /// <summary>SLS0714: the caller may not do this with CloudFormation.</summary>
    public static readonly DiagnosticDescriptor NotAllowed = new("SLS0714", Severity.Error, "CloudFormation access denied");

    /// <summary>SLS0715: the template does something that was not allowed.</summary>
    public static readonly DiagnosticDescriptor CapabilityMissing = new("SLS0715", Severity.Error, "Capability missing");

    /// <summary>SLS0716: the stack failed and no resource is to blame.</summary>
    public static readonly DiagnosticDescriptor StackFailed = new("SLS0716", Severity.Error, "Stack failed");

    /// <summary>SLS0717: CloudFormation does not answer.</summary>
    public static readonly DiagnosticDescriptor NoAnswer = new("SLS0717", Severity.Error, "CloudFormation does not answer");

    internal static Diagnostic InvalidStackName(string name, string? suggestion) => StackNameInvalid.At(
        SourceSpan.None,
        $"'{name}' cannot be the name of a stack: it has to begin with a letter and consist of at most 128 letters, digits and hyphens.",
        suggestion is null ? "Set ServerlessStackName." : $"Set ServerlessStackName, to '{suggestion}' for example.");

    internal static Diagnostic UnknownParameter(SourceSpan file, string name, ImmutableArray<string> declared) => ParameterUnknown.At(
        file,
        $"The template has no parameter '{name}'.",
        DidYouMean.Ask(name, declared) ?? (declared.IsEmpty ? "It has no parameters at all." : $"It has {string.Join(", ", declared)}."));

    internal static Diagnostic MissingParameter(SourceSpan span, string name) => ParameterMissing.At(
        span, $"Parameter '{name}' has neither a value nor a default.", $"Give it a value: <ServerlessParameter Include=\"{name}\" Value=\"…\" />.");

    internal static Diagnostic TooLongTemplate(SourceSpan file, long bytes) => TemplateTooLong.At(
        file,
        $"The template as deployed has {bytes:N0} bytes; CloudFormation takes {TemplateLimits.StoredBytes:N0} at most.",
        "Move a part of it into a nested stack.");

    internal static Diagnostic NeedsRepair(StackDescription stack) => StackNeedsRepair.At(
        SourceSpan.None,
        $"Stack '{stack.Name}' is {stack.Status}{Because(stack.StatusReason)} It cannot be updated before somebody repairs it.",
        string.Format(System.Globalization.CultureInfo.InvariantCulture, stack.Status.Advice ?? "Look at it in the CloudFormation console.", stack.Name));

    internal static Diagnostic Empty(StackTarget target) => NothingToChange.At(
        SourceSpan.None, $"Stack '{target.StackName}' is already as the template says, and ServerlessFailOnEmptyChangeSet is true.");

    internal static Diagnostic Protected(StackTarget target) => StackProtected.At(
        SourceSpan.None,
        $"Stack '{target.StackName}' is protected from deletion.",
        $"If it shall go, run 'aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name {target.StackName}' first.");

    internal static Diagnostic Missing(StackTarget target) => StackMissing.At(
        SourceSpan.None, $"There is no stack '{target.StackName}' in {target.Region}.", "Deploy it first, or check region, profile and name.");

    internal static Diagnostic From(StackClientException exception, StackTarget target, SecretMask secrets, SourceSpan file)
    {
        var text = secrets.Apply(exception.Message.TrimEnd('.'));
        return exception.Failure switch
        {
            StackFailure.AccessDenied => NotAllowed.At(
                SourceSpan.None, $"CloudFormation does not allow this for stack '{target.StackName}': {text}.", "Ask for the right that is named, or use another profile."),
            StackFailure.InsufficientCapabilities => CapabilityMissing.At(
                file, $"The template needs capabilities that were not allowed: {text}.", "Add them to ServerlessCapabilities, or leave it empty to have them derived."),
            StackFailure.Throttled or StackFailure.Unavailable => NoAnswer.At(
                SourceSpan.None, $"CloudFormation in {target.Region} gives no usable answer: {text}.", "Try again; see https://health.aws.amazon.com if it lasts."),
            StackFailure.NotFound => RequestRefused.At(
                SourceSpan.None, $"Something that this job needs has gone while it ran: {text}.", "Somebody else may be at work on the stack. Try again."),
            _ => RequestRefused.At(file, $"CloudFormation refuses: {text}."),
        };
    }

    internal static string Because(string? reason) => string.IsNullOrWhiteSpace(reason) ? "." : $" ({reason.TrimEnd('.')}).";
}
