using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>Complaints of <c>build</c> and <c>package</c> that come before the project's own.</summary>
public static class BuildDiagnostics
{
    /// <summary>Nothing to build.</summary>
    public static readonly DiagnosticDescriptor NoProject = new("SLS0020", Severity.Error, "There is no project to build");

    /// <summary>The folder has more projects than one.</summary>
    public static readonly DiagnosticDescriptor SeveralProjects = new("SLS0021", Severity.Error, "The folder has several projects");

    /// <summary>The project knows nothing of Serverless.Sdk.</summary>
    public static readonly DiagnosticDescriptor NotServerless = new("SLS0022", Severity.Error, "The project does not use Serverless.Sdk");

    /// <summary>There is no .NET SDK for the project.</summary>
    public static readonly DiagnosticDescriptor NoSdk = new("SLS0023", Severity.Error, "No .NET SDK is found");

    /// <summary>The project's .NET SDK is too old, or newer than the .NET that runs the tool.</summary>
    public static readonly DiagnosticDescriptor WrongSdk = new("SLS0024", Severity.Error, "The .NET SDK does not fit");

    /// <summary>MSBuild gave up without a complaint of its own.</summary>
    public static readonly DiagnosticDescriptor Broken = new("SLS0025", Severity.Error, "The build ended early");
}
