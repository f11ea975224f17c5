using Serverless.Diagnostics;

namespace Serverless.Artifacts;

/// <summary>Complaints about a template and the projects it is made of not fitting together: SLS03xx.</summary>
public static class ProjectDiagnostics
{
    /// <summary>A local path leads nowhere.</summary>
    public static readonly DiagnosticDescriptor PathNotFound = new("SLS0301", Severity.Error, "Path does not exist");

    /// <summary>A value that decides what is built depends on the deployment.</summary>
    public static readonly DiagnosticDescriptor ValueNotKnown = new("SLS0302", Severity.Error, "Value is not known when the app is built");

    /// <summary>A folder of a function has more than one project.</summary>
    public static readonly DiagnosticDescriptor SeveralProjects = new("SLS0303", Severity.Error, "Folder has several projects");

    /// <summary>A function is made of a project that the app does not know.</summary>
    public static readonly DiagnosticDescriptor ProjectNotReferenced = new("SLS0304", Severity.Error, "Project is not referenced");

    /// <summary>A function says nothing of its code, and the app project has none.</summary>
    public static readonly DiagnosticDescriptor NoCode = new("SLS0305", Severity.Error, "Function has no code");

    /// <summary>A runtime that Lambda does not have.</summary>
    public static readonly DiagnosticDescriptor UnknownRuntime = new("SLS0306", Severity.Error, "Runtime is unknown");

    /// <summary>A runtime that is, or will soon be, deprecated.</summary>
    public static readonly DiagnosticDescriptor RuntimeDeprecated = new("SLS0307", Severity.Warning, "Runtime is deprecated");

    /// <summary>A runtime that cannot run a zip.</summary>
    public static readonly DiagnosticDescriptor RuntimeForImagesOnly = new("SLS0308", Severity.Error, "Runtime is for container images only");

    /// <summary>A project whose target framework the runtime does not start.</summary>
    public static readonly DiagnosticDescriptor FrameworkMismatch = new("SLS0309", Severity.Error, "Target framework does not fit the runtime");

    /// <summary>A .NET project on a runtime of another language.</summary>
    public static readonly DiagnosticDescriptor RuntimeOfAnotherLanguage = new("SLS0310", Severity.Error, "Runtime does not run .NET");

    /// <summary>An architecture that Lambda does not have, or more than one.</summary>
    public static readonly DiagnosticDescriptor UnknownArchitecture = new("SLS0311", Severity.Error, "Architecture is unknown");

    /// <summary>A handler that is neither <c>Assembly</c> nor <c>Assembly::Type::Method</c>.</summary>
    public static readonly DiagnosticDescriptor HandlerShape = new("SLS0312", Severity.Error, "Handler has the wrong form");

    /// <summary>A handler that names another assembly than the project's.</summary>
    public static readonly DiagnosticDescriptor HandlerAssembly = new("SLS0313", Severity.Error, "Handler names another assembly");

    /// <summary>A handler whose type is not in the assembly, or cannot be made.</summary>
    public static readonly DiagnosticDescriptor HandlerType = new("SLS0314", Severity.Error, "Handler's type cannot be used");

    /// <summary>A handler whose method is not in the type, or cannot be called.</summary>
    public static readonly DiagnosticDescriptor HandlerMethod = new("SLS0315", Severity.Error, "Handler's method cannot be used");

    /// <summary>A nested template by a local path.</summary>
    public static readonly DiagnosticDescriptor NestedTemplate = new("SLS0316", Severity.Error, "Nested template is not packaged");

    /// <summary>A way of publishing that does not suit the runtime.</summary>
    public static readonly DiagnosticDescriptor PublishMode = new("SLS0317", Severity.Warning, "Publish settings do not suit the runtime");

    /// <summary>A <c>Metadata.CompileMode</c> that does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownCompileMode = new("SLS0330", Severity.Error, "Compile mode is unknown");

    /// <summary>A native program whose handler is a method, which only the managed runtimes call.</summary>
    public static readonly DiagnosticDescriptor NativeMethodHandler = new("SLS0331", Severity.Error, "Native program has no methods to call");

    /// <summary>A directive of a single file that is not understood.</summary>
    public static readonly DiagnosticDescriptor FileDirective = new("SLS0333", Severity.Error, "Directive is not understood");

    /// <summary>A native program that this machine cannot make.</summary>
    public static readonly DiagnosticDescriptor NativeToolsMissing = new("SLS0332", Severity.Error, "Native program cannot be made here");

    /// <summary>A template that nests itself, directly or through others.</summary>
    public static readonly DiagnosticDescriptor NestedCircle = new("SLS0340", Severity.Error, "Nested templates form a circle");

    /// <summary>A nested template's parameter without a default that the parent gives no value.</summary>
    public static readonly DiagnosticDescriptor NestedParameterMissing = new("SLS0341", Severity.Error, "Nested stack gets no value for a parameter");

    /// <summary>An output that a nested template does not have.</summary>
    public static readonly DiagnosticDescriptor NestedOutputMissing = new("SLS0342", Severity.Error, "Nested stack has no such output");

    /// <summary>A function of package type Image with code that cannot become an image.</summary>
    public static readonly DiagnosticDescriptor ImageNotBuildable = new("SLS0350", Severity.Error, "Code cannot be made a container image");

    /// <summary>A Dockerfile, or the folder for it, that does not exist.</summary>
    public static readonly DiagnosticDescriptor DockerfileNotFound = new("SLS0351", Severity.Error, "Dockerfile does not exist");

    /// <summary>A Dockerfile where there is no docker.</summary>
    public static readonly DiagnosticDescriptor DockerMissing = new("SLS0352", Severity.Error, "Docker is not installed");

    /// <summary>Properties that a function of package type Image cannot have.</summary>
    public static readonly DiagnosticDescriptor NotForImages = new("SLS0353", Severity.Error, "Property is not for container images");

    /// <summary>A library in an image that does not say which method is called.</summary>
    public static readonly DiagnosticDescriptor ImageCommandMissing = new("SLS0354", Severity.Warning, "Image does not say what it runs");

    /// <summary><c>ServerlessContent</c> that no function's zip takes.</summary>
    public static readonly DiagnosticDescriptor ContentWithoutFunction = new("SLS0343", Severity.Error, "Content belongs to no function");
}
