using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Artifacts;
using Serverless.Artifacts.Images;
using Serverless.Compilation;
using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Tasks;

/// <summary>Reads from the template which projects must be published, and for which runtime identifiers.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanPublishes : ApplicationTask
{
    /// <summary>The user's own <c>PathMap</c>; empty when there is none.</summary>
    public string PathMap { get; set; } = "";

    /// <summary>Absolute path of the folder for the projects of functions that are a single file.</summary>
    [Required]
    public string FilesPath { get; set; } = "";

    /// <summary>Project files with <c>AdditionalProperties</c>, ready for the MSBuild task; <c>Image</c> marks those that become container images.</summary>
    [Output]
    public ITaskItem[] Publishes { get; private set; } = [];

    /// <summary>The Dockerfiles that docker must build, by the ids of their artifacts; metadata as <see cref="BuildDockerfiles"/> reads it.</summary>
    [Output]
    public ITaskItem[] Dockerfiles { get; private set; } = [];

    /// <summary>The project files of <see cref="Publishes"/>, each once.</summary>
    [Output]
    public ITaskItem[] Projects { get; private set; } = [];

    /// <summary>What must be restored besides the ordinary restore, ready for the MSBuild task; none when that was enough.</summary>
    [Output]
    public ITaskItem[] Restores { get; private set; } = [];

    /// <summary>The project files of <see cref="Publishes"/> as one text, with a bar around each.</summary>
    [Output]
    public string FunctionProjects { get; private set; } = "";

    /// <summary>The runtime identifiers of <see cref="Publishes"/>, with bars between them.</summary>
    [Output]
    public string RuntimeIdentifiers { get; private set; } = "";

    /// <summary>The <c>PathMap</c> that makes assemblies independent of the folder they are built in.</summary>
    [Output]
    public string InnerPathMap { get; private set; } = "";

    /// <inheritdoc/>
    protected override ApplicationLayout Layout => base.Layout with
    {
        Machine = new(OperatingSystem.IsLinux(), $"linux-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", IsOnSearchPath),
    };

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        if (Take(TemplateFile.Read(Template)) is not { } source
            || Take(TemplateReader.Read(source)) is not { } written
            || Take(Hindrances(await TemplateComposer.ComposeAsync(written, Context, cancellationToken))) is not { } composed
            || Take(await PackagePlanner.RequiredPublishesAsync(composed.Template, Layout, new(DiskFiles.Instance, TimeProvider.System, TemplateComposer.ForNested(Context)), cancellationToken)) is not { } plan
            || Take(await FunctionFile.WriteProjectsAsync(plan.RequiredPublishes, Path.GetDirectoryName(ProjectPath)!, FilesPath, cancellationToken)) is not { } publishes)
        {
            return;
        }

        var projects = publishes.Select(publish => publish.ProjectPath).Distinct(DiskFiles.Instance.PathComparer).ToList();
        Publishes = ToPublishes(plan, publishes);
        Dockerfiles = [.. plan.Artifacts.Where(artifact => artifact.Source is DockerfileSource).Select(artifact => BuildDockerfiles.ToItem(artifact.Id, (DockerfileSource)artifact.Source))];
        Projects = [.. projects.Select(path => new TaskItem(EscapedText.Of(path)))];
        Restores = [.. RestoresOf(publishes, plan.RequiredPublishes.Any(IsNotRestored))];
        FunctionProjects = Bars(projects.Select(RealPath.Of));
        RuntimeIdentifiers = string.Join('|', publishes.Select(publish => publish.RuntimeIdentifier).Distinct().Order(StringComparer.Ordinal));
        InnerPathMap = PathMap.Length > 0 ? PathMap : MapEveryFolderAbove(Path.GetDirectoryName(RealPath.Of(ProjectPath))!);
    }

    // Publishes are those of the plan in its order, with projects in the place of single files; zips and images share them.
    private static ITaskItem[] ToPublishes(PackagePlan plan, IReadOnlyList<RequiredPublish> publishes)
    {
        List<RequiredPublish> planned = [.. plan.RequiredPublishes];
        var items = new Dictionary<string, ITaskItem>();
        for (var at = 0; at < publishes.Count; at++)
        {
            var properties = PropertiesOf(publishes[at]);
            var key = $"{publishes[at].ProjectPath}\0{properties}";
            if (!items.TryGetValue(key, out var item))
            {
                items.Add(key, item = ToItem(publishes[at].ProjectPath, properties));
            }

            if (plan.RequiredImages.Contains(planned[at]))
            {
                item.SetMetadata("Image", "true");
            }
        }

        return [.. items.Values];
    }

    // The rest is said by the stages that follow.
    private static Checked<ComposedTemplate> Hindrances(Checked<ComposedTemplate> composed) => composed.IsGood ? Checked.Good(composed.Value) : composed;

    // A restore without a mode comes first: it is also that of the libraries, which have none.
    private static IEnumerable<ITaskItem> RestoresOf(IReadOnlyList<RequiredPublish> publishes, bool isAnyNotRestored)
    {
        var byMode = publishes.Where(publish => publish.CompileMode is not null).ToLookup(publish => publish.CompileMode);
        if (byMode.Count == 0 && !isAnyNotRestored)
        {
            return [];
        }

        return [ToRestore(publishes, ""), .. byMode.Select(mode => ToRestore(mode, $"ServerlessCompileMode={mode.Key};"))];
    }

    private static ITaskItem ToRestore(IEnumerable<RequiredPublish> publishes, string properties)
    {
        var projects = publishes.Select(publish => publish.ProjectPath).Distinct(DiskFiles.Instance.PathComparer).ToList();

        // Escaped for the reader of the property, and once more for the function that makes a list of it.
        return ToItem(projects[0], $"{properties}ServerlessRestoreProjects={Bars(projects.Select(RealPath.Of).Select(EscapedText.Of).Select(EscapedText.Of))}");
    }

    // The ordinary restore covers projects on Serverless.Sdk, for the runtime identifiers that they know of: a function project has not
    // seen the template that asks for arm64.
    private bool IsNotRestored(RequiredPublish publish) =>
        FunctionFile.Is(publish.ProjectPath)
        || ProjectFacts.Any(project => DiskFiles.Instance.PathComparer.Equals(publish.ProjectPath, project.ItemSpec)
            && !(IsTrue(project, "UsingServerlessSdk") && project.GetMetadata("RuntimeIdentifiers").Split(';', StringSplitOptions.TrimEntries).Contains(publish.RuntimeIdentifier)));

    private static bool IsOnSearchPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program)));

    // Semicolons would have to survive several readings.
    private static string Bars(IEnumerable<string> projects) => $"|{string.Join('|', projects)}|";

    private static ITaskItem ToItem(string project, string properties)
    {
        var item = new TaskItem(EscapedText.Of(RealPath.Of(project)));
        item.SetMetadata("AdditionalProperties", EscapedText.Of(properties));
        return item;
    }

    private static string PropertiesOf(RequiredPublish publish) => string.Join(';', ((string?[])
    [
        $"RuntimeIdentifier={publish.RuntimeIdentifier}",
        publish.TargetFramework is { } framework ? $"TargetFramework={framework}" : null,
        publish.CompileMode is { } mode ? $"ServerlessCompileMode={mode}" : null,
    ]).OfType<string>());

    // Every project of the graph gets the same map, since another value would make it another build. So each folder from the app
    // upwards has a name of its own, counted from the app: a library two folders up and one down reads the same in every clone.
    private static string MapEveryFolderAbove(string folder)
    {
        List<string> pairs = [];
        for (var at = folder; Path.GetDirectoryName(at) is { } above; at = above)
        {
            pairs.Add($"{Double(Path.TrimEndingDirectorySeparator(at) + Path.DirectorySeparatorChar)}=/_{pairs.Count}/");
        }

        return string.Join(",", pairs);
    }

    // The compiler reads a doubled comma or equals sign as one that belongs to the path.
    private static string Double(string path) => path.Replace(",", ",,", StringComparison.Ordinal).Replace("=", "==", StringComparison.Ordinal);
}
