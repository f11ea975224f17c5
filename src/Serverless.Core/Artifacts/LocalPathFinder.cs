using Serverless.Artifacts.Images;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>Finds what the properties of <see cref="PathProperties"/> point at, relative to the template.</summary>
/// <param name="template">The template.</param>
/// <param name="templatePath">Its file, whose folder paths begin at.</param>
/// <param name="layout">The app.</param>
/// <param name="files">The disk.</param>
/// <param name="values">Works out values of the template.</param>
/// <param name="diagnostics">Gets the complaints.</param>
internal sealed class LocalPathFinder(Template template, string templatePath, ApplicationLayout layout, IFileTree files, OfflineValues values, List<Diagnostic> diagnostics)
{
    /// <summary>The extensions of what is built.</summary>
    public static readonly string[] ProjectExtensions = [".csproj", ".fsproj", ".vbproj", ".cs"];

    private readonly string _folder = Path.GetDirectoryName(templatePath) ?? "";

    /// <summary>What a property points at; complaints go to the list.</summary>
    public LocalPath Find(PathPlace place)
    {
        var (property, value) = (place.Property, place.Value);
        if (property.Content == PathContent.Image)
        {
            return new ImageFinder(template, this, values, diagnostics).Find(place);
        }

        if (property.Content == PathContent.Code && HasOtherCode(place.Resource!))
        {
            return new LocalPath.None();
        }

        var span = (value?.Span ?? SourceSpan.None).Or(place.Resource?.Span ?? SourceSpan.None);
        if (value is not (null or ScalarValue) && !Intrinsic.Is(value))
        {
            return new LocalPath.None();
        }

        var resolved = values.Resolve(value);
        if (resolved.UnknownBecause is { } because)
        {
            return Unknown(value!, property, span, because);
        }

        return resolved.Value switch
        {
            null or StringValue { Value: "" } => property.Content == PathContent.Code ? AppProject(place.Resource!) : new LocalPath.None(),
            StringValue text when IsAddress(text.Value) => new LocalPath.None(),
            StringValue text => Look(text.Value, property.Content, span),
            _ => new LocalPath.None(),
        };
    }

    /// <summary>A path for a sentence or a project file: relative to the given folder where possible, with forward slashes.</summary>
    public static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    /// <summary>A path as the template would write it.</summary>
    public string Show(string path) => Relative(_folder, path);

    /// <summary>Absolute path of what a text of the template means.</summary>
    public string FullPath(string text) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(text.Replace('\\', '/'), _folder));

    /// <summary>True for a file that exists.</summary>
    public bool IsFile(string path) => files.FileExists(path);

    /// <summary>True for the path of a file or folder that exists.</summary>
    public bool Exists(string text) => !text.Contains('\0', StringComparison.Ordinal) && FullPath(text) is var path && (files.FileExists(path) || files.FolderExists(path));

    private bool HasOtherCode(Resource resource) =>
        EffectiveProperties.Find(template, resource, "InlineCode").IsTruthy()
        || EffectiveProperties.Find(template, resource, "ImageUri").IsTruthy()
        || ImageFinder.IsImage(template, resource, values);

    internal static bool IsAddress(string text) =>
        text.StartsWith("s3://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || text.Contains("{{resolve:", StringComparison.Ordinal);

    // A value that is unknown but cannot be a local path needs no complaint: an address with parameters in it, or a choice between maps.
    private LocalPath Unknown(TemplateValue value, PathProperty property, SourceSpan span, string because)
    {
        if (property.Content != PathContent.Code || !MayBePath(value))
        {
            return new LocalPath.None();
        }

        diagnostics.Add(ProjectDiagnostics.ValueNotKnown.At(
            span,
            $"What {property.Property} holds cannot be known when the app is built: {because}.",
            "Write the path itself, or give the parameter a default."));
        return new LocalPath.Unusable();
    }

    private static bool MayBePath(TemplateValue value)
    {
        if (!Intrinsic.TryRead(value, out var call))
        {
            return value is StringValue text && !IsAddress(text.Value);
        }

        return (call.Name, call.Argument) switch
        {
            ("Fn::If", ListValue { Count: 3 } parts) => MayBePath(parts[1]) || MayBePath(parts[2]),
            ("Fn::Sub", ListValue { Count: > 0 } parts) => MayBePath(parts[0]),
            ("Fn::Sub", var pattern) => MayBePath(pattern),
            _ => true,
        };
    }

    /// <summary>The project of a function that names none.</summary>
    public LocalPath AppProject(Resource resource)
    {
        // As the app's own template stands beside the app project, a nested one may stand beside a project of its own.
        if (templatePath != layout.TemplatePath && files.FilesIn(_folder).Where(IsProjectFile).ToList() is [var beside])
        {
            return new LocalPath.Project(beside);
        }

        if (layout.Projects.Any(project => files.PathComparer.Equals(project.Path, layout.ProjectPath)))
        {
            return new LocalPath.Project(layout.ProjectPath);
        }

        diagnostics.Add(ProjectDiagnostics.NoCode.At(
            resource.Span,
            $"Function '{resource.Id}' does not say where its code is, and {Path.GetFileName(layout.ProjectPath)} has no code of its own.",
            layout.Projects.Length == 0
                ? "Set CodeUri to the folder of a project or of other code."
                : $"Set CodeUri, for instance to '{Show(Path.GetDirectoryName(layout.Projects[0].Path)!)}'."));
        return new LocalPath.Unusable();
    }

    /// <summary>What a path leads to.</summary>
    public LocalPath Look(string text, PathContent content, SourceSpan span)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return NotFound(text, span);
        }

        // Templates written on Windows use its slashes; Linux builds the same template.
        var path = FullPath(text);
        if (files.FileExists(path))
        {
            return File(path, content);
        }

        if (!files.FolderExists(path))
        {
            return NotFound(text, span);
        }

        return content switch
        {
            PathContent.Code => CodeFolder(path, text, span),
            PathContent.Template => TemplateFolder(text, span),
            _ => new LocalPath.Content(path),
        };
    }

    private static LocalPath File(string path, PathContent content)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return content switch
        {
            PathContent.Code when ProjectExtensions.Contains(extension) => new LocalPath.Project(path),
            PathContent.File => new LocalPath.File(path),
            PathContent.Template => new LocalPath.Nested(path),
            _ when extension is ".zip" or ".jar" => new LocalPath.File(path),
            _ => new LocalPath.Content(path),
        };
    }

    private LocalPath CodeFolder(string path, string text, SourceSpan span)
    {
        var projects = files.FilesIn(path).Where(IsProjectFile).ToList();
        if (projects.Count <= 1)
        {
            return projects is [var only] ? new LocalPath.Project(only) : new LocalPath.Content(path);
        }

        diagnostics.Add(ProjectDiagnostics.SeveralProjects.At(
            span,
            $"'{text}' has several projects: {string.Join(", ", projects.Select(Path.GetFileName))}.",
            $"Name the one that is meant, as in '{Show(projects[0])}'."));
        return new LocalPath.Unusable();
    }

    private LocalPath.Unusable TemplateFolder(string text, SourceSpan span)
    {
        diagnostics.Add(ProjectDiagnostics.NestedTemplate.At(span, $"'{text}' is a folder; a nested template is a file.", "Name the template in it."));
        return new();
    }

    private static bool IsProjectFile(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is var extension && extension != ".cs" && ProjectExtensions.Contains(extension);

    private LocalPath.Unusable NotFound(string text, SourceSpan span)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(text.Replace('\\', '/').Replace("\0", "", StringComparison.Ordinal), _folder)));
        var nearby = parent is null ? [] : files.FoldersIn(parent).Concat(files.FilesIn(parent));
        var known = layout.Projects.Select(project => Path.GetDirectoryName(project.Path)!);
        diagnostics.Add(ProjectDiagnostics.PathNotFound.At(
            span,
            $"'{text}' does not exist in the template's folder.",
            DidYouMean.Ask(text.TrimEnd('/', '\\'), known.Concat(nearby).Select(Show))));
        return new();
    }
}
