using Serverless.Diagnostics;

namespace Serverless.Local.Functions;

/// <summary>Complaints of the function host: SLS0850 to SLS0859, with the HTTP host's one beside them.</summary>
public static class FunctionDiagnostics
{
    /// <summary>A function's own environment variable has a name that Lambda keeps for itself.</summary>
    public static readonly DiagnosticDescriptor ReservedVariable = new("SLS0850", Severity.Error, "Reserved environment variable");

    /// <summary>A function's code archive is missing, damaged or unsafe to extract.</summary>
    public static readonly DiagnosticDescriptor UnusableCode = new("SLS0851", Severity.Error, "Unusable code archive");

    /// <summary>A class-library handler (<c>Assembly::Type::Method</c>) cannot be run by the local cloud yet.</summary>
    public static readonly DiagnosticDescriptor ClassLibraryHandler = new("SLS0852", Severity.Error, "Class-library handler");

    /// <summary>The runtime identifier names something that the local cloud cannot run.</summary>
    public static readonly DiagnosticDescriptor UnsupportedRuntime = new("SLS0853", Severity.Error, "Runtime without a local body");

    /// <summary>A native program was built for another operating system or processor.</summary>
    public static readonly DiagnosticDescriptor ForeignProgram = new("SLS0854", Severity.Error, "Program for another machine");

    /// <summary>The file that the handler or the runtime asks for is not in the code, or cannot be executed.</summary>
    public static readonly DiagnosticDescriptor NoEntryPoint = new("SLS0855", Severity.Error, "No entry point");

    /// <summary>An HTTP API's remembered port belongs to somebody else now.</summary>
    public static readonly DiagnosticDescriptor PortMoved = new("SLS0856", Severity.Warning, "Port of an HTTP API moved");

    /// <summary>There is no <c>dotnet</c> command to run managed functions with.</summary>
    public static readonly DiagnosticDescriptor NoDotnetHost = new("SLS0857", Severity.Error, "No dotnet command");

    /// <summary>A function's log could not be written.</summary>
    public static readonly DiagnosticDescriptor LogNotWritten = new("SLS0858", Severity.Warning, "Function log not written");
}
