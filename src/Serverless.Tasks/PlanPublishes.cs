using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Artifacts;
using Serverless.Templates;

namespace Serverless.Tasks;

/// <summary>Reads from the template which projects must be published for which runtime identifiers.</summary>
public sealed class PlanPublishes : ApplicationTask
{
    /// <summary>The user's own <c>PathMap</c>; empty when there is none.</summary>
    public string PathMap { get; set; } = "";

    /// <summary>Project files with <c>AdditionalProperties</c>, ready for the MSBuild task.</summary>
    [Output]
    public ITaskItem[] Publishes { get; private set; } = [];

    /// <summary>The <c>PathMap</c> that makes assemblies independent of the folder they are built in.</summary>
    [Output]
    public string InnerPathMap { get; private set; } = "";

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        if (Take(await TemplateFile.ReadAsync(Template, cancellationToken)) is not { } source
            || Take(TemplateReader.Read(source)) is not { } template
            || Take(PackagePlanner.RequiredPublishes(template, Layout, DiskFiles.Instance)) is not { } plan)
        {
            return;
        }

        Publishes = [.. plan.RequiredPublishes.Select(ToItem)];
        InnerPathMap = PathMap.Length > 0 ? PathMap : MapEveryFolderAbove(Path.GetDirectoryName(ProjectPath)!);
    }

    private static ITaskItem ToItem(RequiredPublish publish)
    {
        var item = new TaskItem(publish.ProjectPath);
        item.SetMetadata("AdditionalProperties", $"RuntimeIdentifier={publish.RuntimeIdentifier}");
        return item;
    }

    // Every project of the graph gets the same map, since another value would make it another build. So each folder from the app
    // upwards has a name of its own, counted from the app: a library two folders up and one down reads the same in every clone.
    private static string MapEveryFolderAbove(string folder)
    {
        List<string> pairs = [];
        for (var at = folder; Path.GetDirectoryName(at) is { } above; at = above)
        {
            pairs.Add($"{Escape(Path.TrimEndingDirectorySeparator(at) + Path.DirectorySeparatorChar)}=/_{pairs.Count}/");
        }

        return string.Join(",", pairs);
    }

    // The compiler reads a doubled comma or equals sign as one that belongs to the path.
    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal).Replace("=", "==", StringComparison.Ordinal);
}
