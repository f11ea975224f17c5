using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Serverless.Testing;

/// <summary>A container image of a few bytes that looks like a base image of Lambda.</summary>
public static class SmallImage
{
    /// <summary>The media type of its manifests, as Docker has it.</summary>
    public const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>Its only layer, uncompressed.</summary>
    public static byte[] Layer { get; } = TarOf(("lambda-entrypoint.sh", "#!/bin/sh\n"u8.ToArray()));

    /// <summary>Its only layer.</summary>
    public static byte[] CompressedLayer { get; } = Compress(Layer);

    /// <summary>Its settings.</summary>
    public static byte[] Config(string architecture, params string[] moreLayers) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        architecture,
        os = "linux",
        created = "2024-01-01T00:00:00Z",
        config = new { Entrypoint = (string[])["/lambda-entrypoint.sh"], WorkingDir = "/var/task", Env = (string[])["LAMBDA_TASK_ROOT=/var/task"] },
        rootfs = new { type = "layers", diff_ids = (string[])[DigestOf(Layer), .. moreLayers] },
        history = ((string[])["base", .. moreLayers]).Select(by => new { created = "2024-01-01T00:00:00Z", created_by = by }),
    });

    /// <summary>A manifest for settings and layers.</summary>
    public static byte[] Manifest(byte[] config, params byte[][] layers) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        schemaVersion = 2,
        mediaType = ManifestType,
        config = new { mediaType = "application/vnd.docker.container.image.v1+json", size = config.Length, digest = DigestOf(config) },
        layers = layers.Select(layer => new { mediaType = "application/vnd.docker.image.rootfs.diff.tar.gzip", size = layer.Length, digest = DigestOf(layer) }),
    });

    /// <summary>An archive as the .NET SDK writes it: the base and, above it, a layer that has the time of the build.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="stamp">What differs from build to build.</param>
    public static string WriteSdkArchive(string path, string stamp)
    {
        var stamped = TarOf(("var/task/stamp", Encoding.UTF8.GetBytes(stamp)));
        var top = Compress(stamped);
        var config = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Config("amd64", DigestOf(stamped))).Replace("2024-01-01T00:00:00Z\",\"config", $"{stamp}\",\"config", StringComparison.Ordinal));
        return WriteLayout(path, Manifest(config, CompressedLayer, top), config, CompressedLayer, top);
    }

    /// <summary>An archive in the layout of OCI.</summary>
    public static string WriteLayout(string path, byte[] manifest, params byte[][] parts)
    {
        var index = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, manifests = (object[])[new { mediaType = ManifestType, size = manifest.Length, digest = DigestOf(manifest) }] });
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, TarOf([("index.json", index), .. ((byte[][])[manifest, .. parts]).DistinctBy(DigestOf).Select(part => (NameOf(part), part))]));
        return path;
    }

    /// <summary>An archive as older versions of <c>docker save</c> write it.</summary>
    public static string WriteSaved(string path)
    {
        var config = Config("amd64");
        File.WriteAllBytes(path, TarOf(
            ("manifest.json", JsonSerializer.SerializeToUtf8Bytes((object[])[new { Config = "config.json", RepoTags = (string[])["some:latest"], Layers = (string[])["one/layer.tar"] }])),
            ("config.json", config),
            ("one/layer.tar", Layer)));
        return path;
    }

    /// <summary>The name of something by its content.</summary>
    public static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    /// <summary>A tar of files.</summary>
    public static byte[] TarOf(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });
            }
        }

        return stream.ToArray();
    }

    /// <summary>The same bytes, compressed.</summary>
    public static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(content);
        }

        return stream.ToArray();
    }

    private static string NameOf(byte[] part) => $"blobs/{DigestOf(part).Replace(':', '/')}";
}
