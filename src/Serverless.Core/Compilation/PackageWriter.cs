using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Serverless.Artifacts;
using Serverless.Artifacts.Images;
using Serverless.Templates;

namespace Serverless.Compilation;

/// <summary>Writes what lies beside the artifacts of a package: the templates and the manifest. A file that is right already is left alone.</summary>
/// <param name="request">What is packaged, and where to.</param>
internal sealed class PackageWriter(PackageRequest request)
{
    private const string NestedFolder = "templates";

    /// <summary>Writes templates and manifest.</summary>
    /// <param name="application">Has the templates.</param>
    /// <param name="artifacts">The artifacts in the manifest's order.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public BuildManifest Write(
        CompiledApplication application, ImmutableArray<(PlannedArtifact Planned, PackedArtifact Packed)> artifacts, CancellationToken cancellationToken)
    {
        var (manifest, files) = Compose(application, artifacts);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WholeFile.WriteIfDifferent(Path.Combine(request.Folder, file.Name), file.Bytes);
        }

        return manifest;
    }

    /// <summary>The manifest, and the files to write: the manifest's own last, because it speaks of the others.</summary>
    /// <param name="application">Has the templates.</param>
    /// <param name="artifacts">The artifacts in the manifest's order.</param>
    public (BuildManifest Manifest, IReadOnlyList<WrittenFile> Files) Compose(
        CompiledApplication application, ImmutableArray<(PlannedArtifact Planned, PackedArtifact Packed)> artifacts)
    {
        var entries = artifacts.Select(pair => ToManifest(pair.Planned, pair.Packed.Artifact)).ToImmutableArray();
        var paths = entries.SelectMany(entry => entry.Fills, (entry, fill) => KeyValuePair.Create(fill.Place, entry.Path))
            .Concat(application.Plan.Templates.SelectMany(nested => nested.Fills, (nested, place) => KeyValuePair.Create(place, PackagedName(nested.Template, StemOf(nested)))))
            .ToList();

        var fileName = Path.GetFileName(request.Layout.TemplatePath);
        var copyName = fileName is "packaged.json" or "packaged.yaml" or BuildManifest.FileName ? $"source.{fileName}" : fileName;
        var files = new List<WrittenFile>();
        var own = AddTemplate(application.Composed, "", copyName, "packaged", WholeOf(application.Source, application.IncludedFiles), paths, files);
        var inner = new List<ManifestNestedTemplate>();
        foreach (var nested in application.Plan.Templates)
        {
            var copy = $"{NestedFolder}/{nested.Id}{Path.GetExtension(nested.Template.Source!.Path)}";
            var written = AddTemplate(nested.Composed.Template, nested.Id, copy, StemOf(nested), WholeOf(nested.Composed.Included, nested.Composed.IncludedFiles), paths, files);
            inner.Add(new(nested.Id, written.Path, written.Sha256, written.Original, written.Packaged, [.. nested.Fills.Select(ManifestFill.Of)]));
        }

        var manifest = new BuildManifest(own, entries) { Templates = [.. inner] };
        files.Add(new(BuildManifest.FileName, Encoding.UTF8.GetBytes(ManifestFile.Write(manifest))));
        return (manifest, files);
    }

    private static string StemOf(NestedTemplate nested) => $"{NestedFolder}/{nested.Id}.packaged";

    // The copy is what the user wrote, to the byte: the text that was read has lost its byte order mark. A template that includes files
    // is copied with all of them in it, because the folder may be moved away from them.
    private ManifestTemplate AddTemplate(
        Template template, string id, string copyName, string packagedStem, byte[]? whole, List<KeyValuePair<PropertyPlace, string>> paths, List<WrittenFile> files)
    {
        var packagedName = PackagedName(template, packagedStem);
        var up = string.Concat(Enumerable.Repeat("../", packagedName.Count(letter => letter == '/')));
        var packaged = TemplateRewriter.PointAtFiles(template, paths.Where(pair => pair.Key.Template == id).Select(pair => KeyValuePair.Create(pair.Key, up + pair.Value)));
        files.Add(new(packagedName, Write(packaged)));

        var bytes = whole ?? File.ReadAllBytes(template.Source!.Path);
        files.Add(new(copyName, bytes));
        return new(copyName, Convert.ToHexStringLower(SHA256.HashData(bytes)), RelativePaths.Show(request.Folder, template.Source!.Path), packagedName);
    }

    private static byte[]? WholeOf(Template included, ImmutableArray<string> includedFiles) => includedFiles.IsEmpty ? null : Write(included);

    private static byte[] Write(Template template) => Encoding.UTF8.GetBytes(IsJson(template) ? TemplateWriter.WriteJson(template) : TemplateWriter.WriteYaml(template));

    private static string PackagedName(Template template, string stem) => stem + (IsJson(template) ? ".json" : ".yaml");

    private static bool IsJson(Template template) => template.Source!.Text.AsSpan().TrimStart().StartsWith('{');

    private ManifestArtifact ToManifest(PlannedArtifact planned, Artifact artifact)
    {
        var path = RelativePaths.Show(request.Folder, artifact.Path);
        return new(artifact.Id, path, artifact.ContentHash, artifact.Sha256, artifact.Size, artifact.UnzippedSize, [.. planned.Fills.Select(ManifestFill.Of)])
        {
            Image = artifact.ImageDigest is { } digest ? new(digest) : null,
            Project = ProjectOf(planned.Source) is { } project
                ? new(
                    RelativePaths.Show(Path.GetDirectoryName(request.Layout.TemplatePath)!, project.Path),
                    project.RuntimeIdentifier,
                    project.Configuration,
                    project.Facts.TargetFrameworks.FirstOrDefault())
                : null,
        };
    }

    private static PublishedProject? ProjectOf(ArtifactSource source) => source switch
    {
        PublishedSource zip => zip.Project,
        PublishedImageSource image => image.Project,
        _ => null,
    };
}

/// <summary>A file beside the artifacts of a package.</summary>
/// <param name="Name">Its path in the package's folder, with forward slashes.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record WrittenFile(string Name, byte[] Bytes);
