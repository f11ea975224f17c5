using Serverless.Diagnostics;

namespace Serverless.Local;

/// <summary>What can keep the local cloud from starting or from coming back as it was.</summary>
public static class LocalDiagnostics
{
    /// <summary>The state folder cannot be made or written.</summary>
    public static readonly DiagnosticDescriptor StateFolderUnusable = new("SLS0801", Severity.Error, "State folder of the local cloud cannot be used");

    /// <summary>The port is taken or not allowed.</summary>
    public static readonly DiagnosticDescriptor PortUnavailable = new("SLS0802", Severity.Error, "Port of the local cloud is not available");

    /// <summary>Another local cloud uses the state folder.</summary>
    public static readonly DiagnosticDescriptor StateFolderInUse = new("SLS0803", Severity.Error, "State folder is in use by another local cloud");

    /// <summary>A file of the state cannot be read.</summary>
    public static readonly DiagnosticDescriptor StateDamaged = new("SLS0804", Severity.Error, "State of a stack cannot be read");

    /// <summary>A resource of an earlier run could not be brought back.</summary>
    public static readonly DiagnosticDescriptor NotRestored = new("SLS0805", Severity.Warning, "Resource could not be brought back after a restart");
}
