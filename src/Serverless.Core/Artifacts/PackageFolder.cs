using System.Security.Cryptography;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Artifacts;

/// <summary>
/// A folder with a manifest, its template and its artifacts: all that deployment needs. It may have been moved since it was made, without
/// the sources.
/// </summary>
/// <param name="Path">Absolute path of the folder.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Source">The template's text. Its path is the user's own file while that has the same text, and otherwise the copy.</param>
public sealed record PackageFolder(string Path, BuildManifest Manifest, SourceText Source)
{
    /// <summary>Opens the folder of a manifest and makes sure that everything in it is what was packaged.</summary>
    /// <param name="manifestPath">Absolute path of the manifest.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Checked<PackageFolder>> OpenAsync(string manifestPath, CancellationToken cancellationToken)
    {
        var manifest = await ReadManifestAsync(manifestPath, cancellationToken);
        if (!manifest.IsGood)
        {
            return Checked.Bad<PackageFolder>(manifest.Diagnostics);
        }

        var folder = System.IO.Path.GetDirectoryName(manifestPath)!;
        var template = await CheckFileAsync(folder, manifest.Value.Template.Path, manifest.Value.Template.Sha256, cancellationToken);
        var artifacts = await Task.WhenAll(manifest.Value.Artifacts.Select(artifact => CheckFileAsync(folder, artifact.Path, artifact.Sha256, cancellationToken)));
        var complaints = artifacts.Prepend(template).OfType<Diagnostic>().ToList();
        return complaints.Count > 0
            ? Checked.Bad<PackageFolder>(complaints)
            : Checked.Good(new PackageFolder(folder, manifest.Value, await ReadTemplateAsync(folder, manifest.Value.Template, cancellationToken)));
    }

    /// <summary>Reads a manifest alone, without looking at the files beside it.</summary>
    /// <param name="manifestPath">Absolute path of the manifest.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Checked<BuildManifest>> ReadManifestAsync(string manifestPath, CancellationToken cancellationToken)
    {
        try
        {
            return ManifestFile.Read(new(manifestPath, await File.ReadAllTextAsync(manifestPath, cancellationToken)));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            var because = broken is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : broken.Message.TrimEnd('.');
            return Checked.Bad<BuildManifest>(PackageDiagnostics.ManifestMissing.At(SourceSpan.File(manifestPath), $"The manifest '{manifestPath}' cannot be read: {because}.", "Package the app first."));
        }
    }

    /// <summary>The plan that the manifest is, for the template beside it: every artifact is packed already.</summary>
    public Checked<PackagePlan> Plan(Template template)
    {
        var diagnostics =
            from artifact in Manifest.Artifacts
            from fill in artifact.Fills
            where PathProperties.Find(template.FindResource(fill.Resource)?.ResourceType, fill.Property) is null
            select PackageDiagnostics.ManifestMismatch.At(
                SourceSpan.File(System.IO.Path.Combine(Path, BuildManifest.FileName)),
                $"The manifest fills {fill.Resource}.{fill.Property}, which its template does not have.",
                "Package again.");
        return Checked.From(new PackagePlan([.. Manifest.Artifacts.Select(ToPlanned)]), diagnostics);
    }

    private PlannedArtifact ToPlanned(ManifestArtifact artifact) =>
        new(artifact.Id, new PackedSource(artifact.In(Path)), [.. artifact.Fills.Select(fill => new PropertyPlace(fill.Resource, fill.Property))]);

    private static string PathOf(string folder, string relativePath) => System.IO.Path.GetFullPath(relativePath, folder);

    private static async Task<Diagnostic?> CheckFileAsync(string folder, string relativePath, string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(folder, relativePath);
        try
        {
            await using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == sha256
                ? null
                : PackageDiagnostics.FileChanged.At(SourceSpan.File(path), $"'{relativePath}' is not the file that was packaged.", "Package again.");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return PackageDiagnostics.FileChanged.At(SourceSpan.File(path), $"'{relativePath}' is missing beside the manifest.", "Copy the whole folder, or package again.");
        }
    }

    private static async Task<SourceText> ReadTemplateAsync(string folder, ManifestTemplate template, CancellationToken cancellationToken)
    {
        var copy = PathOf(folder, template.Path);
        var original = PathOf(folder, template.Original);
        var shown = await CheckFileAsync(folder, template.Original, template.Sha256, cancellationToken) is null ? original : copy;
        return new(shown, await File.ReadAllTextAsync(copy, cancellationToken));
    }
}
