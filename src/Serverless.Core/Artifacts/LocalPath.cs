using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>What a path in a template turned out to be.</summary>
internal abstract record LocalPath
{
    /// <summary>Nothing local: an address, a map, inline text, or no property at all.</summary>
    public sealed record None : LocalPath;

    /// <summary>Something local that errors were reported about.</summary>
    public sealed record Unusable : LocalPath;

    /// <summary>A project file.</summary>
    public sealed record Project(string Path) : LocalPath;

    /// <summary>A folder or file to be zipped.</summary>
    public sealed record Content(string Path) : LocalPath;

    /// <summary>A file to be stored as it is.</summary>
    public sealed record File(string Path) : LocalPath;

    /// <summary>An archive with a container image.</summary>
    public sealed record Image(string Path) : LocalPath;

    /// <summary>A Dockerfile.</summary>
    public sealed record Dockerfile(string ContextPath, string Path, TemplateValue Written) : LocalPath;

    /// <summary>Another template.</summary>
    public sealed record Nested(string Path) : LocalPath;
}
