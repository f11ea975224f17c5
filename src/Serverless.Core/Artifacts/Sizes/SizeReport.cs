using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json.Serialization;

namespace Serverless.Artifacts.Sizes;

/// <summary>What the functions of a package weigh, and what of: the content of <c>serverless.sizes.json</c>. docs/sizes.md describes the format.</summary>
/// <param name="Functions">The functions, those of the app's own template first, in the order of their templates.</param>
/// <param name="Artifacts">The artifacts of the functions and of their layers, in ordinal order of their ids.</param>
public sealed record SizeReport(ImmutableArray<FunctionSize> Functions, ImmutableArray<ArtifactSize> Artifacts)
{
    /// <summary>The file name of a report as JSON.</summary>
    public const string JsonName = "serverless.sizes.json";

    /// <summary>The file name of a report as a page with a treemap.</summary>
    public const string PageName = "serverless.sizes.html";

    /// <summary>The version of the format.</summary>
    [JsonPropertyOrder(-3)]
    public int Version { get; init; } = 1;

    /// <summary>A hash over all that the report is made from; an equal one means that there is nothing to do.</summary>
    [JsonPropertyOrder(-2)]
    public string Fingerprint { get; init; } = "";

    /// <summary>Lambda's limits.</summary>
    [JsonPropertyOrder(-1)]
    public SizeLimits Limits { get; init; } = SizeLimits.Lambda;

    /// <summary>The same report with the files of all artifacts.</summary>
    /// <exception cref="IOException">A zip or an image cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is no zip or no image any more.</exception>
    public SizeReport WithFiles() => this with { Artifacts = [.. Artifacts.Select(artifact => artifact with { Files = artifact.ReadFiles() })] };
}

/// <summary>What an artifact weighs.</summary>
/// <param name="Id">Its id in the manifest.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the zip, or of the archive with an image.</param>
/// <param name="Zipped">Bytes of the zip, which are those of its files and of its directory, or of the archive.</param>
/// <param name="Unzipped">Bytes of its files; of an image, of its layers before their compression.</param>
public sealed record ArtifactSize(string Id, string Sha256, long Zipped, long Unzipped)
{
    /// <summary>Absolute path of the zip or archive.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "";

    /// <summary>True for a container image.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsImage { get; init; }

    /// <summary>Its files in the zip's order, or an image's layers and files; empty until they are read.</summary>
    public ImmutableArray<FileSize> Files { get; init; } = [];

    /// <summary>Reads what <see cref="Files"/> shall have.</summary>
    internal ImmutableArray<FileSize> ReadFiles() => IsImage ? ImageFiles.ReadAll(Path) : FileSize.ReadAll(Path);
}

/// <summary>What a file is, as far as its name and mode tell.</summary>
public enum FileKind
{
    /// <summary>An assembly, by its name.</summary>
    Assembly,

    /// <summary>A native library or program.</summary>
    Native,

    /// <summary>Debugging symbols.</summary>
    Symbols,

    /// <summary>Anything else.</summary>
    Other,

    /// <summary>A whole layer of a container image.</summary>
    Layer,
}

/// <summary>A file inside an artifact.</summary>
/// <param name="Name">Its path there, with forward slashes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Zipped">Its bytes as they are compressed in the zip, without headers; null for a file in a layer, which is compressed as a whole.</param>
/// <param name="Unzipped">Its bytes.</param>
public sealed record FileSize(string Name, FileKind Kind, long? Zipped, long Unzipped)
{
    /// <summary>The files of a zip, from its central directory alone: nothing is decompressed.</summary>
    /// <param name="path">Absolute path of the zip.</param>
    public static ImmutableArray<FileSize> ReadAll(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return [.. archive.Entries.Where(entry => !entry.FullName.EndsWith('/')).Select(Of)];
    }

    private static FileSize Of(ZipArchiveEntry entry) => new(entry.FullName, KindOf(entry.FullName, isExecutable: (entry.ExternalAttributes >> 16 & 0b001_001_001) != 0), entry.CompressedLength, entry.Length);

    /// <summary>What a file is.</summary>
    internal static FileKind KindOf(string path, bool isExecutable)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return System.IO.Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".dll" or ".exe" => FileKind.Assembly,
            ".pdb" or ".dbg" => FileKind.Symbols,
            ".so" => FileKind.Native,
            "" when isExecutable => FileKind.Native,
            _ => name.Contains(".so.", StringComparison.Ordinal) ? FileKind.Native : FileKind.Other,
        };
    }
}

/// <summary>How people look at files.</summary>
internal static class FileOrder
{
    /// <summary>The compressed bytes of files together; null when those of one are not known.</summary>
    public static long? SumZipped(this IReadOnlyCollection<FileSize> files) => files.Any(file => file.Zipped is null) ? null : files.Sum(file => file.Zipped);

    /// <summary>The largest unzipped first, equal ones by name.</summary>
    public static IEnumerable<FileSize> LargestFirst(this IEnumerable<FileSize> files) =>
        files.OrderByDescending(file => file.Unzipped).ThenBy(file => file.Name, StringComparer.Ordinal);
}
