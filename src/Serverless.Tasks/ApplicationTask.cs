using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Serverless.Artifacts;

namespace Serverless.Tasks;

/// <summary>A task about an app: its template and its projects.</summary>
public abstract class ApplicationTask : ServerlessTask
{
    /// <summary>Absolute path of the template.</summary>
    [Required]
    public string Template { get; set; } = "";

    /// <summary>Absolute path of the app project.</summary>
    [Required]
    public string ProjectPath { get; set; } = "";

    /// <summary>Absolute paths of the projects that a CodeUri may name.</summary>
    public ITaskItem[] ProjectFacts { get; set; } = [];

    /// <summary><c>ServerlessParameter</c> items.</summary>
    public ITaskItem[] Parameters { get; set; } = [];

    /// <summary>The region; empty when it is not set.</summary>
    public string Region { get; set; } = "";

    /// <summary>The app as the items describe it.</summary>
    protected virtual ApplicationLayout Layout => new(Template, ProjectPath)
    {
        Projects = [.. ProjectFacts.Select(item => new FunctionProject(item.ItemSpec, FactsOf(item)))],
        Parameters = ParameterItems.Read(Parameters).ToImmutableDictionary(),
        ExcludedPaths = [.. ((string[])["bin", "obj"]).Select(folder => Path.Combine(Path.GetDirectoryName(ProjectPath)!, folder))],
    };

    /// <summary>What is known of a project before it is published.</summary>
    protected virtual ProjectFacts FactsOf(ITaskItem project) => Artifacts.ProjectFacts.Unknown;
}
