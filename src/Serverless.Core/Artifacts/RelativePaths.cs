namespace Serverless.Artifacts;

/// <summary>Paths that mean the same in every clone.</summary>
internal static class RelativePaths
{
    /// <summary>
    /// A path as seen from a folder, with forward slashes. When the two have nothing in common but the root, the file's name alone, since
    /// the way between them would tell where the clone lies.
    /// </summary>
    public static string Show(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
        var stepsUp = relative.Split('/').TakeWhile(part => part == "..").Count();
        var depth = Path.TrimEndingDirectorySeparator(folder)[Path.GetPathRoot(folder)!.Length..].Split('/', '\\').Length;
        return Path.IsPathRooted(relative) || (stepsUp > 0 && stepsUp >= depth) ? Path.GetFileName(path) : relative;
    }
}
