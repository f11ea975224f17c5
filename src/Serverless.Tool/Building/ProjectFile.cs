using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tool.Building;

/// <summary>Finds the project that a command line means.</summary>
internal static class ProjectFile
{
    /// <summary>Absolute path of the project file.</summary>
    /// <param name="given">A project file or a folder with one; null for the current folder.</param>
    /// <param name="currentFolder">Absolute path of the folder that <paramref name="given"/> is seen from.</param>
    /// <exception cref="DiagnosticException">There is none, or more than one.</exception>
    public static string Find(string? given, string currentFolder)
    {
        var path = Path.GetFullPath(given ?? ".", currentFolder);
        if (Directory.Exists(path))
        {
            return In(path);
        }

        if (!File.Exists(path))
        {
            throw new DiagnosticException(BuildDiagnostics.NoProject.At(SourceSpan.File(path), "There is neither a file nor a folder of this name.", "Name a project file, or a folder that has one."));
        }

        return IsProject(path) ? path : throw new DiagnosticException(BuildDiagnostics.NoProject.At(
            SourceSpan.File(path), $"'{Path.GetFileName(path)}' is not a project file, such as a .csproj.", "Name the project that has the template, or its folder."));
    }

    private static string In(string folder) => Directory.EnumerateFiles(folder).Where(IsProject).Order(StringComparer.Ordinal).ToList() switch
    {
        [var project] => project,
        [] => throw new DiagnosticException(BuildDiagnostics.NoProject.At(
            SourceSpan.File(folder), "The folder has no project file.", "Go to the project's folder, or name it: dotnet serverless package src/Orders")),
        var several => throw new DiagnosticException(BuildDiagnostics.SeveralProjects.At(
            SourceSpan.File(folder), $"The folder has {several.Count} projects: {string.Join(", ", several.Select(Path.GetFileName))}.", "Name one of them.")),
    };

    private static bool IsProject(string path) => Path.GetExtension(path) is { Length: > 5 } extension && extension.EndsWith("proj", StringComparison.OrdinalIgnoreCase);
}
