namespace Serverless.Tasks.Results;

/// <summary>
/// Finds what is read when a project is restored or built, its referenced projects' files included, from the text of project files: they are not
/// evaluated. It gives up wherever it cannot be certain, as where a task of the user's own runs; such a project is restored and built each time.
/// </summary>
/// <param name="restoreFolders">Absolute paths of further folders, with all below them, in which restore may have left what it wrote.</param>
internal sealed class InputFinder(IReadOnlyList<string> restoreFolders)
{
    // Files that MSBuild imports into every project of a user, https://learn.microsoft.com/visualstudio/msbuild/customize-your-build#importbefore-and-importafter.
    private static readonly string UserExtensions =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "Microsoft", "MSBuild", "Current");

    // NuGet looks for them in the folders above each project, by any of these names where names have cases.
    private static readonly string[] Settings = ["nuget.config", "NuGet.config", "NuGet.Config"];

    private readonly Dictionary<string, OneProject> _known = [];
    private readonly PackageBuildFiles _packages = new();

    /// <summary>Absolute path of a folder in which nothing counts that restore wrote; null for none.</summary>
    public string? OtherRestores { get; init; }

    /// <summary>What is read to build it; or null, with the reason.</summary>
    /// <param name="project">Absolute path of the project file.</param>
    /// <param name="hindrance">Why it is not known, as the end of a sentence.</param>
    public ProjectInputs? Find(string project, out string? hindrance) => Find(project, isRestore: false, out hindrance);

    /// <summary>What is read to restore it, and what restore then writes; or null, with the reason. Neither sources nor packages' targets are read.</summary>
    /// <param name="project">Absolute path of the project file.</param>
    /// <param name="hindrance">Why it is not known, as the end of a sentence.</param>
    public ProjectInputs? FindForRestore(string project, out string? hindrance) => Find(project, isRestore: true, out hindrance);

    private ProjectInputs? Find(string project, bool isRestore, out string? hindrance)
    {
        if (Directory.Exists(UserExtensions) && Directory.EnumerateFiles(UserExtensions, "*", SearchOption.AllDirectories).FirstOrDefault() is { } extension)
        {
            hindrance = $"{extension} is imported into every project";
            return null;
        }

        HashSet<string> seen = [project];
        Queue<string> projects = new(seen);
        SortedSet<string> folders = new(StringComparer.Ordinal);
        SortedSet<string> files = new(StringComparer.Ordinal);
        List<string> restored = [];
        while (projects.TryDequeue(out var path))
        {
            var one = Read(path);
            if ((one.Hindrance ?? (isRestore ? one.RestoreHindrance : one.PackageHindrance.Value)) is { } found)
            {
                hindrance = found;
                return null;
            }

            folders.Add(Path.GetDirectoryName(path)!);
            files.UnionWith(isRestore ? one.RestoreFiles : one.BuildFiles);
            files.UnionWith(one.Restored);
            restored.AddRange(one.Restored);
            foreach (var reference in one.Projects.Where(seen.Add))
            {
                projects.Enqueue(reference);
            }
        }

        hindrance = null;
        (Directory.Exists(UserExtensions) ? folders : files).Add(UserExtensions);
        return new(isRestore ? [.. folders.Where(folder => folder == UserExtensions)] : [.. folders], [.. files]) { Restored = restored };
    }

    private OneProject Read(string project)
    {
        if (!_known.TryGetValue(project, out var one))
        {
            _known[project] = one = ReadAnew(project);
        }

        return one;
    }

    private OneProject ReadAnew(string project)
    {
        if (!File.Exists(project))
        {
            return new($"{project} is not there");
        }

        var folder = Path.GetDirectoryName(project)!;
        var own = new ProjectFiles(project);
        var properties = new OwnProperties();
        foreach (var file in own.Found)
        {
            properties.Add(file, folder);
        }

        var checks = own.Found.Select(file => new ProjectFileCheck(file, folder, properties)).ToList();
        var restored = Restored(project);
        var foreseen = own.Hindrance ?? checks.Select(check => check.Run()).FirstOrDefault(found => found is not null);
        return new(foreseen ?? (restored.Count == 0 ? "what restore wrote for it is not where it usually is" : null))
        {
            RestoreHindrance = properties.Has("NuGetLockFilePath") ? $"{project} has its lock file in a place of its own" : null,
            RestoreFiles = [.. own.Paths, .. checks.SelectMany(check => check.Paths), .. LockFiles(project), .. Above(folder, Settings)],
            BuildFiles = [.. own.Paths, .. checks.SelectMany(check => check.Paths.Concat(check.ItemPaths)).SelectMany(WithItsSettings)],
            Restored = restored,
            PackageHindrance = new(() => _packages.Check([.. restored.Where(path => !path.EndsWith(".json", StringComparison.Ordinal))])),
            Projects = [.. checks.SelectMany(check => check.Projects)],
        };
    }

    private static string[] LockFiles(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        return [Path.Combine(folder, "packages.lock.json"), Path.Combine(folder, $"packages.{Path.GetFileNameWithoutExtension(project).Replace(' ', '_')}.lock.json")];
    }

    // The compiler looks for settings in the folders above each source.
    private static IEnumerable<string> WithItsSettings(string path) => [path, .. Above(Path.GetDirectoryName(path), ".editorconfig")];

    private static IEnumerable<string> Above(string? folder, params string[] names)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            foreach (var name in names)
            {
                yield return Path.Combine(at, name);
            }
        }
    }

    private List<string> Restored(string project)
    {
        var pattern = $"{Path.GetFileName(project)}.nuget.g.*";
        var folders = restoreFolders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)).Select(path => Path.GetDirectoryName(path)!)
            .Append(Path.Combine(Path.GetDirectoryName(project)!, "obj")).Where(folder => OtherRestores is null || !folder.StartsWith(OtherRestores, StringComparison.Ordinal)).Distinct();
        return [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, pattern).Append(Path.Combine(folder, "project.assets.json")).Where(File.Exists))];
    }

    private sealed record OneProject(string? Hindrance)
    {
        public string? RestoreHindrance { get; init; }

        // Read once, and only for a build: a restore sees nothing of packages.
        public Lazy<string?> PackageHindrance { get; init; } = new(() => null);

        public IReadOnlyList<string> RestoreFiles { get; init; } = [];

        public IReadOnlyList<string> BuildFiles { get; init; } = [];

        public IReadOnlyList<string> Restored { get; init; } = [];

        public IReadOnlyList<string> Projects { get; init; } = [];
    }
}
