using Serverless.Diagnostics;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>
/// The complaints of the transform <c>AWS::LanguageExtensions</c>: SLS0221 to SLS0229. The rules are AWS's
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html).
/// </summary>
public static class LanguageExtensionDiagnostics
{
    /// <summary>An <c>Fn::ForEach</c> that is no list of identifier, collection and fragment, or stands where none may.</summary>
    public static readonly DiagnosticDescriptor BadLoop = new("SLS0221", Severity.Error, "A loop has the wrong form");

    /// <summary>A loop over what only a deployment tells.</summary>
    public static readonly DiagnosticDescriptor UnknownCollection = new("SLS0222", Severity.Error, "A loop's collection is not known");

    /// <summary>A loop or identifier is named like something else.</summary>
    public static readonly DiagnosticDescriptor LoopNameTaken = new("SLS0223", Severity.Error, "A loop's name or identifier is taken");

    /// <summary>Two rounds of a loop, or a round and its surroundings, make the same key.</summary>
    public static readonly DiagnosticDescriptor KeyTwice = new("SLS0224", Severity.Error, "A loop makes a name twice");

    /// <summary>More loops in each other, or more of their making, than CloudFormation takes.</summary>
    public static readonly DiagnosticDescriptor TooLarge = new("SLS0225", Severity.Error, "Loops are too deep or make too much");

    /// <summary>A function of the extensions in a template that does not name the transform.</summary>
    public static readonly DiagnosticDescriptor NotDeclared = new("SLS0226", Severity.Error, "The language extensions are not declared");

    /// <summary>A function that the extensions evaluate depends on what exists only after deployment.</summary>
    public static readonly DiagnosticDescriptor NotKnownYet = new("SLS0227", Severity.Error, "A value is not known before deployment");

    /// <summary>A function in <c>DeletionPolicy</c> or <c>UpdateReplacePolicy</c> gives what is none of their options.</summary>
    public static readonly DiagnosticDescriptor BadPolicy = new("SLS0228", Severity.Error, "A policy attribute has an unknown option");

    /// <summary>Another transform of AWS is listed before the extensions that it may need.</summary>
    public static readonly DiagnosticDescriptor ListedLate = new("SLS0229", Severity.Warning, "The language extensions are listed after another transform");
}
