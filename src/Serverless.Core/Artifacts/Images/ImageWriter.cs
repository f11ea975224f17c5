using System.Formats.Tar;

namespace Serverless.Artifacts.Images;

/// <summary>
/// Writes an image as an archive that registries' tools and <c>docker load</c> read: the layout of OCI
/// (https://github.com/opencontainers/image-spec/blob/main/image-layout.md) with docker's own manifest.json beside it.
/// </summary>
/// <param name="manifest">The image.</param>
/// <param name="open">Opens a part of it; the stream is disposed here.</param>
internal sealed class ImageWriter(ImageManifest manifest, Func<ImagePart, Stream> open)
{
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the archive.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="name">What docker shall call the image.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task WriteAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true);
        await AddAsync(tar, "oci-layout", JsonBytes.Write(json => json.WriteString("imageLayoutVersion", "1.0.0")), cancellationToken);
        await AddAsync(tar, "index.json", Index(name), cancellationToken);
        await AddAsync(tar, "manifest.json", [(byte)'[', .. Saved(name), (byte)']'], cancellationToken);
        await AddAsync(tar, ImageArchive.NameOf(manifest.Digest), manifest.Bytes.ToArray(), cancellationToken);
        foreach (var part in manifest.Parts)
        {
            await using var content = open(part);
            await AddAsync(tar, ImageArchive.NameOf(part.Digest), content, cancellationToken);
        }
    }

    private byte[] Index(string name) => JsonBytes.Write(json =>
    {
        json.WriteNumber("schemaVersion", 2);
        json.WriteString("mediaType", ImageMediaTypes.Index);
        json.WriteStartArray("manifests");
        json.WriteStartObject();
        json.WriteString("mediaType", manifest.MediaType);
        json.WriteString("digest", manifest.Digest);
        json.WriteNumber("size", manifest.Bytes.Length);
        json.WriteStartObject("annotations");
        json.WriteString("org.opencontainers.image.ref.name", name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private byte[] Saved(string name) => JsonBytes.Write(json =>
    {
        json.WriteString("Config", ImageArchive.NameOf(manifest.Config.Digest));
        json.WriteStartArray("RepoTags");
        json.WriteStringValue($"{name}:latest");
        json.WriteEndArray();
        json.WriteStartArray("Layers");
        foreach (var layer in manifest.Layers)
        {
            json.WriteStringValue(ImageArchive.NameOf(layer.Digest));
        }

        json.WriteEndArray();
    });

    private static async Task AddAsync(TarWriter tar, string name, byte[] content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content);
        await AddAsync(tar, name, stream, cancellationToken);
    }

    private static Task AddAsync(TarWriter tar, string name, Stream content, CancellationToken cancellationToken) => tar.WriteEntryAsync(
        new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = (UnixFileMode)0b110_100_100, ModificationTime = Time }, cancellationToken);
}
