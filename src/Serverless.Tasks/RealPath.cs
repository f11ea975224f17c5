namespace Serverless.Tasks;

/// <summary>
/// Paths without links. Tools that resolve a relative path by themselves see the folder behind a link, and then one project has two
/// names; an inner build therefore begins with the real one.
/// </summary>
internal static class RealPath
{
    /// <summary>The path with every link on the way to the file followed; the path itself where nothing is a link, or one leads nowhere.</summary>
    /// <param name="path">An absolute path.</param>
    public static string Of(string path) =>
        Path.GetDirectoryName(path) is { } folder ? Path.Combine(OfFolder(folder), Path.GetFileName(path)) : path;

    private static string OfFolder(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } above)
        {
            return folder;
        }

        var real = Path.Combine(OfFolder(above), Path.GetFileName(folder));
        return new DirectoryInfo(real) is { LinkTarget: not null } link && Follow(link) is { } target ? OfFolder(target) : real;
    }

    private static string? Follow(DirectoryInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target ? Path.TrimEndingDirectorySeparator(target.FullName) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
