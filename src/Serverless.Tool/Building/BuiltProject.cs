using System.Collections.Immutable;
using System.Globalization;

namespace Serverless.Tool.Building;

/// <summary>What came out of a build.</summary>
/// <param name="Succeeded">True when the target was built.</param>
internal sealed record BuiltProject(bool Succeeded)
{
    /// <summary>Absolute path of the manifest; null when the target makes none.</summary>
    public string? ManifestPath { get; init; }

    /// <summary>What <c>Package</c> made.</summary>
    public ImmutableArray<BuiltArtifact> Artifacts { get; init; } = [];
}

/// <summary>An artifact as the target <c>Package</c> returns it.</summary>
/// <param name="Path">Absolute path of its file.</param>
/// <param name="Metadata">What else is known of it, by MSBuild's names.</param>
/// <param name="WasWritten">False when the file was there already.</param>
internal sealed record BuiltArtifact(string Path, ImmutableDictionary<string, string> Metadata, bool WasWritten)
{
    /// <summary>Metadata that an artifact of Serverless.Sdk has.</summary>
    public static readonly ImmutableArray<string> Names = ["LogicalIds", "ProjectPath", "RuntimeIdentifier", "Configuration", "ContentHash", "Sha256", "Size"];

    /// <summary>One of them; empty when it is missing.</summary>
    public string this[string name] => Metadata.GetValueOrDefault(name, "");

    /// <summary>The resources that use it.</summary>
    public string[] LogicalIds => this["LogicalIds"].Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Bytes of the file.</summary>
    public long Size => long.TryParse(this["Size"], CultureInfo.InvariantCulture, out var size) ? size : 0;
}
