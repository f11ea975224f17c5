using Serverless.Diagnostics;

namespace Serverless.Compilation;

/// <summary>Complaints about values for a template's parameters: SLS051x.</summary>
public static class ParameterDiagnostics
{
    /// <summary>A value for a parameter that the template does not have.</summary>
    public static readonly DiagnosticDescriptor Unknown = new("SLS0510", Severity.Error, "Parameter is unknown");

    /// <summary>A value, or a default, that breaks the parameter's own rules.</summary>
    public static readonly DiagnosticDescriptor NotAllowed = new("SLS0511", Severity.Error, "Value is not allowed");

    /// <summary>A secret that is written where others can read it.</summary>
    public static readonly DiagnosticDescriptor SecretInPlainText = new("SLS0512", Severity.Warning, "Secret is given as plain text");
}
