using System.Collections.Immutable;
using Serverless.Artifacts;
using Serverless.Artifacts.Sizes;
using Serverless.Diagnostics;

namespace Serverless.Compilation;

/// <summary>Weighs the functions of a package before its files get their names.</summary>
internal static class PackageSizes
{
    /// <summary>What functions and layers weigh; complaints about those that weigh too much.</summary>
    public static Checked<SizeReport> Measure(PackageRequest request, CompiledApplication application, ImmutableArray<(PlannedArtifact Planned, PreparedArtifact Prepared)> artifacts)
    {
        var byPlace = artifacts.SelectMany(pair => pair.Planned.Fills, (pair, place) => KeyValuePair.Create(place, pair.Prepared.Packed.Artifact)).ToDictionary();
        var diagnostics = new List<Diagnostic>();
        var own = new FunctionSizes("", application.Composed, KnownParameters.Given(request.Layout.Parameters), byPlace);
        // What a parent gives a nested template is settled by now, and not worth working out again for a choice of layers.
        var nested = application.Plan.Templates.Select(one => new FunctionSizes(
            one.Id, one.Template, new([], [.. one.Template.Parameters?.Keys ?? []]), byPlace));
        var functions = nested.Prepend(own).SelectMany(sizes => sizes.Read(request.SizeBudget, diagnostics)).ToImmutableArray();
        var used = functions.SelectMany(function => function.Layers.Select(layer => layer.Artifact).Prepend(function.Artifact)).ToHashSet();
        var measured = artifacts.Where(pair => used.Contains(pair.Planned.Id)).OrderBy(pair => pair.Planned.Id, StringComparer.Ordinal).ToList();
        diagnostics.AddRange(SizeChecks.Check(functions, id => FileSize.ReadAll(PathOf(measured.Find(pair => pair.Planned.Id == id).Prepared))));
        if (SizeChecks.Warn(functions) is { } warning)
        {
            diagnostics.Add(warning);
        }

        return Checked.From(new SizeReport(functions, [.. measured.Select(pair => SizeOf(pair.Prepared.Packed.Artifact))]), diagnostics);
    }

    private static string PathOf(PreparedArtifact prepared) => prepared.TemporaryPath ?? prepared.Packed.Artifact.Path;

    private static ArtifactSize SizeOf(Artifact artifact) => new(artifact.Id, artifact.Sha256, artifact.Size, artifact.UnzippedSize) { Path = artifact.Path };
}
