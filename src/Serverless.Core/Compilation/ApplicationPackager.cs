using System.Collections.Immutable;
using System.IO.Compression;
using Serverless.Artifacts;
using Serverless.Artifacts.Sizes;
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

    /// <summary>What every zipped function may weigh that does not say so itself; null for anything that Lambda takes.</summary>
    public SizeBudget? SizeBudget { get; init; }

    /// <summary>
    /// Hears of every artifact as soon as its file is complete, from several threads; it gets its name only when all are. Null when nobody
    /// listens.
    /// </summary>
    public IProgress<PackedArtifact>? Packed { get; init; }
}

/// <summary>A folder that can be deployed.</summary>
/// <param name="ManifestPath">Absolute path of the manifest.</param>
/// <param name="Manifest">Its content.</param>
/// <param name="Artifacts">The artifacts, in the manifest's order.</param>
/// <param name="Sizes">What functions and layers weigh, without the files of their artifacts.</param>
public sealed record PackagedApplication(string ManifestPath, BuildManifest Manifest, ImmutableArray<PackedArtifact> Artifacts, SizeReport Sizes);

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
        var source = TemplateFile.Read(request.Layout.TemplatePath);
        if (source.Value is null)
        {
            return Checked.Bad<PackagedApplication>(source.Diagnostics);
        }

        var compiled = await ApplicationCompiler.CompileAsync(
            source.Value, (template, compose, token) => PackagePlanner.PlanAsync(template, request.Layout, new(files, clock, compose), token), ArtifactAddresses.Nowhere, request.Context, cancellationToken);
        if (!compiled.IsGood)
        {
            return Checked.Bad<PackagedApplication>(compiled.Diagnostics);
        }

        try
        {
            return Pack(request, compiled.Value, compiled.Diagnostics, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return Checked.Bad<PackagedApplication>(compiled.Diagnostics.Add(PackageDiagnostics.CannotWrite.At(
                SourceSpan.File(request.Folder), $"The package cannot be written to '{request.Folder}': {broken.Message.TrimEnd('.')}.")));
        }
    }

    private static Checked<PackagedApplication> Pack(
        PackageRequest request, CompiledApplication application, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var manifestPath = Path.Combine(request.Folder, BuildManifest.FileName);
        var previous = PackageFolder.ReadManifest(manifestPath).Value;
        var settings = new PackSettings(request.Folder)
        {
            Compression = request.Compression,
            Previous = previous?.ArtifactsIn(request.Folder).ToDictionary(artifact => artifact.Id) ?? [],
        };

        var planned = application.Plan.Artifacts;
        var prepared = new Checked<PreparedArtifact>[planned.Length];
        try
        {
            Parallel.For(0, planned.Length, new ParallelOptions { CancellationToken = cancellationToken }, at =>
            {
                prepared[at] = ArtifactPacker.PrepareAsync(planned[at], settings, cancellationToken).GetAwaiter().GetResult();
                if (prepared[at] is { IsGood: true, Value.Packed: { } packed })
                {
                    request.Packed?.Report(packed);
                }
            });

            var all = diagnostics.AddRange(prepared.SelectMany((one, at) => one.Diagnostics.Select(diagnostic => diagnostic with { Span = diagnostic.Span.Or(SpanOf(application, planned[at])) })));
            if (all.Any(diagnostic => diagnostic.Severity == Severity.Error))
            {
                return Checked.Bad<PackagedApplication>(all);
            }

            var sizes = PackageSizes.Measure(request, application, Array.ConvertAll(prepared, one => one.Value!));
            all = all.AddRange(sizes.Diagnostics);
            if (!sizes.IsGood)
            {
                return Checked.Bad<PackagedApplication>(all);
            }

            // All files are complete: from here on there is nothing left to do but to name them.
            Array.ForEach(prepared, one => one.Value!.Commit());
            ImmutableArray<(PlannedArtifact Planned, PackedArtifact Packed)> pairs = [.. planned.Zip(prepared, (plan, one) => (plan, one.Value!.Packed)).OrderBy(pair => pair.plan.Id, StringComparer.Ordinal)];
            var manifest = new PackageWriter(request).Write(application, pairs, cancellationToken);
            DeleteLeftovers(request.Folder, previous, manifest);
            return new(new(manifestPath, manifest, [.. pairs.Select(pair => pair.Packed)], sizes.Value), all);
        }
        finally
        {
            Array.ForEach(prepared, one => one?.Value?.Discard());
        }
    }

    private static SourceSpan SpanOf(CompiledApplication application, PlannedArtifact artifact)
    {
        var place = artifact.Fills[0];
        var template = place.Template.Length == 0 ? application.Composed : application.Plan.Templates.First(nested => nested.Id == place.Template).Composed.Template;
        return PathPlaces.Find(template, place) is { } found ? (found.Value?.Span ?? SourceSpan.None).Or(found.Resource?.Span ?? SourceSpan.None) : SourceSpan.None;
    }

    private static void DeleteLeftovers(string folder, BuildManifest? previous, BuildManifest manifest)
    {
        foreach (var path in previous?.FilePaths.Except(manifest.FilePaths) ?? [])
        {
            File.Delete(Path.Combine(folder, path));
        }
    }
}
