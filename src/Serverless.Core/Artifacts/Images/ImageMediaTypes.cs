namespace Serverless.Artifacts.Images;

/// <summary>What the parts of images are (https://github.com/opencontainers/image-spec/blob/main/media-types.md).</summary>
public static class ImageMediaTypes
{
    /// <summary>A manifest.</summary>
    public const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>A manifest as Docker has it.</summary>
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>A list of manifests.</summary>
    public const string Index = "application/vnd.oci.image.index.v1+json";

    /// <summary>A list of manifests as Docker has it.</summary>
    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>Settings.</summary>
    public const string Config = "application/vnd.oci.image.config.v1+json";

    /// <summary>A layer as it is.</summary>
    public const string Layer = "application/vnd.oci.image.layer.v1.tar";

    /// <summary>A compressed layer.</summary>
    public const string CompressedLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>OCI's name for a kind of layer that Docker names differently; any other name itself.</summary>
    public static string OfOci(string layer) => layer switch
    {
        "application/vnd.docker.image.rootfs.diff.tar.gzip" => CompressedLayer,
        "application/vnd.docker.image.rootfs.diff.tar" => Layer,
        _ => layer,
    };
}
