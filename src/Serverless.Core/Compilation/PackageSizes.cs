using Serverless.Artifacts;
using Serverless.Artifacts.Sizes;
using Serverless.Diagnostics;

namespace Serverless.Compilation;

/// <summary>
/// Weighs the functions of a package before its files get their names. It runs in every package, so it keeps to generic types of references,
/// which are compiled ahead of time.
/// </summary>
internal static class PackageSizes
{
    /// <summary>What functions and layers weigh; complaints about those that weigh too much.</summary>
    /// <param name="request">What is packaged.</param>
    /// <param name="application">Has the templates and the plan.</param>
    /// <param name="prepared">The artifacts of the plan, in its order.</param>
    public static Checked<SizeReport> Measure(PackageRequest request, CompiledApplication application, PreparedArtifact[] prepared)
    {
        var byPlace = new Dictionary<PropertyPlace, Artifact>();
        for (var i = 0; i < prepared.Length; i++)
        {
            foreach (var place in application.Plan.Artifacts[i].Fills)
            {
                byPlace.Add(place, prepared[i].Packed.Artifact);
            }
        }

        var diagnostics = new List<Diagnostic>();
        var functions = new FunctionSizes("", application.Composed, KnownParameters.Given(request.Layout.Parameters), byPlace).Read(request.SizeBudget, diagnostics);
        foreach (var nested in application.Plan.Templates)
        {
            // What a parent gives a nested template is settled by now, and not worth working out again for a choice of layers.
            var parameters = new KnownParameters([], [.. nested.Template.Parameters?.Keys ?? []]);
            functions.AddRange(new FunctionSizes(nested.Id, nested.Composed.Template, parameters, byPlace).Read(request.SizeBudget, diagnostics));
        }

        diagnostics.AddRange(SizeChecks.Check(functions, id => FilesOf(Array.Find(prepared, one => one.Packed.Artifact.Id == id)!)));
        return Checked.From(new SizeReport([.. functions], [.. ArtifactsOf(functions, prepared)]), diagnostics);
    }

    private static IEnumerable<FileSize> FilesOf(PreparedArtifact prepared) =>
        SizeOf(prepared.Packed.Artifact, prepared.TemporaryPath ?? prepared.Packed.Artifact.Path).ReadFiles();

    private static ArtifactSize SizeOf(Artifact artifact, string path) =>
        new(artifact.Id, artifact.Sha256, artifact.Size, artifact.UnzippedSize) { Path = path, IsImage = artifact.ImageDigest is not null };

    private static List<ArtifactSize> ArtifactsOf(List<FunctionSize> functions, PreparedArtifact[] prepared)
    {
        var used = new HashSet<string>();
        foreach (var function in functions)
        {
            used.Add(function.Artifact);
            foreach (var layer in function.Layers)
            {
                used.Add(layer.Artifact);
            }
        }

        var sizes = new List<ArtifactSize>();
        foreach (var artifact in prepared.Select(one => one.Packed.Artifact).Where(artifact => used.Contains(artifact.Id)))
        {
            sizes.Add(SizeOf(artifact, artifact.Path));
        }

        sizes.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        return sizes;
    }
}
