using System.IO.Compression;
using System.Security.Cryptography;
using Serverless.Artifacts.Images;
using Serverless.Artifacts.Sizes;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>How artifacts are packed.</summary>
/// <param name="Folder">Absolute path of the folder that they are written to; it is made when it is missing.</param>
public sealed record PackSettings(string Folder)
{
    /// <summary>How hard zips are compressed.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Optimal;

    /// <summary>What an earlier build packed into the folder, by id; an artifact of the same content is not packed again.</summary>
    public IReadOnlyDictionary<string, Artifact> Previous { get; init; } = new Dictionary<string, Artifact>();

    /// <summary>Opens the temporary file that becomes the artifact. Tests put a full disk here.</summary>
    internal Func<string, Stream> OpenTemporary { get; init; } =
        path => new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
}

/// <summary>An artifact that is there.</summary>
/// <param name="Artifact">The artifact.</param>
/// <param name="WasWritten">False when an earlier build's file was still right.</param>
public sealed record PackedArtifact(Artifact Artifact, bool WasWritten)
{
    /// <summary>How many files were packed into it; null for what is stored as it is.</summary>
    public int? Files { get; init; }

    /// <summary>The artifact in a few words: <c>Orders-linux-x64.zip: 20.0 MB, 42 files, written</c>.</summary>
    public string Summary => string.Join(", ", ((string?[])
    [
        $"{Path.GetFileName(Artifact.Path)}: {ByteSize.Show(Artifact.Size)}",
        Files is { } files ? $"{files} {(files == 1 ? "file" : "files")}" : null,
        WasWritten ? "written" : "unchanged",
    ]).OfType<string>());
}

/// <summary>An artifact whose file is complete but does not have its name yet, so that several can appear together.</summary>
/// <param name="Packed">The artifact as it will be.</param>
/// <param name="TemporaryPath">Absolute path of the complete file; null when the artifact is there already.</param>
internal sealed record PreparedArtifact(PackedArtifact Packed, string? TemporaryPath)
{
    /// <summary>Gives the file its name.</summary>
    public void Commit()
    {
        if (TemporaryPath is not null)
        {
            File.Move(TemporaryPath, Packed.Artifact.Path, overwrite: true);
        }
    }

    /// <summary>Deletes the file, unless it has its name.</summary>
    public void Discard()
    {
        if (TemporaryPath is not null)
        {
            File.Delete(TemporaryPath);
        }
    }
}

/// <summary>
/// Makes the files of artifacts. The same names, modes and contents give the same bytes, wherever and whenever. A file is written under
/// another name and renamed, so that there is either all of it or nothing new.
/// </summary>
/// <remarks>
/// Zips are read and written without awaiting the disk: a file system answers at once or blocks a thread of the pool instead, and every asynchronous
/// method that is suspended costs a new process, as most builds are, more than a millisecond of compiling.
/// </remarks>
public static class ArtifactPacker
{
    /// <summary>What Lambda unpacks at most, layers included (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).</summary>
    public const long MaxUnzippedCode = 250L << 20;

    // What a zip can hold without ZIP64, for content that is no code.
    private const long MaxUnzipped = uint.MaxValue / 2;
    private const int LargestToName = 5;

    /// <summary>Packs one artifact, unless it is there already.</summary>
    /// <param name="planned">The artifact; a source that is not published yet cannot be packed.</param>
    /// <param name="settings">Where to and how.</param>
    /// <param name="cancellationToken">Stops packing; nothing is left behind.</param>
    /// <returns>The artifact, or why there is none. Files that cannot be read or written are complaints, not exceptions.</returns>
    public static async Task<Checked<PackedArtifact>> PackAsync(PlannedArtifact planned, PackSettings settings, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(planned, settings, cancellationToken);
        try
        {
            prepared.Value?.Commit();
            return new(prepared.Value?.Packed, prepared.Diagnostics);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return new(null, prepared.Diagnostics.Add(CannotWrite(planned, broken)));
        }
        finally
        {
            prepared.Value?.Discard();
        }
    }

    /// <summary>As <see cref="PackAsync"/>, but the file waits under another name for <see cref="PreparedArtifact.Commit"/>.</summary>
    internal static async Task<Checked<PreparedArtifact>> PrepareAsync(PlannedArtifact planned, PackSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return planned.Source switch
            {
                PublishedImageSource image => await new ImagePacker(planned, settings).PrepareAsync(image, cancellationToken),
                ImageArchiveSource image => await new ImagePacker(planned, settings).PrepareAsync(image, cancellationToken),
                PackedSource packed => Unchanged(packed.Artifact),
                FileSource file => await CopyAsync(planned, file.Path, settings, cancellationToken),
                ContentSource content when planned.Added.IsEmpty && IsArchive(content.Path) => await CopyAsync(planned, content.Path, settings, cancellationToken),
                _ => await ZipAsync(planned, ZipList.Of(planned), settings, cancellationToken),
            };
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Checked.Bad<PreparedArtifact>(CannotWrite(planned, broken));
        }
    }

    // Archives come by many names (.war, .nupkg, none at all); what they begin with is the same.
    private static bool IsArchive(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PK\u0003\u0004"u8);
    }

    private static Checked<PreparedArtifact> Unchanged(Artifact artifact, int? files = null) =>
        Checked.Good(new PreparedArtifact(new(artifact, WasWritten: false) { Files = files }, TemporaryPath: null));

    private static Diagnostic CannotWrite(PlannedArtifact planned, Exception broken) => PackageDiagnostics.CannotWrite.At(
        SourceSpan.None, $"Artifact '{planned.Id}' cannot be packed: {broken.Message.TrimEnd('.')}.", "Nothing was changed.");

    private static async Task<Checked<PreparedArtifact>> ZipAsync(PlannedArtifact planned, Checked<ZipList> list, PackSettings settings, CancellationToken cancellationToken)
    {
        if (!list.IsGood)
        {
            return Checked.Bad<PreparedArtifact>(list.Diagnostics);
        }

        // What is far too large is not read to its end first.
        if (ComplainOfSize(planned, list.Value.Lengths) is { } early)
        {
            return Checked.Bad<PreparedArtifact>(list.Diagnostics.Add(early));
        }

        var read = list.Value.Read(cancellationToken);
        var diagnostics = list.Diagnostics.AddRange(read.Diagnostics);
        if (!read.IsGood)
        {
            return Checked.Bad<PreparedArtifact>(diagnostics);
        }

        var entries = read.Value;
        if (ComplainOfSize(planned, [.. entries.Select(entry => (entry.Name, entry.Length))]) is { } complaint)
        {
            return Checked.Bad<PreparedArtifact>(diagnostics.Add(complaint));
        }

        var path = Path.Combine(settings.Folder, $"{planned.Id}.zip");
        var contentHash = ZipEntry.HashContent(entries);
        if (FindPrevious(planned.Id, path, contentHash, settings) is { } previous)
        {
            return Unchanged(previous, entries.Count) with { Diagnostics = diagnostics };
        }

        var (temporary, sha256, size) = await WriteAsync(path, settings, stream =>
        {
            new ZipWriter(stream, settings.Compression).Write(entries, cancellationToken);
            return Task.CompletedTask;
        });
        var artifact = new Artifact(planned.Id, path, contentHash, sha256, size, entries.Sum(entry => entry.Length));
        return new(new(new(artifact, WasWritten: true) { Files = entries.Count }, temporary), diagnostics);
    }

    private static Diagnostic? ComplainOfSize(PlannedArtifact planned, IReadOnlyCollection<(string Name, long Length)> files)
    {
        var (bytes, limit) = (files.Sum(file => file.Length), planned.IsCode ? MaxUnzippedCode : MaxUnzipped);
        if (bytes <= limit)
        {
            return null;
        }

        var largest = files.OrderByDescending(file => file.Length).ThenBy(file => file.Name, StringComparer.Ordinal).Take(LargestToName).Select(file => $"{file.Name} ({Megabytes(file.Length)})");
        return PackageDiagnostics.TooLarge.At(
            SourceSpan.None,
            $"Artifact '{planned.Id}' has {Megabytes(bytes)} unzipped; {(planned.IsCode ? "Lambda takes" : "an artifact may have")} {Megabytes(limit)}.",
            $"The largest files are {string.Join(", ", largest)}.");
    }

    private static string Megabytes(long bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");

    // A file may have been replaced by a build that failed later, so that its size alone says too little.
    internal static Artifact? FindPrevious(string id, string path, string contentHash, PackSettings settings) =>
        settings.Previous.GetValueOrDefault(id) is { } previous
        && previous.ContentHash == contentHash
        && previous.Path == path
        && File.Exists(path)
        && Hash(path) == (previous.Sha256, previous.Size)
            ? previous
            : null;

    private static async Task<Checked<PreparedArtifact>> CopyAsync(PlannedArtifact planned, string source, PackSettings settings, CancellationToken cancellationToken)
    {
        if (!File.Exists(source))
        {
            return Checked.Bad<PreparedArtifact>(ZipList.CannotRead(source, "it does not exist"));
        }

        var path = Path.Combine(settings.Folder, "files", planned.Id + Path.GetExtension(source));
        var (sha256, _) = Hash(source);
        var unzipped = CountUnzipped(planned, source);
        if (unzipped.Complaint is { } complaint)
        {
            return Checked.Bad<PreparedArtifact>(complaint);
        }

        // What is not packed has no entries to hash: its bytes are its content.
        if (FindPrevious(planned.Id, path, sha256, settings) is { } previous)
        {
            return Unchanged(previous);
        }

        var (temporary, written, size) = await WriteAsync(path, settings, stream => CopyAsync(source, stream, cancellationToken));
        return Checked.Good(new PreparedArtifact(new(new(planned.Id, path, written, written, size, unzipped.Bytes), WasWritten: true), temporary));
    }

    private static (long Bytes, Diagnostic? Complaint) CountUnzipped(PlannedArtifact planned, string source)
    {
        if (Path.GetExtension(source).ToLowerInvariant() is not (".zip" or ".jar") && !IsArchive(source))
        {
            return (new FileInfo(source).Length, null);
        }

        try
        {
            using var archive = ZipFile.OpenRead(source);
            var bytes = archive.Entries.Sum(entry => entry.Length);
            return planned.IsCode && bytes > MaxUnzippedCode
                ? (0, PackageDiagnostics.TooLarge.At(SourceSpan.File(source), $"'{Path.GetFileName(source)}' has {Megabytes(bytes)} unzipped; Lambda takes {Megabytes(MaxUnzippedCode)}."))
                : (bytes, null);
        }
        catch (InvalidDataException)
        {
            return (0, PackageDiagnostics.NotAnArchive.At(SourceSpan.File(source), $"'{Path.GetFileName(source)}' cannot be read as a zip archive."));
        }
    }

    internal static async Task<(string Temporary, string Sha256, long Size)> WriteAsync(string path, PackSettings settings, Func<Stream, Task> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using var stream = settings.OpenTemporary(temporary);
            await write(stream);
            stream.Flush();
            stream.Position = 0;
            return (temporary, Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static async Task CopyAsync(string source, Stream target, CancellationToken cancellationToken)
    {
        await using var input = File.OpenRead(source);
        await input.CopyToAsync(target, cancellationToken);
    }

    private static (string Sha256, long Size) Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return (Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
    }
}
