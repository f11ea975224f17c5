using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>The files of one zip in their order, under names that are safe to unpack.</summary>
internal sealed class ZipList
{
    // What a zip can count without ZIP64, which its size would not call for either: Lambda's limit is far smaller.
    private const int MaxFiles = ushort.MaxValue - 1;

    private readonly ImmutableArray<(string Name, string SourcePath)> _files;

    private ZipList(ImmutableArray<(string Name, string SourcePath)> files) => _files = files;

    /// <summary>The files of a source. Names that lead out of the root, occur twice or differ in case only are complained of.</summary>
    public static Checked<ZipList> Of(string id, ArtifactSource source)
    {
        var diagnostics = new List<Diagnostic>();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (sourcePath, relativePath) in FilesOf(source))
        {
            if (ZipNames.Normalize(relativePath) is not { } name)
            {
                diagnostics.Add(PackageDiagnostics.OutsideRoot.At(SourceSpan.None, $"'{relativePath}' ({sourcePath}) would lie outside artifact '{id}'.", "Give it a relative path without '..'."));
            }
            else if (!files.TryAdd(name, sourcePath) && files[name] != sourcePath)
            {
                diagnostics.Add(PackageDiagnostics.DuplicateFile.At(SourceSpan.None, $"Artifact '{id}' gets '{name}' twice: from {files[name]} and from {sourcePath}.", "Publish only one of them."));
            }
        }

        diagnostics.AddRange(ComplainOfFolders(id, files.Keys));
        diagnostics.AddRange(ComplainOfCase(id, files.Keys));
        if (files.Count == 0 && diagnostics.Count == 0)
        {
            diagnostics.Add(PackageDiagnostics.Empty.At(SourceSpan.None, $"Artifact '{id}' would have no files.", source is ContentSource { Path: var path } ? $"Put something into {path}." : null));
        }

        if (files.Count > MaxFiles)
        {
            diagnostics.Add(PackageDiagnostics.TooManyFiles.At(SourceSpan.None, $"Artifact '{id}' has {files.Count} files; a zip can have {MaxFiles}."));
        }

        return Checked.From(new ZipList([.. files.Select(pair => (pair.Key, pair.Value))]), diagnostics);
    }

    /// <summary>A complaint about a file that cannot be read.</summary>
    public static Diagnostic CannotRead(string path, string because) => PackageDiagnostics.CannotRead.At(SourceSpan.File(path), $"'{path}' cannot be read: {because}.");

    /// <summary>Reads every file once, in parallel, for its hash and mode.</summary>
    public async Task<Checked<List<ZipEntry>>> ReadAsync(CancellationToken cancellationToken)
    {
        var entries = new ZipEntry?[_files.Length];
        var complaints = new Diagnostic?[_files.Length];
        await Parallel.ForAsync(0, _files.Length, cancellationToken, (at, cancellation) =>
        {
            var (name, path) = _files[at];
            try
            {
                entries[at] = ZipEntry.Read(name, path, cancellation);
            }
            catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
            {
                complaints[at] = CannotRead(path, broken is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : broken.Message.TrimEnd('.'));
            }

            return ValueTask.CompletedTask;
        });
        return Checked.From<List<ZipEntry>>([.. entries.OfType<ZipEntry>()], complaints.OfType<Diagnostic>());
    }

    private static IEnumerable<(string SourcePath, string RelativePath)> FilesOf(ArtifactSource source) => source switch
    {
        PublishedSource { Project.Files: var files } => files.Select(file => (file.SourcePath, file.RelativePath)),
        ContentSource content => ContentFiles.Of(content),
        _ => throw new InvalidOperationException($"A {source.GetType().Name} has no files to zip."),
    };

    private static IEnumerable<Diagnostic> ComplainOfFolders(string id, ICollection<string> names)
    {
        var folders = names.SelectMany(FoldersOf).ToHashSet(StringComparer.Ordinal);
        return names.Where(folders.Contains).Select(name => PackageDiagnostics.DuplicateFile.At(
            SourceSpan.None, $"Artifact '{id}' gets '{name}' as a file and as a folder.", "Publish only one of them."));
    }

    private static IEnumerable<string> FoldersOf(string name)
    {
        for (var slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            yield return name[..slash];
        }
    }

    private static IEnumerable<Diagnostic> ComplainOfCase(string id, ICollection<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Skip(1).Any())
            .Select(same => PackageDiagnostics.CaseCollision.At(
                SourceSpan.None, $"Names in artifact '{id}' differ in case only: {string.Join(", ", same)}.", "On Windows and macOS only one of them survives unpacking."));
}

/// <summary>The files of a folder that is zipped as it is.</summary>
internal static class ContentFiles
{
    // Never part of a function: version control and the leavings of another tool.
    private static readonly string[] IgnoredFolders = [".git", ".aws-sam"];

    /// <summary>The files with their relative paths; of a single file, that file. Links are followed, but never round in a circle.</summary>
    public static IEnumerable<(string SourcePath, string RelativePath)> Of(ContentSource source)
    {
        if (File.Exists(source.Path))
        {
            return [(source.Path, Path.GetFileName(source.Path))];
        }

        var excluded = source.ExcludedPaths.Select(Path.TrimEndingDirectorySeparator).ToHashSet(DiskFiles.Instance.PathComparer);
        return Below(source.Path, []).Select(path => (path, Path.GetRelativePath(source.Path, path)));

        IEnumerable<string> Below(string folder, ImmutableHashSet<string> above)
        {
            var real = new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
            if (above.Contains(real))
            {
                return [];
            }

            var files = DiskFiles.Instance.FilesIn(folder).Where(path => !excluded.Contains(path));
            var folders = DiskFiles.Instance.FoldersIn(folder).Where(path => !excluded.Contains(path) && !IgnoredFolders.Contains(Path.GetFileName(path)));
            return files.Concat(folders.SelectMany(path => Below(path, above.Add(real))));
        }
    }
}
