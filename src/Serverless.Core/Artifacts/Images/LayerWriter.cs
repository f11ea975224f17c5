using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Serverless.Artifacts.Images;

/// <summary>A layer that was written.</summary>
/// <param name="Part">The compressed layer.</param>
/// <param name="DiffId">The digest of the layer before its compression.</param>
internal sealed record WrittenLayer(ImagePart Part, string DiffId);

/// <summary>
/// Writes a program's files as a layer. The same names, modes and contents give the same bytes: entries are sorted, dated 1980-01-01 and
/// belong to root.
/// </summary>
/// <param name="folder">The folder inside the image.</param>
/// <param name="compression">How hard it is compressed.</param>
internal sealed class LayerWriter(string folder, CompressionLevel compression)
{
    // RFC 1952: which system made it, of which this says nothing.
    private const int SystemOffset = 9;
    private const byte UnknownSystem = 255;

    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = folder.Trim('/');

    /// <summary>Writes the layer.</summary>
    /// <param name="stream">Where to; it can be read and sought.</param>
    /// <param name="entries">The files in their order.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task<WrittenLayer> WriteAsync(Stream stream, IReadOnlyList<ZipEntry> entries, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        await using (var zip = new GZipStream(stream, compression, leaveOpen: true))
        await using (var hashing = new CryptoStream(zip, hash, CryptoStreamMode.Write, leaveOpen: true))
        await using (var tar = new TarWriter(hashing, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var name in FoldersOf(entries))
            {
                await tar.WriteEntryAsync(Entry(TarEntryType.Directory, name, 0b111_101_101), cancellationToken);
            }

            foreach (var entry in entries)
            {
                await WriteAsync(tar, entry, cancellationToken);
            }
        }

        stream.Position = SystemOffset;
        stream.WriteByte(UnknownSystem);
        stream.Position = 0;
        var digest = ImagePart.DigestOf(await SHA256.HashDataAsync(stream, cancellationToken));
        return new(new(ImageMediaTypes.CompressedLayer, digest, stream.Length), ImagePart.DigestOf(hash.Hash));
    }

    private async Task WriteAsync(TarWriter tar, ZipEntry entry, CancellationToken cancellationToken)
    {
        var written = Entry(TarEntryType.RegularFile, Below(entry.Name), entry.Mode);
        await using var content = new FileStream(entry.SourcePath, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        if (content.Length != entry.Length)
        {
            throw new IOException($"'{entry.SourcePath}' changed while it was packed");
        }

        written.DataStream = content;
        await tar.WriteEntryAsync(written, cancellationToken);
    }

    // Names that the plain form has no room for are written in GNU's way: that of POSIX holds the number of this process.
    private static PosixTarEntry Entry(TarEntryType type, string name, int mode)
    {
        PosixTarEntry entry = Fits(name) ? new UstarTarEntry(type, name) : new GnuTarEntry(type, name) { AccessTime = default, ChangeTime = default };
        entry.Mode = (UnixFileMode)mode;
        entry.ModificationTime = Time;
        return entry;
    }

    private static bool Fits(string name) => name.Length <= 100 && name.All(char.IsAscii);

    private IEnumerable<string> FoldersOf(IReadOnlyList<ZipEntry> entries)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            for (var slash = entry.Name.IndexOf('/'); slash >= 0; slash = entry.Name.IndexOf('/', slash + 1))
            {
                names.Add(Below(entry.Name[..slash]));
            }
        }

        return _folder.Length > 0 ? names.Prepend(_folder) : names;
    }

    private string Below(string name) => _folder.Length > 0 ? $"{_folder}/{name}" : name;
}
