using System.IO.Compression;
using System.Security.Cryptography;
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
public sealed record PackedArtifact(Artifact Artifact, bool WasWritten);

/// <summary>
/// Makes the files of artifacts. The same names, modes and contents give the same bytes, wherever and whenever. A file is written under
/// another name and renamed, so that there is either all of it or nothing new.
/// </summary>
public static class ArtifactPacker
{
    /// <summary>What Lambda unpacks at most, layers included (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).</summary>
    public const long MaxUnzippedCode = 250L << 20;

    // What a zip can hold without ZIP64, which Lambda does not need: the limit above is far smaller.
    private const long MaxUnzipped = uint.MaxValue / 2;
    private const int MaxEntries = ushort.MaxValue - 1;
    private const int LargestToName = 5;

    /// <summary>Packs one artifact, unless it is there already.</summary>
    /// <param name="planned">The artifact; a source that is not published yet cannot be packed.</param>
    /// <param name="settings">Where to and how.</param>
    /// <param name="cancellationToken">Stops packing; nothing is left behind.</param>
    /// <returns>The artifact, or why there is none. Files that cannot be read or written are complaints, not exceptions.</returns>
    public static async Task<Checked<PackedArtifact>> PackAsync(PlannedArtifact planned, PackSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return planned.Source switch
            {
                PackedSource packed => Checked.Good(new PackedArtifact(packed.Artifact, WasWritten: false)),
                FileSource file => await CopyAsync(planned, file.Path, settings, cancellationToken),
                var source => await ZipAsync(planned, ZipList.Of(planned.Id, source), settings, cancellationToken),
            };
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Checked.Bad<PackedArtifact>(PackageDiagnostics.CannotWrite.At(
                SourceSpan.None, $"Artifact '{planned.Id}' cannot be packed: {broken.Message.TrimEnd('.')}.", "Nothing was changed."));
        }
    }

    private static async Task<Checked<PackedArtifact>> ZipAsync(PlannedArtifact planned, Checked<ZipList> list, PackSettings settings, CancellationToken cancellationToken)
    {
        if (!list.IsGood)
        {
            return Checked.Bad<PackedArtifact>(list.Diagnostics);
        }

        var read = await list.Value.ReadAsync(cancellationToken);
        var diagnostics = list.Diagnostics.AddRange(read.Diagnostics);
        if (!read.IsGood)
        {
            return Checked.Bad<PackedArtifact>(diagnostics);
        }

        var entries = read.Value;
        if (ComplainOfSize(planned, entries) is { } complaint)
        {
            return Checked.Bad<PackedArtifact>(diagnostics.Add(complaint));
        }

        var path = Path.Combine(settings.Folder, $"{planned.Id}.zip");
        var contentHash = ZipEntry.HashContent(entries);
        if (await FindPreviousAsync(planned.Id, path, contentHash, settings, cancellationToken) is { } previous)
        {
            return new(new(previous, WasWritten: false), diagnostics);
        }

        var (sha256, size) = await WriteAsync(path, settings, stream => new ZipWriter(stream, settings.Compression).WriteAsync(entries, cancellationToken), cancellationToken);
        return new(new(new(planned.Id, path, contentHash, sha256, size, entries.Sum(entry => entry.Length)), WasWritten: true), diagnostics);
    }

    private static Diagnostic? ComplainOfSize(PlannedArtifact planned, List<ZipEntry> entries)
    {
        if (entries.Count > MaxEntries)
        {
            return PackageDiagnostics.TooManyFiles.At(SourceSpan.None, $"Artifact '{planned.Id}' has {entries.Count} files; a zip can have {MaxEntries}.");
        }

        var (bytes, limit) = (entries.Sum(entry => entry.Length), planned.IsCode ? MaxUnzippedCode : MaxUnzipped);
        if (bytes <= limit)
        {
            return null;
        }

        var largest = entries.OrderByDescending(entry => entry.Length).ThenBy(entry => entry.Name, StringComparer.Ordinal).Take(LargestToName).Select(entry => $"{entry.Name} ({Megabytes(entry.Length)})");
        return PackageDiagnostics.TooLarge.At(
            SourceSpan.None,
            $"Artifact '{planned.Id}' has {Megabytes(bytes)} unzipped; {(planned.IsCode ? "Lambda takes" : "an artifact may have")} {Megabytes(limit)}.",
            $"The largest files are {string.Join(", ", largest)}.");
    }

    private static string Megabytes(long bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");

    // A file may have been replaced by a build that failed later, so that its size alone says too little.
    private static async Task<Artifact?> FindPreviousAsync(string id, string path, string contentHash, PackSettings settings, CancellationToken cancellationToken) =>
        settings.Previous.GetValueOrDefault(id) is { } previous
        && previous.ContentHash == contentHash
        && previous.Path == path
        && File.Exists(path)
        && await HashAsync(path, cancellationToken) == (previous.Sha256, previous.Size)
            ? previous
            : null;

    private static async Task<Checked<PackedArtifact>> CopyAsync(PlannedArtifact planned, string source, PackSettings settings, CancellationToken cancellationToken)
    {
        if (!File.Exists(source))
        {
            return Checked.Bad<PackedArtifact>(ZipList.CannotRead(source, "it does not exist"));
        }

        var path = Path.Combine(settings.Folder, "files", planned.Id + Path.GetExtension(source));
        var (sha256, _) = await HashAsync(source, cancellationToken);
        var unzipped = CountUnzipped(planned, source);
        if (unzipped.Complaint is { } complaint)
        {
            return Checked.Bad<PackedArtifact>(complaint);
        }

        // What is not packed has no entries to hash: its bytes are its content.
        if (await FindPreviousAsync(planned.Id, path, sha256, settings, cancellationToken) is { } previous)
        {
            return Checked.Good(new PackedArtifact(previous, WasWritten: false));
        }

        var (written, size) = await WriteAsync(path, settings, async stream =>
        {
            await using var input = File.OpenRead(source);
            await input.CopyToAsync(stream, cancellationToken);
        }, cancellationToken);
        return Checked.Good(new PackedArtifact(new(planned.Id, path, written, written, size, unzipped.Bytes), WasWritten: true));
    }

    private static (long Bytes, Diagnostic? Complaint) CountUnzipped(PlannedArtifact planned, string source)
    {
        if (Path.GetExtension(source).ToLowerInvariant() is not (".zip" or ".jar"))
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

    private static async Task<(string Sha256, long Size)> WriteAsync(string path, PackSettings settings, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            (string, long) written;
            await using (var stream = settings.OpenTemporary(temporary))
            {
                await write(stream);
                await stream.FlushAsync(cancellationToken);
                stream.Position = 0;
                written = (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)), stream.Length);
            }

            File.Move(temporary, path, overwrite: true);
            return written;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<(string Sha256, long Size)> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)), stream.Length);
    }
}
