using System.Xml.Linq;

namespace Serverless.Tasks.Results;

/// <summary>
/// What packages bring into a build, read from the <c>*.nuget.g.props</c> and <c>.targets</c> that restore writes.
/// Files of a package never change.
/// </summary>
internal sealed class PackageBuildFiles
{
    private const string Root = "$(NuGetPackageRoot)";

    // Tasks of MSBuild and of the .NET SDK whose outcome is in what they are given.
    private static readonly HashSet<string> Computing = new(StringComparer.OrdinalIgnoreCase)
    {
        "PropertyGroup", "ItemGroup", "Message", "Warning", "Error", "OnError", "CallTarget", "CreateItem", "CreateProperty", "RemoveDuplicates", "Copy", "MakeDir",
    };

    private static readonly string[] AskingFunctions = ["[System.DateTime", "[System.Guid", "[System.Environment", "[System.IO.File", "[System.IO.Directory", "[MSBuild]::GetRegistry", "[MSBuild]::GetPathOfFile", "[MSBuild]::GetDirectoryNameOf"];

    private readonly Dictionary<string, string?> _hindrances = [];

    /// <summary>Why a project has to be built each time; null when its packages give no reason.</summary>
    /// <param name="generated">Absolute paths of what restore wrote for it.</param>
    public string? Check(IReadOnlyCollection<string> generated)
    {
        var files = generated.Select(ProjectFile.Read).ToList();
        if (files.Contains(null))
        {
            return "what restore wrote cannot be read";
        }

        var root = files.SelectMany(file => file!.Elements("NuGetPackageRoot")).Select(element => element.Value.Replace("$(UserProfile)", UserProfile, StringComparison.Ordinal)).FirstOrDefault() ?? "";
        return files.SelectMany(file => file!.Elements("Import")).Select(import => ProjectFile.TextOf(import, "Project") ?? "").Select(path => CheckOnce(path.Replace(Root, root, StringComparison.Ordinal)))
            .FirstOrDefault(hindrance => hindrance is not null);
    }

    private static string UserProfile => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private string? CheckOnce(string path)
    {
        if (!_hindrances.TryGetValue(path, out var hindrance))
        {
            // A file that imports itself is no reason.
            _hindrances[path] = null;
            _hindrances[path] = hindrance = Check(path);
        }

        return hindrance;
    }

    private string? Check(string path)
    {
        if (path.Contains("$(", StringComparison.Ordinal) || ProjectFile.Read(path) is not { } file)
        {
            return $"the package file {path} cannot be read";
        }

        return file.Root.DescendantsAndSelf().Select(element => Check(file, element)).FirstOrDefault(hindrance => hindrance is not null);
    }

    private string? Check(ProjectFile file, XElement element)
    {
        if (ProjectFile.Is(element, "UsingTask") || ProjectFile.Is(element.Parent, "Target") && !Computing.Contains(element.Name.LocalName))
        {
            return $"the package file {file.PlaceOf(element)} uses the task {ProjectFile.TextOf(element, "TaskName") ?? element.Name.LocalName}";
        }

        if (ProjectFile.Is(element, "Import"))
        {
            return CheckOnce(ProjectText.FullPath(ProjectText.WithFolders(ProjectFile.TextOf(element, "Project") ?? "", file, file.Folder), file.Folder));
        }

        return element.Attributes().Select(attribute => attribute.Value).Append(element.HasElements ? "" : element.Value).Any(AsksTheWorld)
            ? $"the package file {file.PlaceOf(element)} has a function that reads more than its arguments"
            : null;
    }

    private static bool AsksTheWorld(string text) => Array.Exists(AskingFunctions, function => text.Contains(function, StringComparison.OrdinalIgnoreCase));
}
