using System.Collections.Immutable;

namespace Serverless.Artifacts;

/// <summary>The files of a folder that is zipped as it is, without those that <see cref="IgnoreRules"/> or the project leave out.</summary>
internal static class ContentFiles
{
    /// <summary>The files of a source; of a single file, that file.</summary>
    public static IEnumerable<ZippedFile> Of(ContentSource source) =>
        File.Exists(source.Path) ? [Kept(Path.GetFileName(source.Path), source.Path)] : InFolder(source.Path, source.ExcludedPaths);

    /// <summary>The files that are added to a function. What is named there is wanted, so nothing but the ignore rules leaves any out.</summary>
    public static IEnumerable<ZippedFile> Of(AddedContent added) => Directory.Exists(added.SourcePath)
        ? InFolder(added.SourcePath, []).Select(file => file with { Name = added.PackagePath.Length == 0 ? file.Name : $"{added.PackagePath.TrimEnd('/', '\\')}/{file.Name}" })
        : [Kept(added.PackagePath, added.SourcePath)];

    private static ZippedFile Kept(string name, string path) => new(name, path, KeepsMode: true);

    // Links are followed, but never round in a circle.
    private static IEnumerable<ZippedFile> InFolder(string root, ImmutableArray<string> excludedPaths)
    {
        var files = DiskFiles.Instance;
        var excluded = excludedPaths.Select(Path.TrimEndingDirectorySeparator).ToHashSet(files.PathComparer);
        var rules = IgnoreRules.Of(root);
        return Below(root, "", []);

        IEnumerable<ZippedFile> Below(string folder, string prefix, ImmutableHashSet<string> above)
        {
            var real = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
            if (above.Contains(real))
            {
                return [];
            }

            var own = files.FilesIn(folder).Where(path => !excluded.Contains(path))
                .Select(path => Kept(prefix + Path.GetFileName(path), path))
                .Where(file => !rules.Ignore(file.Name, isFolder: false));
            var deeper = files.FoldersIn(folder).Where(path => !excluded.Contains(path))
                .Select(path => (Path: path, Name: prefix + Path.GetFileName(path)))
                .Where(inner => !rules.Ignore(inner.Name, isFolder: true))
                .SelectMany(inner => Below(inner.Path, $"{inner.Name}/", above.Add(real)));
            return own.Concat(deeper);
        }
    }
}
