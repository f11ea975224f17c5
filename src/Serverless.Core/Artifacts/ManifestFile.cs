using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Artifacts.Images;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>Reads and writes the text of <c>serverless.manifest.json</c>.</summary>
public static class ManifestFile
{
    private static readonly ManifestJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The text of a manifest, with a line break at its end.</summary>
    public static string Write(BuildManifest manifest) => JsonSerializer.Serialize(manifest, Json.BuildManifest) + "\n";

    /// <summary>Reads a manifest strictly: it was written by a program, so anything unexpected means that it was damaged or is newer.</summary>
    public static Checked<BuildManifest> Read(SourceText source)
    {
        try
        {
            if (FindVersion(source) is > BuildManifest.CurrentVersion and var version)
            {
                return Checked.Bad<BuildManifest>(PackageDiagnostics.ManifestNewer.At(
                    SourceSpan.File(source.Path),
                    $"The manifest has version {version}; this Serverless.Sdk reads version {BuildManifest.CurrentVersion}.",
                    "Deploy with the version of Serverless.Sdk that packaged, or a later one."));
            }

            var manifest = JsonSerializer.Deserialize(source.Text, Json.BuildManifest);
            var problem = manifest is null ? "it is null" : FindProblem(manifest);
            return problem is null ? Checked.Good(manifest!) : Broken(SourceSpan.File(source.Path), problem);
        }
        catch (JsonException broken)
        {
            var position = new Position((int)(broken.LineNumber ?? -1) + 1, (int)(broken.BytePositionInLine ?? -1) + 1);
            return Broken(new(source.Path, position, position), Explain(broken));
        }
    }

    private static int? FindVersion(SourceText source)
    {
        using var document = JsonDocument.Parse(source.Text);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("version", out var version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out var number)
                ? number
                : null;
    }

    private static string? FindProblem(BuildManifest manifest)
    {
        if (manifest.Version != BuildManifest.CurrentVersion)
        {
            return $"there is no version {manifest.Version}";
        }

        if (manifest.FilePaths.FirstOrDefault(path => ZipNames.Normalize(path) != path) is { } outside)
        {
            return $"'{outside}' is not a path inside the manifest's folder";
        }

        if (manifest.Artifacts.GroupBy(artifact => artifact.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            return $"artifact '{twice.Key}' occurs twice";
        }

        if (manifest.Templates.GroupBy(nested => nested.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Key.Length == 0 || same.Skip(1).Any()) is { } nestedTwice)
        {
            return nestedTwice.Key.Length == 0 ? "a nested template has no id" : $"nested template '{nestedTwice.Key}' occurs twice";
        }

        var fills = manifest.Artifacts.SelectMany(artifact => artifact.Fills).Concat(manifest.Templates.SelectMany(nested => nested.Fills)).ToList();
        if (fills.GroupBy(fill => fill).FirstOrDefault(same => same.Skip(1).Any()) is { } filled)
        {
            return $"{filled.Key.Place} is filled twice";
        }

        if (fills.Find(fill => fill.Template is { } id && !manifest.Templates.Any(nested => nested.Id == id)) is { } lost)
        {
            return $"there is no nested template '{lost.Template}'";
        }

        if (FindCircle(manifest) is { } circle)
        {
            return $"nested template '{circle.Id}' comes before one that it nests";
        }

        var wrong = manifest.Artifacts.FirstOrDefault(artifact => !IsHash(artifact.ContentHash) || !IsHash(artifact.Sha256) || artifact.Size < 0 || artifact.UnzippedSize < 0);
        var image = manifest.Artifacts.FirstOrDefault(artifact => artifact.Image is { Digest: var digest } && !ImagePart.IsDigest(digest));
        return (wrong ?? image) is { } bad ? $"artifact '{bad.Id}' has a hash or size that cannot be"
            : IsHash(manifest.Template.Sha256) && manifest.Templates.All(nested => IsHash(nested.Sha256)) ? null
            : "the hash of a template cannot be";
    }

    // Behind those that it nests: so a chain always ends.
    private static ManifestNestedTemplate? FindCircle(BuildManifest manifest) => manifest.Templates
        .Where((nested, at) => nested.Fills.Any(fill => fill.Template is { } parent && manifest.Templates.Take(at + 1).Any(earlier => earlier.Id == parent)))
        .FirstOrDefault();

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static string Explain(JsonException broken)
    {
        // The serializer's messages name C# types after their first sentence.
        var message = broken.InnerException is JsonException inner ? inner.Message : broken.Message;
        var place = broken.Path is { Length: > 1 } path ? $" at {path}" : "";
        return (message.Contains("Serverless.Artifacts", StringComparison.Ordinal) ? "a value is missing, unknown or of the wrong kind" : message.Split(" Path:")[0].Split(" LineNumber:")[0].TrimEnd('.')) + place;
    }

    private static Checked<BuildManifest> Broken(SourceSpan span, string because) =>
        Checked.Bad<BuildManifest>(PackageDiagnostics.ManifestBroken.At(span, $"The manifest is damaged: {because}.", "Package again."));
}

[JsonSerializable(typeof(BuildManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
