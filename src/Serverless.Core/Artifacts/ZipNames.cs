namespace Serverless.Artifacts;

/// <summary>Names of files inside a zip: relative, with forward slashes.</summary>
internal static class ZipNames
{
    /// <summary>A relative path with forward slashes and without <c>.</c> parts; null when it is empty or leads out of the root.</summary>
    public static string? Normalize(string relativePath)
    {
        var path = relativePath.Replace('\\', '/');
        var isRooted = path.StartsWith('/') || (path.Length >= 2 && path[1] == ':' && char.IsAsciiLetter(path[0]));
        if (isRooted || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = path.Split('/').Where(part => part is not ("" or ".")).ToList();
        return parts.Count == 0 || parts.Contains("..") ? null : string.Join('/', parts);
    }

    /// <summary>The names of files, without those that have none.</summary>
    public static IReadOnlySet<string> Of(IEnumerable<PublishedFile> files) =>
        files.Select(file => Normalize(file.RelativePath)).OfType<string>().ToHashSet(StringComparer.Ordinal);
}
