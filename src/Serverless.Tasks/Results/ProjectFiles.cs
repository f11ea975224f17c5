using System.Xml.Linq;

namespace Serverless.Tasks.Results;

/// <summary>
/// The files of the user's own that MSBuild reads for one project: the project, <c>Directory.Build.*</c> and the like above it, and what
/// they import.
/// </summary>
internal sealed class ProjectFiles
{
    // Those that MSBuild looks for in the folders above, https://learn.microsoft.com/visualstudio/msbuild/customize-by-directory.
    private static readonly string[] Imported = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    // What the compiler and the SDK look for there.
    private static readonly string[] LookedFor = [".editorconfig", ".globalconfig", "global.json"];

    private static readonly string[] KnownSdks = ["Serverless.Sdk", "Microsoft.NET.Sdk", "Microsoft.NET.Sdk.Web", "Microsoft.NET.Sdk.Worker", "Microsoft.NET.Sdk.Razor"];

    private readonly string _folder;
    private readonly Dictionary<string, ProjectFile> _found = [];
    private readonly HashSet<string> _paths = [];

    /// <summary>Reads them.</summary>
    /// <param name="project">Absolute path of the project file.</param>
    public ProjectFiles(string project)
    {
        _folder = Path.GetDirectoryName(project)!;
        Add(project);
        Add($"{project}.user");
        Array.ForEach(Imported, AddNearest);
        for (var folder = _folder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            _paths.UnionWith(LookedFor.Select(name => Path.Combine(folder, name)));
        }
    }

    /// <summary>The files that are there.</summary>
    public IReadOnlyCollection<ProjectFile> Found => _found.Values;

    /// <summary>The absolute paths of all files that are read when they are there.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>Why there may be files besides; null when there are none.</summary>
    public string? Hindrance { get; private set; }

    private ProjectFile? Add(string path)
    {
        if (!_paths.Add(path) || !File.Exists(path))
        {
            return null;
        }

        if (ProjectFile.Read(path) is not { } file)
        {
            Hindrance ??= $"{path} cannot be read";
            return null;
        }

        _found.Add(path, file);
        AddImports(file);
        return file;
    }

    private void AddNearest(string name)
    {
        for (var folder = _folder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Add(Path.Combine(folder, name)) is { } file && !file.Elements("Import").Any(import => ImportsSameAbove(import, file)))
            {
                return;
            }
        }
    }

    private void AddImports(ProjectFile file)
    {
        foreach (var sdk in Sdks(file).Where(sdk => !KnownSdks.Contains(sdk.Split('/')[0], StringComparer.OrdinalIgnoreCase)))
        {
            Hindrance ??= $"{file.Path} is on {sdk}";
        }

        foreach (var import in file.Elements("Import").Where(import => ProjectFile.TextOf(import, "Sdk") is null && !ImportsSameAbove(import, file)))
        {
            AddImport(file, import);
        }
    }

    private void AddImport(ProjectFile file, XElement import)
    {
        var path = ProjectText.WithFolders(ProjectFile.TextOf(import, "Project") ?? "", file, _folder);
        if (path.Length == 0 || path.Contains("$(", StringComparison.Ordinal) || ProjectText.IsPattern(path))
        {
            Hindrance ??= $"{file.PlaceOf(import)} imports {path}";
            return;
        }

        Add(ProjectText.FullPath(path, file.Folder));
    }

    private static IEnumerable<string> Sdks(ProjectFile file) => ProjectText.Parts(ProjectFile.TextOf(file.Root, "Sdk") ?? "")
        .Concat(file.Elements("Import").Select(import => ProjectFile.TextOf(import, "Sdk")).OfType<string>())
        .Concat(file.Elements("Sdk").Select(sdk => ProjectFile.TextOf(sdk, "Name")).OfType<string>());

    // The usual way to go on with the one in a folder above.
    private static bool ImportsSameAbove(XElement import, ProjectFile file) =>
        ProjectFile.TextOf(import, "Project") is { } path
        && path.Contains("[MSBuild]::GetPathOfFileAbove(", StringComparison.OrdinalIgnoreCase)
        && path.Contains(Path.GetFileName(file.Path), StringComparison.OrdinalIgnoreCase)
        && Imported.Contains(Path.GetFileName(file.Path), StringComparer.OrdinalIgnoreCase);
}
