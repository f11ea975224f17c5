using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Artifacts.Images;

/// <summary>
/// Makes the archives of container images. The base image and the settings are the .NET SDK's; the program's layer is written here, from the
/// publish output's list and without a publish folder, so that the same inputs give the same image.
/// </summary>
/// <param name="planned">The artifact.</param>
/// <param name="settings">Where to and how.</param>
internal sealed class ImagePacker(PlannedArtifact planned, PackSettings settings)
{
    private string ArchivePath => Path.Combine(settings.Folder, $"{planned.Id}.tar");

    private string ImageName => planned.Id.ToLowerInvariant();

    /// <summary>Packs a publish output upon its base image.</summary>
    public async Task<Checked<PreparedArtifact>> PrepareAsync(PublishedImageSource source, CancellationToken cancellationToken)
    {
        var list = ZipList.Of(planned);
        var read = list.IsGood ? list.Value.Read(cancellationToken) : Checked.Bad<List<ZipEntry>>();
        var diagnostics = list.Diagnostics.AddRange(read.Diagnostics);
        if (!read.IsGood)
        {
            return Checked.Bad<PreparedArtifact>(diagnostics);
        }

        try
        {
            var archive = ImageArchive.Read(source.BaseArchive);
            var image = new ImageSettings(archive.ReadAll(archive.Manifest.Config));
            var layers = archive.Manifest.Layers[..^1].Select(layer => layer with { MediaType = ImageMediaTypes.OfOci(layer.MediaType) }).ToList();
            var contentHash = HashContent(image.WriteBase(), layers, ZipEntry.HashContent(read.Value));
            var prepared = FindPrevious(contentHash) ?? await WriteAsync(archive, image, layers, read.Value, contentHash, cancellationToken);
            return Checked.From(prepared with { Packed = prepared.Packed with { Files = read.Value.Count } }, diagnostics);
        }
        catch (InvalidDataException broken)
        {
            return Checked.Bad<PreparedArtifact>(diagnostics.Add(NotAnImage(source.BaseArchive, broken)));
        }
    }

    /// <summary>Takes an image that is there already.</summary>
    public async Task<Checked<PreparedArtifact>> PrepareAsync(ImageArchiveSource source, CancellationToken cancellationToken)
    {
        var plain = await UncompressAsync(source.Path, cancellationToken);
        try
        {
            var archive = ImageArchive.Read(plain ?? source.Path);
            var contentHash = archive.Manifest.Digest.Split(':')[1];
            return Checked.Good(FindPrevious(contentHash)
                ?? await WriteAsync(archive.Manifest, archive.Open, contentHash, await LayerSizes.SumAsync(archive.Manifest.Layers, archive.Open, cancellationToken), cancellationToken));
        }
        catch (InvalidDataException broken)
        {
            return Checked.Bad<PreparedArtifact>(NotAnImage(source.Path, broken));
        }
        finally
        {
            if (plain is not null)
            {
                File.Delete(plain);
            }
        }
    }

    private static Diagnostic NotAnImage(string path, InvalidDataException broken) => PackageDiagnostics.NotAnImage.At(
        SourceSpan.File(path), $"'{Path.GetFileName(path)}' cannot be read as an archive with a container image: {broken.Message}.");

    private PreparedArtifact? FindPrevious(string contentHash) =>
        ArtifactPacker.FindPrevious(planned.Id, ArchivePath, contentHash, settings) is { ImageDigest: not null } previous
            ? new(new(previous, WasWritten: false), TemporaryPath: null)
            : null;

    private async Task<PreparedArtifact> WriteAsync(
        ImageArchive archive, ImageSettings image, List<ImagePart> layers, List<ZipEntry> entries, string contentHash, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.DeleteOnClose };
        await using var file = new FileStream($"{ArchivePath}.{Guid.NewGuid():N}.layer", options);
        // Reading the base to its end takes as long as compressing a program does.
        var baseSize = Task.Run(() => LayerSizes.SumAsync(layers, archive.Open, cancellationToken), cancellationToken);
        var layer = await new LayerWriter(image.Folder, settings.Compression).WriteAsync(file, entries, cancellationToken);
        await file.FlushAsync(cancellationToken);

        var config = image.Write(layer.DiffId);
        var manifest = ImageManifest.Create(ImagePart.Of(ImageMediaTypes.Config, config), layers.Append(layer.Part));
        var size = await baseSize + await LayerSizes.SumAsync([layer.Part], Open, cancellationToken);
        return await WriteAsync(manifest, Open, contentHash, size, cancellationToken);

        Stream Open(ImagePart part) =>
            part == layer.Part ? new TarSection(new FileStream(file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), 0, part.Size)
            : part == manifest.Config ? new MemoryStream(config)
            : archive.Open(part);
    }

    private async Task<PreparedArtifact> WriteAsync(ImageManifest manifest, Func<ImagePart, Stream> open, string contentHash, long unzippedSize, CancellationToken cancellationToken)
    {
        var writer = new ImageWriter(manifest, open);
        var (temporary, sha256, size) = await ArtifactPacker.WriteAsync(ArchivePath, settings, stream => writer.WriteAsync(stream, ImageName, cancellationToken));
        return new(new(new(planned.Id, ArchivePath, contentHash, sha256, size, unzippedSize) { ImageDigest = manifest.Digest }, WasWritten: true), temporary);
    }

    // Seeking is for archives that are not compressed.
    private async Task<string?> UncompressAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var start = new byte[2];
        if (await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken) < start.Length || start is not [0x1F, 0x8B])
        {
            return null;
        }

        file.Position = 0;
        await using var zip = new GZipStream(file, CompressionMode.Decompress);
        Directory.CreateDirectory(settings.Folder);
        var plain = $"{ArchivePath}.{Guid.NewGuid():N}.plain";
        await using var output = new FileStream(plain, FileMode.CreateNew);
        await zip.CopyToAsync(output, cancellationToken);
        return plain;
    }

    // Settings, base layers and files: everything but how hard the program's layer is compressed.
    private static string HashContent(byte[] settings, List<ImagePart> layers, string files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(settings));
        layers.ForEach(layer => hash.AppendData(Encoding.ASCII.GetBytes($"{layer.Digest}\n")));
        hash.AppendData(Encoding.ASCII.GetBytes(files));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
