namespace Serverless.Tasks.Results;

/// <summary>
/// Finds what is read when a project is built, its referenced projects' sources included, from the text of project files: they are not
/// evaluated. It gives up wherever it cannot be certain, as where a task of the user's own runs; such a project is built each time.
/// </summary>
/// <param name="restoreFolders">Absolute paths of further folders, with all below them, in which restore may have left what it wrote.</param>
internal sealed class InputFinder(IReadOnlyList<string> restoreFolders)
{
    // Files that MSBuild imports into every project of a user, https://learn.microsoft.com/visualstudio/msbuild/customize-your-build#importbefore-and-importafter.
    private static readonly string UserExtensions = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "Microsoft", "MSBuild");

    private readonly Dictionary<string, OneProject> _known = [];
    private readonly PackageBuildFiles _packages = new();

    /// <summary>What is read; or null, with the reason.</summary>
    /// <param name="project">Absolute path of the project file.</param>
    /// <param name="hindrance">Why it is not known, as the end of a sentence.</param>
    public ProjectInputs? Find(string project, out string? hindrance)
    {
        HashSet<string> seen = [project];
        Queue<string> projects = new(seen);
        SortedSet<string> folders = new(StringComparer.Ordinal);
        SortedSet<string> files = new(StringComparer.Ordinal);
        while (projects.TryDequeue(out var path))
        {
            var one = Read(path);
            if (one.Hindrance is not null)
            {
                hindrance = one.Hindrance;
                return null;
            }

            folders.Add(Path.GetDirectoryName(path)!);
            files.UnionWith(one.Files);
            foreach (var reference in one.Projects.Where(seen.Add))
            {
                projects.Enqueue(reference);
            }
        }

        hindrance = null;
        (Directory.Exists(UserExtensions) ? folders : files).Add(UserExtensions);
        return new([.. folders], [.. files]);
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
        return new(own.Hindrance ?? checks.Select(check => check.Run()).FirstOrDefault(found => found is not null) ?? HindranceOf(restored))
        {
            Files = [.. own.Paths, .. checks.SelectMany(check => check.Paths).SelectMany(WithItsSettings), .. restored],
            Projects = [.. checks.SelectMany(check => check.Projects)],
        };
    }

    // The compiler looks for settings in the folders above each source.
    private static IEnumerable<string> WithItsSettings(string path)
    {
        yield return path;
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return Path.Combine(folder, ".editorconfig");
        }
    }

    private string? HindranceOf(List<string> restored) =>
        restored.Count == 0 ? "what restore wrote for it is not where it usually is" : _packages.Check([.. restored.Where(path => !path.EndsWith(".json", StringComparison.Ordinal))]);

    private List<string> Restored(string project)
    {
        var pattern = $"{Path.GetFileName(project)}.nuget.g.*";
        var folders = restoreFolders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)).Select(path => Path.GetDirectoryName(path)!)
            .Append(Path.Combine(Path.GetDirectoryName(project)!, "obj")).Distinct();
        return [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, pattern).Append(Path.Combine(folder, "project.assets.json")).Where(File.Exists))];
    }

    private sealed record OneProject(string? Hindrance)
    {
        public IReadOnlyList<string> Files { get; init; } = [];

        public IReadOnlyList<string> Projects { get; init; } = [];
    }
}
