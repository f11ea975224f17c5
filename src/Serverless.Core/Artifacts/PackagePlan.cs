using System.Collections.Immutable;
using Serverless.Artifacts.Images;
using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>What an artifact is made from.</summary>
public abstract record ArtifactSource;

/// <summary>A project that is still to be published; it can be planned with, not packed.</summary>
/// <param name="Publish">The publish it needs.</param>
public sealed record ProjectSource(RequiredPublish Publish) : ArtifactSource;

/// <summary>A publish output, which is zipped.</summary>
/// <param name="Project">The published project.</param>
public sealed record PublishedSource(PublishedProject Project) : ArtifactSource;

/// <summary>A folder, or a single file, that is zipped as it is.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="ExcludedPaths">Absolute paths of what is left out.</param>
public sealed record ContentSource(string Path, ImmutableArray<string> ExcludedPaths) : ArtifactSource;

/// <summary>A file that is stored as it is: an archive, an API definition.</summary>
/// <param name="Path">Absolute path.</param>
public sealed record FileSource(string Path) : ArtifactSource;

/// <summary>An artifact that an earlier build made.</summary>
/// <param name="Artifact">The artifact.</param>
public sealed record PackedSource(Artifact Artifact) : ArtifactSource;

/// <summary>An artifact to be, with everything that will point at it.</summary>
/// <param name="Id">Its name inside the manifest: letters, digits, dots, hyphens and underscores, unique regardless of case.</param>
/// <param name="Source">What it is made from.</param>
/// <param name="Fills">The properties that its place is written into, in the template's order.</param>
public sealed record PlannedArtifact(string Id, ArtifactSource Source, ImmutableArray<PropertyPlace> Fills)
{
    /// <summary>True when a function runs the artifact's content, so that Lambda's limits hold for it.</summary>
    public bool IsCode { get; init; }

    /// <summary>Files that are zipped with those of the source; none for a source that is stored as it is.</summary>
    public ImmutableArray<AddedContent> Added { get; init; } = [];
}

/// <summary>A template that another one nests by a local path.</summary>
/// <param name="Id">Its name inside the manifest: letters, digits, dots, hyphens and underscores, unique regardless of case, never empty.</param>
/// <param name="Template">The template as it was read; its source tells the file.</param>
/// <param name="Fills">The properties that its address is written into.</param>
public sealed record NestedTemplate(string Id, Template Template, ImmutableArray<PropertyPlace> Fills)
{
    /// <summary>
    /// The template in one piece, for what its parents give its parameters; the plan is made for it. In a plan that was read from a manifest
    /// it is still as it was written.
    /// </summary>
    public ComposedTemplate Composed { get; init; } = ComposedTemplate.AsWritten(Template);
}

/// <summary>Which artifacts a template needs, those of its nested templates included.</summary>
/// <param name="Artifacts">The artifacts, in the order in which the template first needs them.</param>
public sealed record PackagePlan(ImmutableArray<PlannedArtifact> Artifacts)
{
    /// <summary>A plan without artifacts.</summary>
    public static PackagePlan Empty { get; } = new(ImmutableArray<PlannedArtifact>.Empty);

    /// <summary>
    /// Properties with a local path that could not be planned; errors tell why. Later stages give them a stand-in, so that one mistake
    /// is not reported twice.
    /// </summary>
    public ImmutableArray<PropertyPlace> Unplanned { get; init; } = [];

    /// <summary>
    /// The nested templates, each once for every set of parameter values that decides what is built. Their artifacts are among
    /// <see cref="Artifacts"/>, so that what several templates need is made once.
    /// </summary>
    public ImmutableArray<NestedTemplate> Templates { get; init; } = [];

    /// <summary>Absolute path of the manifest that the plan was read from; null for a plan that was made of the templates.</summary>
    public string? ManifestPath { get; init; }

    /// <summary>The publishes that the plan still waits for, each once.</summary>
    public IEnumerable<RequiredPublish> RequiredPublishes => Artifacts.Select(artifact => PublishOf(artifact.Source)).OfType<RequiredPublish>().Distinct();

    /// <summary>Those of them that become container images.</summary>
    public IEnumerable<RequiredPublish> RequiredImages => Artifacts.Select(artifact => artifact.Source).OfType<ImageProjectSource>().Select(source => source.Publish).Distinct();

    /// <summary>The publish that a source waits for; null when it waits for none.</summary>
    internal static RequiredPublish? PublishOf(ArtifactSource source) => source switch
    {
        ProjectSource zip => zip.Publish,
        ImageProjectSource image => image.Publish,
        _ => null,
    };
}
