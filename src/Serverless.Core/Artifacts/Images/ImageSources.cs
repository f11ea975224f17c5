using System.Collections.Immutable;

namespace Serverless.Artifacts.Images;

/// <summary>A project that is still to be published, whose output becomes a container image; it can be planned with, not packed.</summary>
/// <param name="Publish">The publish it needs.</param>
public sealed record ImageProjectSource(RequiredPublish Publish) : ArtifactSource;

/// <summary>A publish output that becomes a layer upon a base image.</summary>
/// <param name="Project">The published project.</param>
/// <param name="BaseArchive">Absolute path of an archive with the base image, and with the settings of the image to be.</param>
public sealed record PublishedImageSource(PublishedProject Project, string BaseArchive) : ArtifactSource;

/// <summary>A Dockerfile that docker is still to build.</summary>
/// <param name="ContextPath">Absolute path of the folder that docker is given.</param>
/// <param name="Path">Absolute path of the Dockerfile.</param>
/// <param name="Platform">What it is built for, such as <c>linux/arm64</c>.</param>
public sealed record DockerfileSource(string ContextPath, string Path, string Platform) : ArtifactSource
{
    /// <summary>The stage to stop at; null for the last one.</summary>
    public string? Target { get; init; }

    /// <summary>Build arguments as <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];
}

/// <summary>An archive with an image, as <c>docker save</c> and the .NET SDK write it.</summary>
/// <param name="Path">Absolute path.</param>
public sealed record ImageArchiveSource(string Path) : ArtifactSource;
