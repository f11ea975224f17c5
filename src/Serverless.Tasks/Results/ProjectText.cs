namespace Serverless.Tasks.Results;

/// <summary>Questions about the text of an attribute or an element in a project file.</summary>
internal static class ProjectText
{
    // Those that are sums of their arguments; others look at the disk, the registry, the clock.
    private static readonly string[] Functions =
    [
        "[MSBuild]::IsOSPlatform(", "[MSBuild]::IsTargetFrameworkCompatible(", "[MSBuild]::GetTargetFramework", "[MSBuild]::Version", "[MSBuild]::ValueOrDefault(", "[MSBuild]::EnsureTrailingSlash(",
        "[MSBuild]::Add(", "[MSBuild]::Subtract(", "[System.String]::", "[System.Version]::", "[System.Math]::",
    ];

    /// <summary>The parts of a list that are not empty.</summary>
    public static string[] Parts(string value) => value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True when it calls a function whose value depends on more than its arguments.</summary>
    public static bool AsksTheWorld(string value)
    {
        for (var at = value.IndexOf("$([", StringComparison.Ordinal); at >= 0; at = value.IndexOf("$([", at + 3, StringComparison.Ordinal))
        {
            if (!Array.Exists(Functions, function => value.AsSpan(at + 2).StartsWith(function, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return value.Contains("$(Registry:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The names of the properties that it refers to.</summary>
    public static IEnumerable<string> PropertiesIn(string value)
    {
        for (var at = value.IndexOf("$(", StringComparison.Ordinal); at >= 0; at = value.IndexOf("$(", at + 2, StringComparison.Ordinal))
        {
            var start = at + 2;
            var end = start;
            while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] is '_' or '-'))
            {
                end++;
            }

            if (end > start)
            {
                yield return value[start..end];
            }
        }
    }

    /// <summary>The text with the two folders in it that a reader of the file knows.</summary>
    public static string WithFolders(string value, ProjectFile file, string projectFolder) => value
        .Replace("$(MSBuildThisFileDirectory)", file.Folder + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase)
        .Replace("$(MSBuildProjectDirectory)", projectFolder, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a path that may lead out of the folder it is read in.</summary>
    public static bool MayLeadOut(string path) => path.Contains("..", StringComparison.Ordinal) || path[0] is '/' or '\\' or '~' || path.Length > 1 && path[1] == ':';

    /// <summary>True when it stands for the files that are there.</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>The absolute path of what a project file says, which may be written with either slash.</summary>
    public static string FullPath(string path, string folder) => Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), folder);
}
