using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace Serverless.Artifacts.Images;

/// <summary>
/// An archive with one image: the layout of OCI in a tar, which the .NET SDK and docker write, or the older form of <c>docker save</c>.
/// Nothing of it is unpacked.
/// </summary>
public sealed class ImageArchive
{
    private readonly string _path;
    private readonly Dictionary<string, (long Offset, long Length)> _entries;
    private readonly Dictionary<string, string> _names = [];

    private ImageArchive(string path, Dictionary<string, (long Offset, long Length)> entries)
    {
        (_path, _entries) = (path, entries);
        Manifest = _entries.ContainsKey("index.json") ? ReadLayout() : _entries.ContainsKey("manifest.json") ? ReadSaved() : throw new InvalidDataException("it has neither an index.json nor a manifest.json");
    }

    /// <summary>The image's manifest; of an archive that has none, one made for what is in it.</summary>
    public ImageManifest Manifest { get; }

    /// <summary>Opens an archive. Parts are read when they are asked for.</summary>
    /// <param name="path">Absolute path of a tar that is not compressed.</param>
    /// <exception cref="InvalidDataException">It is no archive with one image; the message is the end of a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ImageArchive Read(string path)
    {
        var entries = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        using var stream = File.OpenRead(path);
        using var reader = new TarReader(stream);
        try
        {
            while (reader.GetNextEntry() is { } entry)
            {
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                {
                    entries[name] = (entry.DataOffset, entry.Length);
                }
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("it is not a tar archive, or only the beginning of one", broken);
        }

        return new(path, entries);
    }

    /// <summary>The content of a part of the image. The caller disposes it.</summary>
    public Stream Open(ImagePart part)
    {
        var (offset, length) = Entry(_names.GetValueOrDefault(part.Digest) ?? NameOf(part.Digest));
        return length == part.Size
            ? new TarSection(File.OpenRead(_path), offset, length)
            : throw new InvalidDataException($"{part.Digest} has {length} bytes instead of {part.Size}");
    }

    /// <summary>The whole content of a small part of the image.</summary>
    public byte[] ReadAll(ImagePart part)
    {
        using var stream = Open(part);
        return ReadAll(stream);
    }

    /// <summary>Where the layout of OCI keeps what has a digest.</summary>
    internal static string NameOf(string digest) => $"blobs/{digest.Replace(':', '/')}";

    private ImageManifest ReadLayout()
    {
        var manifests = Json("index.json").GetProperty("manifests").EnumerateArray().ToList();
        if (manifests is not [var only])
        {
            throw new InvalidDataException($"it has {manifests.Count} images instead of one");
        }

        var digest = only.GetProperty("digest").GetString()!;
        var bytes = ReadAll(NameOf(digest));
        if (ImagePart.DigestOf(SHA256.HashData(bytes)) != digest)
        {
            throw new InvalidDataException("its manifest is damaged");
        }

        return only.GetProperty("mediaType").GetString() is ImageMediaTypes.Index or ImageMediaTypes.DockerIndex
            ? ImageManifest.Read(ReadAll(NameOf(OnlyImage(bytes))))
            : ImageManifest.Read(bytes);
    }

    // What docker adds beside the image, such as an attestation, has no platform.
    private static string OnlyImage(byte[] index)
    {
        using var document = JsonDocument.Parse(index);
        var images = document.RootElement.GetProperty("manifests").EnumerateArray()
            .Where(image => !image.TryGetProperty("platform", out var platform) || platform.GetProperty("architecture").GetString() != "unknown").ToList();
        return images is [var only] ? only.GetProperty("digest").GetString()! : throw new InvalidDataException($"it has {images.Count} images instead of one");
    }

    // The older form has no manifest and names layers as it likes, some of them compressed.
    private ImageManifest ReadSaved()
    {
        var images = Json("manifest.json").EnumerateArray().ToList();
        if (images is not [var only])
        {
            throw new InvalidDataException($"it has {images.Count} images instead of one");
        }

        var config = Part(only.GetProperty("Config").GetString()!, _ => ImageMediaTypes.Config);
        var layers = only.GetProperty("Layers").EnumerateArray()
            .Select(layer => Part(layer.GetString()!, start => start is [0x1F, 0x8B, ..] ? ImageMediaTypes.CompressedLayer : ImageMediaTypes.Layer)).ToImmutableArray();
        return ImageManifest.Create(config, layers);
    }

    private ImagePart Part(string name, Func<byte[], string> mediaType)
    {
        var (offset, length) = Entry(name);
        using var stream = new TarSection(File.OpenRead(_path), offset, length);
        var start = new byte[2];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var part = new ImagePart(mediaType(start[..count]), ImagePart.DigestOf(SHA256.HashData(stream)), length);
        _names[part.Digest] = name;
        return part;
    }

    private JsonElement Json(string name)
    {
        try
        {
            using var document = JsonDocument.Parse(ReadAll(name));
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"its {name} cannot be read", broken);
        }
    }

    private byte[] ReadAll(string name)
    {
        var (offset, length) = Entry(name);
        using var stream = new TarSection(File.OpenRead(_path), offset, length);
        return ReadAll(stream);
    }

    private static byte[] ReadAll(Stream stream)
    {
        var bytes = new byte[checked((int)stream.Length)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private (long Offset, long Length) Entry(string name) => _entries.TryGetValue(name, out var entry) ? entry : throw new InvalidDataException($"it has no {name}");
}
