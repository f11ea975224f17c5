using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Compilation;

/// <summary>What is to be packaged, and where to.</summary>
/// <param name="Layout">The app with its published projects.</param>
/// <param name="Folder">Absolute path of the folder for the manifest and everything it names.</param>
/// <param name="Context">What compiling needs.</param>
public sealed record PackageRequest(ApplicationLayout Layout, string Folder, CompileContext Context)
{
    /// <summary>How hard zips are compressed.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Optimal;
}

/// <summary>A folder that can be deployed.</summary>
/// <param name="ManifestPath">Absolute path of the manifest.</param>
/// <param name="Manifest">Its content.</param>
/// <param name="Artifacts">The artifacts, in the manifest's order.</param>
public sealed record PackagedApplication(string ManifestPath, BuildManifest Manifest, ImmutableArray<PackedArtifact> Artifacts);

/// <summary>
/// Packages an app: checks all of it, packs what changed, and writes the manifest. Nothing is touched while there are errors, and what did
/// not change keeps its file and its time.
/// </summary>
/// <param name="files">The disk that plans are made on.</param>
/// <param name="clock">Tells which runtimes are deprecated.</param>
public sealed class ApplicationPackager(IFileTree files, TimeProvider clock)
{
    /// <summary>Packages an app.</summary>
    public async Task<Checked<PackagedApplication>> PackageAsync(PackageRequest request, CancellationToken cancellationToken)
    {
        var source = await TemplateFile.ReadAsync(request.Layout.TemplatePath, cancellationToken);
        if (source.Value is null)
        {
            return Checked.Bad<PackagedApplication>(source.Diagnostics);
        }

        var compiled = await ApplicationCompiler.CompileAsync(
            source.Value, template => PackagePlanner.Plan(template, request.Layout, files, clock), ArtifactAddresses.Nowhere, request.Context, cancellationToken);
        if (!compiled.IsGood)
        {
            return Checked.Bad<PackagedApplication>(compiled.Diagnostics);
        }

        try
        {
            return await PackAsync(request, compiled.Value, compiled.Diagnostics, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Checked.Bad<PackagedApplication>(compiled.Diagnostics.Add(PackageDiagnostics.CannotWrite.At(
                SourceSpan.File(request.Folder), $"The package cannot be written to '{request.Folder}': {broken.Message.TrimEnd('.')}.")));
        }
    }

    private static async Task<Checked<PackagedApplication>> PackAsync(
        PackageRequest request, CompiledApplication application, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var manifestPath = Path.Combine(request.Folder, BuildManifest.FileName);
        var previous = (await PackageFolder.ReadManifestAsync(manifestPath, cancellationToken)).Value;
        var settings = new PackSettings(request.Folder)
        {
            Compression = request.Compression,
            Previous = previous?.ArtifactsIn(request.Folder).ToDictionary(artifact => artifact.Id) ?? [],
        };

        var planned = application.Plan.Artifacts;
        var prepared = new Checked<PreparedArtifact>[planned.Length];
        try
        {
            await Parallel.ForAsync(0, planned.Length, cancellationToken, async (at, token) => prepared[at] = await ArtifactPacker.PrepareAsync(planned[at], settings, token));

            var all = diagnostics.AddRange(prepared.SelectMany((one, at) => one.Diagnostics.Select(diagnostic => diagnostic with { Span = diagnostic.Span.Or(SpanOf(application.Composed, planned[at])) })));
            if (all.Any(diagnostic => diagnostic.Severity == Severity.Error))
            {
                return Checked.Bad<PackagedApplication>(all);
            }

            // All files are complete: from here on there is nothing left to do but to name them.
            Array.ForEach(prepared, one => one.Value!.Commit());
            ImmutableArray<(PlannedArtifact Planned, PackedArtifact Packed)> pairs = [.. planned.Zip(prepared, (plan, one) => (plan, one.Value!.Packed)).OrderBy(pair => pair.plan.Id, StringComparer.Ordinal)];
            var manifest = await WriteTemplatesAsync(request, application, pairs, cancellationToken);
            await WriteIfDifferentAsync(manifestPath, Encoding.UTF8.GetBytes(ManifestFile.Write(manifest)), cancellationToken);
            DeleteLeftovers(request.Folder, previous, manifest);
            return new(new(manifestPath, manifest, [.. pairs.Select(pair => pair.Packed)]), all);
        }
        finally
        {
            Array.ForEach(prepared, one => one?.Value?.Discard());
        }
    }

    private static SourceSpan SpanOf(Template template, PlannedArtifact artifact) =>
        template.FindResource(artifact.Fills[0].Resource) is { } resource
            ? (resource.Properties?[artifact.Fills[0].Property]?.Span ?? SourceSpan.None).Or(resource.Span)
            : SourceSpan.None;

    private static async Task<BuildManifest> WriteTemplatesAsync(
        PackageRequest request, CompiledApplication application, ImmutableArray<(PlannedArtifact Planned, PackedArtifact Packed)> artifacts, CancellationToken cancellationToken)
    {
        var path = request.Layout.TemplatePath;
        var isJson = application.Source.Source!.Text.AsSpan().TrimStart().StartsWith('{');
        var packagedName = isJson ? "packaged.json" : "packaged.yaml";
        var copyName = Path.GetFileName(path) is var name && name is "packaged.json" or "packaged.yaml" or BuildManifest.FileName ? $"source.{name}" : name;

        var entries = artifacts.Select(pair => ToManifest(request, pair.Planned, pair.Packed.Artifact)).ToImmutableArray();
        var packaged = TemplateRewriter.PointAtFiles(application.Composed, entries.SelectMany(entry => entry.Fills, (entry, fill) => KeyValuePair.Create(new PropertyPlace(fill.Resource, fill.Property), entry.Path)));
        await WriteIfDifferentAsync(Path.Combine(request.Folder, packagedName), Write(packaged, isJson), cancellationToken);

        // The folder may be moved away from the files that the template includes, so that its copy has them in it.
        var bytes = application.HasIncludes ? Write(application.Source, isJson) : await File.ReadAllBytesAsync(path, cancellationToken);
        await WriteIfDifferentAsync(Path.Combine(request.Folder, copyName), bytes, cancellationToken);
        return new(new(copyName, Convert.ToHexStringLower(SHA256.HashData(bytes)), RelativePaths.Show(request.Folder, path), packagedName), entries);
    }

    private static byte[] Write(Template template, bool isJson) => Encoding.UTF8.GetBytes(isJson ? TemplateWriter.WriteJson(template) : TemplateWriter.WriteYaml(template));

    private static ManifestArtifact ToManifest(PackageRequest request, PlannedArtifact planned, Artifact artifact)
    {
        ImmutableArray<ManifestFill> fills = [.. planned.Fills.Select(place => new ManifestFill(place.Resource.Value, place.Property))];
        var path = RelativePaths.Show(request.Folder, artifact.Path);
        return new(artifact.Id, path, artifact.ContentHash, artifact.Sha256, artifact.Size, artifact.UnzippedSize, fills)
        {
            Project = planned.Source is PublishedSource { Project: var project }
                ? new(
                    RelativePaths.Show(Path.GetDirectoryName(request.Layout.TemplatePath)!, project.Path),
                    project.RuntimeIdentifier,
                    project.Configuration,
                    project.Facts.TargetFrameworks.FirstOrDefault())
                : null,
        };
    }

    private static async Task WriteIfDifferentAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && (await File.ReadAllBytesAsync(path, cancellationToken)).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void DeleteLeftovers(string folder, BuildManifest? previous, BuildManifest manifest)
    {
        foreach (var path in previous?.FilePaths.Except(manifest.FilePaths) ?? [])
        {
            File.Delete(Path.Combine(folder, path));
        }
    }
}
