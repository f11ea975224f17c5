using Serverless.Diagnostics;

namespace Serverless.Artifacts;

/// <summary>Complaints about publishing, zipping and the manifest: SLS04xx.</summary>
public static class PackageDiagnostics
{
    /// <summary>A project that functions need was not published for their architecture.</summary>
    public static readonly DiagnosticDescriptor NotPublished = new("SLS0401", Severity.Error, "Project was not published");

    /// <summary>A publish output without the program or assembly that the handler names.</summary>
    public static readonly DiagnosticDescriptor ProgramMissing = new("SLS0402", Severity.Error, "Program is missing from the publish output");

    /// <summary>A publish output without a runtimeconfig.json.</summary>
    public static readonly DiagnosticDescriptor RuntimeConfigMissing = new("SLS0403", Severity.Error, "Publish output has no runtimeconfig.json");

    /// <summary>A publish output without a deps.json.</summary>
    public static readonly DiagnosticDescriptor DepsMissing = new("SLS0404", Severity.Error, "Publish output has no deps.json");

    /// <summary>A publish output for a custom runtime without a bootstrap file.</summary>
    public static readonly DiagnosticDescriptor BootstrapMissing = new("SLS0405", Severity.Error, "Publish output has no bootstrap");

    /// <summary>Content over Lambda's limit.</summary>
    public static readonly DiagnosticDescriptor TooLarge = new("SLS0406", Severity.Error, "Artifact is too large");

    /// <summary>More entries than a zip can count.</summary>
    public static readonly DiagnosticDescriptor TooManyFiles = new("SLS0407", Severity.Error, "Artifact has too many files");

    /// <summary>Nothing to zip.</summary>
    public static readonly DiagnosticDescriptor Empty = new("SLS0408", Severity.Error, "Artifact is empty");

    /// <summary>A name that leads out of the zip's root.</summary>
    public static readonly DiagnosticDescriptor OutsideRoot = new("SLS0409", Severity.Error, "File lies outside the artifact");

    /// <summary>Two files of one name.</summary>
    public static readonly DiagnosticDescriptor DuplicateFile = new("SLS0410", Severity.Error, "Two files have the same name");

    /// <summary>Two names that differ in case only.</summary>
    public static readonly DiagnosticDescriptor CaseCollision = new("SLS0411", Severity.Warning, "Two names differ in case only");

    /// <summary>A file that cannot be read.</summary>
    public static readonly DiagnosticDescriptor CannotRead = new("SLS0412", Severity.Error, "File cannot be read");

    /// <summary>An artifact or manifest that cannot be written.</summary>
    public static readonly DiagnosticDescriptor CannotWrite = new("SLS0413", Severity.Error, "File cannot be written");

    /// <summary>A .zip or .jar that is none.</summary>
    public static readonly DiagnosticDescriptor NotAnArchive = new("SLS0414", Severity.Error, "File is not an archive");

    /// <summary>A function that weighs more than its budget allows.</summary>
    public static readonly DiagnosticDescriptor OverBudget = new("SLS0415", Severity.Error, "Function is over its size budget");

    /// <summary>A function that Lambda takes without, but not with, its layers.</summary>
    public static readonly DiagnosticDescriptor TooLargeWithLayers = new("SLS0416", Severity.Error, "Function is too large with its layers");

    /// <summary>A function's metadata with a budget that is none.</summary>
    public static readonly DiagnosticDescriptor UnreadableBudget = new("SLS0417", Severity.Error, "Size budget cannot be read");

    /// <summary>A function that hardly fits.</summary>
    public static readonly DiagnosticDescriptor NearLimit = new("SLS0418", Severity.Warning, "Function is near the size limit");

    /// <summary>An archive without a container image.</summary>
    public static readonly DiagnosticDescriptor NotAnImage = new("SLS0425", Severity.Error, "File is not an image archive");

    /// <summary>A Dockerfile that docker cannot build.</summary>
    public static readonly DiagnosticDescriptor DockerFailed = new("SLS0426", Severity.Error, "Docker failed");

    /// <summary>A container image over Lambda's limit.</summary>
    public static readonly DiagnosticDescriptor ImageTooLarge = new("SLS0427", Severity.Error, "Container image is too large");

    /// <summary>No manifest where one was expected.</summary>
    public static readonly DiagnosticDescriptor ManifestMissing = new("SLS0420", Severity.Error, "Manifest cannot be read");

    /// <summary>A manifest that is damaged.</summary>
    public static readonly DiagnosticDescriptor ManifestBroken = new("SLS0421", Severity.Error, "Manifest is damaged");

    /// <summary>A manifest of a later version.</summary>
    public static readonly DiagnosticDescriptor ManifestNewer = new("SLS0422", Severity.Error, "Manifest is of a later version");

    /// <summary>A file beside the manifest that is missing or not the one that was packaged.</summary>
    public static readonly DiagnosticDescriptor FileChanged = new("SLS0423", Severity.Error, "Packaged file is missing or changed");

    /// <summary>A manifest that names a property its template does not have.</summary>
    public static readonly DiagnosticDescriptor ManifestMismatch = new("SLS0424", Severity.Error, "Manifest does not fit its template");
}
