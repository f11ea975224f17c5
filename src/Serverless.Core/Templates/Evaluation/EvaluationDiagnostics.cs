using Serverless.Diagnostics;

namespace Serverless.Templates.Evaluation;

/// <summary>What can be wrong when a template is evaluated. The messages are CloudFormation's own wherever its wording is known.</summary>
public static class EvaluationDiagnostics
{
    /// <summary>The document is no CloudFormation template: a section has the wrong form or is missing.</summary>
    public static readonly DiagnosticDescriptor TemplateForm = new("SLS0280", Severity.Error, "Section with the wrong form");

    /// <summary>A reference names nothing in the template.</summary>
    public static readonly DiagnosticDescriptor UnresolvedReference = new("SLS0281", Severity.Error, "Unresolved reference");

    /// <summary>An intrinsic function has arguments it cannot work on.</summary>
    public static readonly DiagnosticDescriptor BadIntrinsic = new("SLS0282", Severity.Error, "Intrinsic function with wrong arguments");

    /// <summary>Resources or conditions depend on each other in a circle.</summary>
    public static readonly DiagnosticDescriptor CircularDependency = new("SLS0283", Severity.Error, "Circular dependency");

    /// <summary>An intrinsic, a dynamic reference or a parameter type that needs AWS itself.</summary>
    public static readonly DiagnosticDescriptor NeedsAws = new("SLS0284", Severity.Error, "Only AWS can evaluate this");

    /// <summary>A resource has no attribute of that name, or an export does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownAttribute = new("SLS0285", Severity.Error, "Unknown attribute or export");

    /// <summary>A parameter without a default has no value.</summary>
    public static readonly DiagnosticDescriptor MissingParameter = new("SLS0581", Severity.Error, "Parameter without a value");

    /// <summary>A value is given for a parameter that the template does not have.</summary>
    public static readonly DiagnosticDescriptor UnknownParameter = new("SLS0582", Severity.Error, "Value for an unknown parameter");

    /// <summary>A parameter's value breaks the rules of its declaration.</summary>
    public static readonly DiagnosticDescriptor InvalidParameter = new("SLS0583", Severity.Error, "Parameter value against its rules");
}
