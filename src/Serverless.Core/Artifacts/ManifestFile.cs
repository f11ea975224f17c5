using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
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

        string[] paths = [manifest.Template.Path, manifest.Template.Packaged, .. manifest.Artifacts.Select(artifact => artifact.Path)];
        if (Array.Find(paths, path => ZipNames.Normalize(path) != path) is { } outside)
        {
            return $"'{outside}' is not a path inside the manifest's folder";
        }

        if (manifest.Artifacts.GroupBy(artifact => artifact.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            return $"artifact '{twice.Key}' occurs twice";
        }

        if (manifest.Artifacts.SelectMany(artifact => artifact.Fills).GroupBy(fill => fill).FirstOrDefault(same => same.Skip(1).Any()) is { } filled)
        {
            return $"two artifacts fill {filled.Key.Resource}.{filled.Key.Property}";
        }

        var wrong = manifest.Artifacts.FirstOrDefault(artifact => !IsHash(artifact.ContentHash) || !IsHash(artifact.Sha256) || artifact.Size < 0 || artifact.UnzippedSize < 0);
        return wrong is not null ? $"artifact '{wrong.Id}' has a hash or size that cannot be"
            : IsHash(manifest.Template.Sha256) ? null
            : "the template's hash cannot be";
    }

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
