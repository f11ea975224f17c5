using System.Collections.Immutable;
using Serverless.Artifacts.Images;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>The files of one zip in their order, under names that are safe to unpack.</summary>
internal sealed class ZipList
{
    // What a zip can count without ZIP64, which its size would not call for either: Lambda's limit is far smaller.
    private const int MaxFiles = ushort.MaxValue - 1;

    private readonly ImmutableArray<ZippedFile> _files;

    private ZipList(ImmutableArray<ZippedFile> files) => _files = files;

    /// <summary>The files of an artifact. Names that lead out of the root, occur twice or differ in case only are complained of.</summary>
    public static Checked<ZipList> Of(PlannedArtifact planned)
    {
        var (id, source) = (planned.Id, planned.Source);
        var diagnostics = new List<Diagnostic>();
        var files = new SortedDictionary<string, ZippedFile>(StringComparer.Ordinal);
        foreach (var file in FilesOf(source).Concat(planned.Added.SelectMany(ContentFiles.Of)))
        {
            var (relativePath, sourcePath) = (file.Name, file.SourcePath);
            if (ZipNames.Normalize(relativePath) is not { } name)
            {
                diagnostics.Add(PackageDiagnostics.OutsideRoot.At(SourceSpan.None, $"'{relativePath}' ({sourcePath}) would lie outside artifact '{id}'.", "Give it a relative path without '..'."));
            }
            else if (!files.TryAdd(name, file with { Name = name }) && files[name].SourcePath != sourcePath)
            {
                diagnostics.Add(PackageDiagnostics.DuplicateFile.At(SourceSpan.None, $"Artifact '{id}' gets '{name}' twice: from {files[name].SourcePath} and from {sourcePath}.", "Publish only one of them."));
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

        return Checked.From(new ZipList([.. files.Values]), diagnostics);
    }

    /// <summary>The names with the bytes that the disk tells without reading; none for a file that is not there.</summary>
    public IReadOnlyCollection<(string Name, long Length)> Lengths =>
        [.. _files.Select(file => (file.Name, new FileInfo(file.SourcePath) is { Exists: true } found ? found.Length : 0))];

    /// <summary>A complaint about a file that cannot be read.</summary>
    public static Diagnostic CannotRead(string path, string because) => PackageDiagnostics.CannotRead.At(SourceSpan.File(path), $"'{path}' cannot be read: {because}.");

    /// <summary>Reads every file once, in parallel, for its hash and mode.</summary>
    public Checked<List<ZipEntry>> Read(CancellationToken cancellationToken)
    {
        var entries = new ZipEntry?[_files.Length];
        var complaints = new Diagnostic?[_files.Length];
        Parallel.For(0, _files.Length, new ParallelOptions { CancellationToken = cancellationToken }, at =>
        {
            var (name, path, keepsMode) = _files[at];
            try
            {
                entries[at] = ZipEntry.Read(name, path, keepsMode, cancellationToken);
            }
            catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
            {
                complaints[at] = CannotRead(path, broken is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : broken.Message.TrimEnd('.'));
            }
        });
        return Checked.From<List<ZipEntry>>([.. entries.OfType<ZipEntry>()], complaints.OfType<Diagnostic>());
    }

    // A project's output has whatever modes its build gave it; other content was given its modes by somebody.
    private static IEnumerable<ZippedFile> FilesOf(ArtifactSource source) => source switch
    {
        PublishedSource { Project.Files: var files } => files.Select(file => new ZippedFile(file.RelativePath, file.SourcePath, KeepsMode: false)),
        PublishedImageSource { Project.Files: var files } => files.Select(file => new ZippedFile(file.RelativePath, file.SourcePath, KeepsMode: false)),
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

/// <summary>A file on its way into a zip.</summary>
/// <param name="Name">Its relative path there.</param>
/// <param name="SourcePath">Absolute path of the file.</param>
/// <param name="KeepsMode">True when the disk may say that it is executable.</param>
internal sealed record ZippedFile(string Name, string SourcePath, bool KeepsMode);
