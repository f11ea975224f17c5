using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Serverless.Artifacts.Images;

/// <summary>Names a part of an image by its content.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Digest"><c>sha256:</c> and 64 lower-case hex digits.</param>
/// <param name="Size">Its bytes.</param>
public sealed record ImagePart(string MediaType, string Digest, long Size)
{
    private const string Prefix = "sha256:";

    /// <summary>The hex digits of the digest.</summary>
    public string Hash => Digest[Prefix.Length..];

    /// <summary>A part with the given content.</summary>
    public static ImagePart Of(string mediaType, ReadOnlySpan<byte> content) => new(mediaType, DigestOf(SHA256.HashData(content)), content.Length);

    /// <summary>The digest of a hash.</summary>
    public static string DigestOf(ReadOnlySpan<byte> hash) => Prefix + Convert.ToHexStringLower(hash);

    /// <summary>True for the only kind of digest that is read here.</summary>
    public static bool IsDigest(string text) => text.Length == Prefix.Length + 64 && text.StartsWith(Prefix, StringComparison.Ordinal) && text.Skip(Prefix.Length).All(char.IsAsciiHexDigitLower);
}

/// <summary>The manifest of an image (https://github.com/opencontainers/image-spec/blob/main/manifest.md): its settings and its layers.</summary>
/// <param name="Bytes">The text, which the image's digest is of.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="Config">The settings.</param>
/// <param name="Layers">The layers, the lowest first.</param>
public sealed record ImageManifest(ReadOnlyMemory<byte> Bytes, string MediaType, ImagePart Config, ImmutableArray<ImagePart> Layers)
{
    /// <summary>The image's digest.</summary>
    public string Digest => ImagePart.DigestOf(SHA256.HashData(Bytes.Span));

    /// <summary>Everything that has to be in a registry before the manifest.</summary>
    public IEnumerable<ImagePart> Parts => Layers.Append(Config).DistinctBy(part => part.Digest);

    /// <summary>A manifest in the form of OCI.</summary>
    public static ImageManifest Create(ImagePart config, IEnumerable<ImagePart> layers)
    {
        ImmutableArray<ImagePart> all = [.. layers];
        var bytes = JsonBytes.Write(json =>
        {
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", ImageMediaTypes.Manifest);
            json.WriteStartObject("config");
            Write(json, config);
            json.WriteStartArray("layers");
            foreach (var layer in all)
            {
                json.WriteStartObject();
                Write(json, layer);
            }

            json.WriteEndArray();
        });
        return new(bytes, ImageMediaTypes.Manifest, config, all);
    }

    /// <summary>Reads the text of a manifest.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ImageManifest Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            var mediaType = root.TryGetProperty("mediaType", out var stated) ? stated.GetString()! : ImageMediaTypes.Manifest;
            return new(bytes, mediaType, Part(root.GetProperty("config")), [.. root.GetProperty("layers").EnumerateArray().Select(Part)]);
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("its manifest cannot be read", broken);
        }
    }

    private static ImagePart Part(JsonElement part)
    {
        var digest = part.GetProperty("digest").GetString()!;
        return ImagePart.IsDigest(digest) ? new(part.GetProperty("mediaType").GetString()!, digest, part.GetProperty("size").GetInt64()) : throw new FormatException();
    }

    private static void Write(Utf8JsonWriter json, ImagePart part)
    {
        json.WriteString("mediaType", part.MediaType);
        json.WriteString("digest", part.Digest);
        json.WriteNumber("size", part.Size);
        json.WriteEndObject();
    }
}
