using System.Collections.Immutable;
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
    /// <summary>The texts of the nested templates, in the manifest's order.</summary>
    public ImmutableArray<SourceText> NestedSources { get; init; } = [];

    /// <summary>Opens the folder of a manifest and makes sure that everything in it is what was packaged.</summary>
    /// <param name="manifestPath">Absolute path of the manifest.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Checked<PackageFolder>> OpenAsync(string manifestPath, CancellationToken cancellationToken)
    {
        var manifest = ReadManifest(manifestPath);
        if (!manifest.IsGood)
        {
            return Checked.Bad<PackageFolder>(manifest.Diagnostics);
        }

        var folder = System.IO.Path.GetDirectoryName(manifestPath)!;
        var (template, nested, artifacts) = (manifest.Value.Template, manifest.Value.Templates, manifest.Value.Artifacts);
        var files = nested.Select(one => (one.Path, one.Sha256)).Prepend((template.Path, template.Sha256)).Concat(artifacts.Select(one => (one.Path, one.Sha256)));
        var complaints = (await Task.WhenAll(files.Select(file => CheckFileAsync(folder, file.Path, file.Sha256, cancellationToken)))).OfType<Diagnostic>().ToList();
        return complaints.Count > 0
            ? Checked.Bad<PackageFolder>(complaints)
            : Checked.Good(new PackageFolder(folder, manifest.Value, await ReadTemplateAsync(folder, template.Path, template.Original, template.Sha256, cancellationToken))
            {
                NestedSources = [.. await Task.WhenAll(nested.Select(one => ReadTemplateAsync(folder, one.Path, one.Original, one.Sha256, cancellationToken)))],
            });
    }

    /// <summary>Reads a manifest alone, without looking at the files beside it.</summary>
    /// <param name="manifestPath">Absolute path of the manifest.</param>
    public static Checked<BuildManifest> ReadManifest(string manifestPath)
    {
        try
        {
            return ManifestFile.Read(new(manifestPath, File.ReadAllText(manifestPath)));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            var because = broken is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : broken.Message.TrimEnd('.');
            return Checked.Bad<BuildManifest>(PackageDiagnostics.ManifestMissing.At(SourceSpan.File(manifestPath), $"The manifest '{manifestPath}' cannot be read: {because}.", "Package the app first."));
        }
    }

    /// <summary>
    /// The plan that the manifest is, for the template beside it: every artifact is packed already. Nested templates are held against it when
    /// they are compiled. A container image is there once for each of its functions.
    /// </summary>
    public Checked<PackagePlan> Plan(Template template)
    {
        var read = NestedSources.Select(TemplateReader.Read).ToList();
        if (read.Exists(one => one.Value is null))
        {
            return Checked.Bad<PackagePlan>(read.SelectMany(one => one.Diagnostics));
        }

        var nested = Manifest.Templates.Zip(read, (one, text) => new NestedTemplate(one.Id, text.Value!, [.. one.Fills.Select(fill => fill.Place)])).ToImmutableArray();
        var plan = new PackagePlan([.. Manifest.Artifacts.SelectMany(ToPlanned)]) { Templates = nested, ManifestPath = System.IO.Path.Combine(Path, BuildManifest.FileName) };
        return Checked.From(plan, read.SelectMany(one => one.Diagnostics).Concat(Mismatches(plan, "", template)));
    }

    /// <summary>Complaints about places of a template that the manifest fills and the template does not have; none for a plan without a manifest.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="id">The template's id in the plan; empty for the app's own.</param>
    /// <param name="template">The template in one piece, for the parameters that are given now.</param>
    internal static IEnumerable<Diagnostic> Mismatches(PackagePlan plan, string id, Template template) =>
        plan.ManifestPath is not { } path ? [] :
        from place in plan.Artifacts.SelectMany(artifact => artifact.Fills).Concat(plan.Templates.SelectMany(nested => nested.Fills))
        where place.Template == id && PathPlaces.Find(template, place) is null
        select PackageDiagnostics.ManifestMismatch.At(SourceSpan.File(path), $"The manifest fills {place}, which its template does not have.", "Package again.");

    // An image may have to go to several places; whoever stores it is asked for each function.
    private IEnumerable<PlannedArtifact> ToPlanned(ManifestArtifact artifact) => artifact.Image is null
        ? [new(artifact.Id, new PackedSource(artifact.In(Path)), [.. artifact.Fills.Select(fill => fill.Place)])]
        : artifact.Fills.GroupBy(fill => fill.Resource).Select(fills => new PlannedArtifact(
            artifact.Id, new PackedSource(artifact.In(Path) with { Function = fills.Key }), [.. fills.Select(fill => fill.Place)]));

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

    private static async Task<SourceText> ReadTemplateAsync(string folder, string path, string originalPath, string sha256, CancellationToken cancellationToken)
    {
        var (copy, original) = (PathOf(folder, path), PathOf(folder, originalPath));
        var shown = await CheckFileAsync(folder, originalPath, sha256, cancellationToken) is null ? original : copy;
        return new(shown, await File.ReadAllTextAsync(copy, cancellationToken));
    }
}
