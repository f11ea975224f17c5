using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Serverless.Artifacts;
using Serverless.Compilation;
using Serverless.Sam;

namespace Serverless.Tasks;

/// <summary>A task about an app: its template and its projects.</summary>
public abstract class ApplicationTask : ServerlessTask
{
    // What an offline check assumes when nobody said: a region whose partition is AWS's own.
    private const string AssumedRegion = "us-east-1";

    /// <summary>Absolute path of the template.</summary>
    [Required]
    public string Template { get; set; } = "";

    /// <summary>Absolute path of the app project.</summary>
    [Required]
    public string ProjectPath { get; set; } = "";

    /// <summary>
    /// Absolute paths of the projects that a CodeUri may name, with what is known of them: <c>AssemblyName</c>, <c>TargetFrameworks</c>,
    /// <c>OutputType</c>, <c>RollForward</c>, <c>SelfContained</c>, <c>PublishAot</c>, <c>UsingServerlessSdk</c>,
    /// <c>RuntimeIdentifiers</c>; <c>Self</c> marks the app project.
    /// </summary>
    public ITaskItem[] ProjectFacts { get; set; } = [];

    /// <summary><c>ServerlessParameter</c> items.</summary>
    public ITaskItem[] Parameters { get; set; } = [];

    /// <summary><c>ServerlessContent</c> items by their full paths: files and folders that are zipped with a function.</summary>
    public ITaskItem[] Content { get; set; } = [];

    /// <summary><c>ServerlessExclude</c> items by their full paths: files and folders that are never zipped.</summary>
    public ITaskItem[] Exclude { get; set; } = [];

    /// <summary>The region; empty when it is not set.</summary>
    public string Region { get; set; } = "";

    /// <summary><c>Local</c> or <c>Service</c>: who expands SAM.</summary>
    public string TransformMode { get; set; } = "";

    /// <summary>What compiling takes from outside the template.</summary>
    protected CompileContext Context => new(new TransformContext
    {
        Region = Region.Length > 0 ? Region : AssumedRegion,
        Time = TimeProvider.System,
        Applications = UnaskedRepository.Instance,
    })
    {
        Parameters = ParameterItems.Read(Parameters),
        Mode = PropertyValue.Choose("ServerlessTransformMode", TransformMode, Compilation.TransformMode.Local),
    };

    /// <summary>The app as the items describe it.</summary>
    protected virtual ApplicationLayout Layout => new(Template, ProjectPath)
    {
        Projects = [.. ProjectFacts.Select(item => new FunctionProject(item.ItemSpec, FactsOf(item)))],
        Parameters = ParameterItems.Read(Parameters).ToImmutableDictionary(parameter => parameter.Name, parameter => parameter.Value),
        ExcludedPaths = [.. ((string[])["bin", "obj"]).Select(folder => Path.Combine(Path.GetDirectoryName(ProjectPath)!, folder)), .. Exclude.Select(item => item.ItemSpec)],
        Content = ContentItems.Read(Content),
    };

    /// <summary>What is known of a project before it is published.</summary>
    protected virtual ProjectFacts FactsOf(ITaskItem project) => new()
    {
        AssemblyName = TextOf(project, "AssemblyName"),
        TargetFrameworks = [.. project.GetMetadata("TargetFrameworks").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        OutputType = TextOf(project, "OutputType"),
        RollForward = TextOf(project, "RollForward"),
        SelfContained = IsTrue(project, "SelfContained"),
        PublishAot = IsTrue(project, "PublishAot"),
    };

    /// <summary>Metadata of an item; null when it is empty or missing.</summary>
    protected static string? TextOf(ITaskItem item, string name) => item.GetMetadata(name) is { Length: > 0 } text ? text : null;

    /// <summary>True when an item's metadata says so, as MSBuild spells it.</summary>
    protected static bool IsTrue(ITaskItem item, string name) => string.Equals(item.GetMetadata(name), "true", StringComparison.OrdinalIgnoreCase);
}
