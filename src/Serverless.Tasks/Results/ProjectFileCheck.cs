using System.Xml.Linq;

namespace Serverless.Tasks.Results;

/// <summary>Reads in a project file what else its project reads, and what may run that nobody can foresee.</summary>
/// <param name="file">The project file, or one that it imports.</param>
/// <param name="projectFolder">Absolute path of the project's folder.</param>
/// <param name="properties">All that the project's files set.</param>
internal sealed class ProjectFileCheck(ProjectFile file, string projectFolder, OwnProperties properties)
{
    // Elements of a target that compute; everything else is a task, which may read and run what it likes.
    private static readonly string[] Computing = ["PropertyGroup", "ItemGroup", "Message", "Error", "OnError"];

    private readonly HashSet<string> _paths = [];
    private readonly HashSet<string> _itemPaths = [];
    private readonly List<string> _projects = [];

    /// <summary>Absolute paths of files that its conditions and properties name, there or not, as far as they lie outside the project's folder.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>The same of its items.</summary>
    public IReadOnlyCollection<string> ItemPaths => _itemPaths;

    /// <summary>Absolute paths of the projects that it refers to.</summary>
    public IReadOnlyCollection<string> Projects => _projects;

    /// <summary>Why its project has to be built each time; null when nothing says so.</summary>
    public string? Run() => file.Root.DescendantsAndSelf().Select(CheckElement).FirstOrDefault(hindrance => hindrance is not null);

    private string? CheckElement(XElement element)
    {
        if (ProjectFile.Is(element, "UsingTask") || ProjectFile.Is(element.Parent, "Target") && !Array.Exists(Computing, name => ProjectFile.Is(element, name)))
        {
            return $"{file.PlaceOf(element)} uses the task {ProjectFile.TextOf(element, "TaskName") ?? element.Name.LocalName}";
        }

        var attributes = ProjectFile.Is(element, "Import") || ProjectFile.Is(element, "Sdk") ? [] : element.Attributes().Where(attribute => !IsCondition(attribute) && !OnlyTakesAway(attribute));
        return element.Attributes().Where(IsCondition).Select(condition => CheckCondition(element, condition.Value))
            .Concat(attributes.Select(attribute => CheckValue(element, attribute.Value, isOfItem: ProjectFile.Is(element.Parent, "ItemGroup"), isReference: IsReference(element, attribute))))
            .Append(element.HasElements ? null : CheckValue(element, element.Value, isOfItem: !ProjectFile.Is(element.Parent, "PropertyGroup"), isReference: false))
            .FirstOrDefault(hindrance => hindrance is not null);
    }

    private string? CheckValue(XElement element, string value, bool isOfItem, bool isReference) => ProjectText.AsksTheWorld(value)
        ? $"{file.PlaceOf(element)} has a function that reads more than its arguments: {value}"
        : ProjectText.Parts(ProjectText.WithFolders(value, file, projectFolder)).Select(part => CheckPart(element, part, isOfItem, isReference)).FirstOrDefault(hindrance => hindrance is not null);

    private string? CheckPart(XElement element, string part, bool isOfItem, bool isReference)
    {
        if (ProjectText.PropertiesIn(part).FirstOrDefault(name => !properties.IsHarmless(name)) is { } unknown)
        {
            return $"{file.PlaceOf(element)} reads $({unknown}), which may lead anywhere";
        }

        if (isReference)
        {
            return AddReference(element, part);
        }

        if (isOfItem && IsBuilt(part))
        {
            return $"{file.PlaceOf(element)} reads {part}, which a build may write";
        }

        return ProjectText.MayLeadOut(part) ? AddPath(element, part, isOfItem) : null;
    }

    private string? AddReference(XElement element, string path)
    {
        if (ProjectText.IsPattern(path) || path.AsSpan().ContainsAny('$', '@', '%'))
        {
            return $"{file.PlaceOf(element)} refers to the projects {path}";
        }

        // A function in a single file is built by itself.
        if (path.EndsWith("proj", StringComparison.OrdinalIgnoreCase))
        {
            _projects.Add(ProjectText.FullPath(path, projectFolder));
        }

        return null;
    }

    // Relative to the project as a rule, to the file where MSBuild says so; the file that is not there counts as well.
    private string? AddPath(XElement element, string path, bool isOfItem)
    {
        if (path.AsSpan().ContainsAny('$', '@', '%') || ProjectText.IsPattern(path) && !IsInside(ProjectText.FullPath(path[..path.AsSpan().IndexOfAny('*', '?')], projectFolder)))
        {
            return $"{file.PlaceOf(element)} reads {path}";
        }

        foreach (var full in ((string[])[projectFolder, file.Folder]).Select(folder => ProjectText.FullPath(path, folder)).Where(full => !IsInside(full)))
        {
            if (!Directory.Exists(full))
            {
                (isOfItem ? _itemPaths : _paths).Add(full);
            }
            else if (isOfItem)
            {
                return $"{file.PlaceOf(element)} reads the folder {path}";
            }
        }

        return null;
    }

    private string? CheckCondition(XElement element, string condition)
    {
        const string Function = "Exists(";
        var text = ProjectText.WithFolders(condition, file, projectFolder);
        for (var at = text.IndexOf(Function, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(Function, at + Function.Length, StringComparison.OrdinalIgnoreCase))
        {
            var start = at + Function.Length;
            var path = Argument(text[start..]);
            if (path.Length == 0 || path.AsSpan().ContainsAny('$', '@', '%') || Directory.Exists(ProjectText.FullPath(path, projectFolder)))
            {
                return $"{file.PlaceOf(element)} asks whether {path} exists";
            }

            _paths.Add(ProjectText.FullPath(path, projectFolder));
        }

        return ProjectText.AsksTheWorld(text) || ProjectText.PropertiesIn(text).Any(name => !properties.Has(name) && Circumstances.IsPassing(name)) ? $"{file.PlaceOf(element)} has a condition that asks for more than properties: {condition}" : null;
    }

    // In quotes as a rule, which are before any parenthesis then.
    private static string Argument(string text)
    {
        var end = text.TrimStart().StartsWith('\'') ? text.IndexOf('\'', text.IndexOf('\'', StringComparison.Ordinal) + 1) : text.IndexOf(')', StringComparison.Ordinal);
        return end < 0 ? "" : text[..end].Trim().Trim('\'');
    }

    private static bool IsBuilt(string path) =>
        path.TrimStart('.', '/', '\\') is var inside && (inside.StartsWith("bin", StringComparison.Ordinal) || inside.StartsWith("obj", StringComparison.Ordinal)) && inside.Length > 3 && inside[3] is '/' or '\\';

    private bool IsInside(string path) => path.StartsWith(projectFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static bool IsCondition(XAttribute attribute) => string.Equals(attribute.Name.LocalName, "Condition", StringComparison.OrdinalIgnoreCase);

    private static bool OnlyTakesAway(XAttribute attribute) => attribute.Name.LocalName is "Remove" or "Exclude";

    private static bool IsReference(XElement element, XAttribute attribute) =>
        (ProjectFile.Is(element, "ProjectReference") || ProjectFile.Is(element, "ServerlessFunctionProject")) && string.Equals(attribute.Name.LocalName, "Include", StringComparison.OrdinalIgnoreCase);
}
