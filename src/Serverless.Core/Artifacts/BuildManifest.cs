using System.Text.Json.Serialization;

namespace Serverless.Artifacts;

/// <summary>
/// What a build made, and all that a deployment needs of it: the content of <c>serverless.manifest.json</c>. It holds no absolute path and
/// no time, so that equal inputs give equal bytes and the folder can be moved. docs/manifest.md describes the format.
/// </summary>
/// <param name="Template">The template.</param>
/// <param name="Artifacts">The artifacts, in ordinal order of their ids.</param>
public sealed record BuildManifest(ManifestTemplate Template, IReadOnlyList<ManifestArtifact> Artifacts)
{
    /// <summary>The version of the format that this code writes and reads.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The manifest's file name.</summary>
    public const string FileName = "serverless.manifest.json";

    /// <summary>The version of the format.</summary>
    [JsonPropertyOrder(-1)]
    [JsonRequired]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The nested templates, each behind those that it nests itself.</summary>
    public IReadOnlyList<ManifestNestedTemplate> Templates { get; init; } = [];

    /// <summary>All files that the manifest names, relative to its folder.</summary>
    [JsonIgnore]
    public IEnumerable<string> FilePaths =>
        [.. Artifacts.Select(artifact => artifact.Path), Template.Path, Template.Packaged, .. Templates.SelectMany(nested => (string[])[nested.Path, nested.Packaged])];

    /// <summary>The artifacts as they lie in the manifest's folder.</summary>
    /// <param name="folder">Absolute path of the folder.</param>
    public IEnumerable<Artifact> ArtifactsIn(string folder) => Artifacts.Select(artifact => artifact.In(folder));
}

/// <summary>The template of a manifest. Paths are relative to the manifest's folder, with forward slashes.</summary>
/// <param name="Path">The copy in the folder, byte for byte what the user wrote.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the copy.</param>
/// <param name="Original">The user's file as seen from the folder where it was built. Complaints point there as long as it is still the same.</param>
/// <param name="Packaged">A copy in which local paths lead to the artifacts beside it, for other tools.</param>
public sealed record ManifestTemplate(string Path, string Sha256, string Original, string Packaged);

/// <summary>A nested template of a manifest. Paths are as those of <see cref="ManifestTemplate"/>.</summary>
/// <param name="Id">Its name, unique in the manifest.</param>
/// <param name="Path">The copy in the folder, byte for byte what the user wrote.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the copy.</param>
/// <param name="Original">The user's file as seen from the folder where it was built.</param>
/// <param name="Packaged">A copy in which local paths lead to the artifacts, as seen from where it lies, for other tools.</param>
/// <param name="Fills">The properties of other templates that its address is written into.</param>
public sealed record ManifestNestedTemplate(string Id, string Path, string Sha256, string Original, string Packaged, IReadOnlyList<ManifestFill> Fills);

/// <summary>An artifact of a manifest.</summary>
/// <param name="Id">Its name, unique in the manifest.</param>
/// <param name="Path">The file, relative to the manifest's folder, with forward slashes.</param>
/// <param name="ContentHash">See <see cref="Artifact.ContentHash"/>.</param>
/// <param name="Sha256">See <see cref="Artifact.Sha256"/>.</param>
/// <param name="Size">See <see cref="Artifact.Size"/>.</param>
/// <param name="UnzippedSize">See <see cref="Artifact.UnzippedSize"/>.</param>
/// <param name="Fills">The properties that its place is written into, in the template's order.</param>
public sealed record ManifestArtifact(string Id, string Path, string ContentHash, string Sha256, long Size, long UnzippedSize, IReadOnlyList<ManifestFill> Fills)
{
    /// <summary>The project it was published from; null for content that was no project.</summary>
    public ManifestProject? Project { get; init; }

    /// <summary>What is told of a container image, whose archive the file is; null for everything else.</summary>
    public ManifestImage? Image { get; init; }

    /// <summary>The artifact as it lies in the manifest's folder.</summary>
    /// <param name="folder">Absolute path of the folder.</param>
    public Artifact In(string folder) => new(Id, System.IO.Path.GetFullPath(Path, folder), ContentHash, Sha256, Size, UnzippedSize) { ImageDigest = Image?.Digest };
}

/// <summary>A container image of a manifest.</summary>
/// <param name="Digest">The image's digest, <c>sha256:</c> and 64 lower-case hex digits.</param>
public sealed record ManifestImage(string Digest);

/// <summary>The publish that an artifact was made from.</summary>
/// <param name="Path">The project file, relative to the template's folder at build time, with forward slashes.</param>
/// <param name="RuntimeIdentifier">What it was published for, such as <c>linux-arm64</c>.</param>
/// <param name="Configuration">The configuration, most often <c>Release</c>.</param>
/// <param name="TargetFramework">The target framework; null when the build did not say.</param>
public sealed record ManifestProject(string Path, string RuntimeIdentifier, string Configuration, string? TargetFramework);

/// <summary>A property that an artifact's place is written into.</summary>
/// <param name="Resource">The resource's logical id; empty when the property belongs to none.</param>
/// <param name="Property">The property; a dot leads into a map. Without a resource, a JSON pointer from the template's root.</param>
public sealed record ManifestFill(string Resource, string Property)
{
    /// <summary>The id of the nested template that has the property; null for the app's own.</summary>
    public string? Template { get; init; }

    /// <summary>The property as plans name it.</summary>
    [JsonIgnore]
    public PropertyPlace Place => new(Resource, Property) { Template = Template ?? "" };

    /// <summary>The property as manifests name it.</summary>
    public static ManifestFill Of(PropertyPlace place) => new(place.Resource.Value, place.Property) { Template = place.Template.Length > 0 ? place.Template : null };
}
