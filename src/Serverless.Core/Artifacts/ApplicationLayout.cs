using System.Collections.Immutable;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>What the build knows of an application: its template, its projects and, once they are published, their files. All paths are absolute.</summary>
/// <param name="TemplatePath">The template's file.</param>
/// <param name="ProjectPath">The app project, the one that has the template.</param>
public sealed record ApplicationLayout(string TemplatePath, string ProjectPath)
{
    /// <summary>
    /// The projects that functions may be made of: those that the app references, those of <c>ServerlessFunctionProject</c>, and the app
    /// project itself when it has code. A template can use no other.
    /// </summary>
    public ImmutableArray<FunctionProject> Projects { get; init; } = [];

    /// <summary>What was published; empty before that.</summary>
    public ImmutableArray<PublishedProject> Published { get; init; } = [];

    /// <summary>The archives of images that docker has built from Dockerfiles, by the ids of their artifacts; null before that.</summary>
    public ImmutableDictionary<string, string>? DockerImages { get; init; }

    /// <summary>The machine that builds; null leaves unchecked what it can build.</summary>
    public BuildMachine? Machine { get; init; }

    /// <summary>The configuration that functions are published in.</summary>
    public string Configuration { get; init; } = "Release";

    /// <summary>Values for the template's parameters, and for pseudo parameters such as <c>AWS::Region</c>; defaults of the template fill in.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Files and folders that are never zipped: build output such as <c>bin</c> and <c>obj</c>, the package folder, <c>ServerlessExclude</c>.</summary>
    public ImmutableArray<string> ExcludedPaths { get; init; } = [];

    /// <summary>What is zipped with single functions beside their own files: <c>ServerlessContent</c>.</summary>
    public ImmutableArray<AddedContent> Content { get; init; } = [];
}

/// <summary>A file or folder that is zipped with a function's own files.</summary>
/// <param name="SourcePath">Absolute path.</param>
/// <param name="PackagePath">Its name inside the zip; of a folder, where its files go, which is the root when it is empty.</param>
/// <param name="LogicalId">The function; nested templates are searched too.</param>
public sealed record AddedContent(string SourcePath, string PackagePath, string LogicalId)
{
    /// <summary>Where the user asked for it.</summary>
    public SourceSpan Span { get; init; }
}

/// <summary>A project that functions may be made of.</summary>
/// <param name="Path">Absolute path of the project file.</param>
/// <param name="Facts">What its evaluation tells.</param>
public sealed record FunctionProject(string Path, ProjectFacts Facts);

/// <summary>What a project's evaluation tells. Everything may be unknown; what is unknown is not checked.</summary>
public sealed record ProjectFacts
{
    /// <summary>Nothing is known.</summary>
    public static ProjectFacts Unknown { get; } = new();

    /// <summary><c>AssemblyName</c>; null when unknown.</summary>
    public string? AssemblyName { get; init; }

    /// <summary>The target frameworks, such as <c>net10.0</c>. Of a published project: the one it was published for.</summary>
    public ImmutableArray<string> TargetFrameworks { get; init; } = [];

    /// <summary><c>OutputType</c>: <c>Exe</c> or <c>Library</c>; null when unknown.</summary>
    public string? OutputType { get; init; }

    /// <summary><c>SelfContained</c>: the publish output brings its own .NET.</summary>
    public bool SelfContained { get; init; }

    /// <summary><c>PublishAot</c>: the publish output is a native program.</summary>
    public bool PublishAot { get; init; }

    /// <summary><c>RollForward</c>; null when it is not set.</summary>
    public string? RollForward { get; init; }

    /// <summary>Absolute path of the compiled assembly, in which handlers are looked up; null when there is none yet.</summary>
    public string? AssemblyPath { get; init; }

    /// <summary>True when the project makes a program, false when it makes a library, null when unknown.</summary>
    public bool? IsExecutable => OutputType switch
    {
        null or "" => null,
        var type => !string.Equals(type, "Library", StringComparison.OrdinalIgnoreCase),
    };
}

/// <summary>A publish that functions need: one project for one runtime identifier in one configuration.</summary>
/// <param name="ProjectPath">Absolute path of the project file.</param>
/// <param name="RuntimeIdentifier"><c>linux-x64</c> or <c>linux-arm64</c>.</param>
/// <param name="Configuration">The configuration, most often <c>Release</c>.</param>
/// <param name="TargetFramework">Which of several target frameworks; null when the project has only one.</param>
public sealed record RequiredPublish(string ProjectPath, string RuntimeIdentifier, string Configuration, string? TargetFramework = null)
{
    /// <summary>How it is compiled; null leaves that to the project.</summary>
    public CompileMode? CompileMode { get; init; }

    /// <summary>True when its program is to be named <c>bootstrap</c> in the artifact, as custom runtimes ask for.</summary>
    public bool IsBootstrap { get; init; }
}

/// <summary>A project as it was published.</summary>
/// <param name="Path">Absolute path of the project file.</param>
/// <param name="RuntimeIdentifier">What it was published for.</param>
/// <param name="Configuration">The configuration it was published in.</param>
public sealed record PublishedProject(string Path, string RuntimeIdentifier, string Configuration)
{
    /// <summary>What its evaluation told.</summary>
    public ProjectFacts Facts { get; init; } = ProjectFacts.Unknown;

    /// <summary>How it was compiled because the template said so; null when the project decided.</summary>
    public CompileMode? CompileMode { get; init; }

    /// <summary>
    /// Absolute path of an archive with the base image and the settings of an image, when it was published for one too; otherwise null.
    /// </summary>
    public string? BaseImageArchive { get; init; }

    /// <summary>The files of its publish output, wherever they lie.</summary>
    public ImmutableArray<PublishedFile> Files { get; init; } = [];

    /// <summary>The same with its program under the name <c>bootstrap</c>, unless there is such a file already or no program.</summary>
    public PublishedProject WithBootstrap()
    {
        var isNamed = Files.Any(file => ZipNames.Normalize(file.RelativePath) == "bootstrap");
        return isNamed ? this : this with
        {
            Files = [.. Files.Select(file => ZipNames.Normalize(file.RelativePath) == Facts.AssemblyName ? file with { RelativePath = "bootstrap" } : file)],
        };
    }
}

/// <summary>One file of a publish output.</summary>
/// <param name="SourcePath">Absolute path of the file.</param>
/// <param name="RelativePath">Its path inside the output; both kinds of slashes separate folders.</param>
public sealed record PublishedFile(string SourcePath, string RelativePath);
