using Serverless.Artifacts;
using Serverless.Templates;

namespace Serverless.Compilation;

/// <summary>
/// Goes the way of <see cref="ApplicationPackager"/> through a package that is there already, and leaves everything as it is. The code on
/// that way is then loaded and compiled when it is needed, which in a new process takes several times as long as running it: a build
/// rehearses on another processor while functions are published.
/// </summary>
public static class PackageRehearsal
{
    /// <summary>Rehearses.</summary>
    /// <param name="request">What is going to be packaged; publishes are not looked at.</param>
    /// <param name="files">The disk.</param>
    /// <param name="clock">Tells which runtimes are deprecated.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>True when there was a package to go through. What is wrong with template or package is the real run's to say.</returns>
    public static async Task<bool> RunAsync(PackageRequest request, IFileTree files, TimeProvider clock, CancellationToken cancellationToken)
    {
        var source = TemplateFile.Read(request.Layout.TemplatePath);
        if (source.Value is null)
        {
            return false;
        }

        Zip(request, cancellationToken);
        var compiled = await ApplicationCompiler.CompileAsync(
            source.Value, (template, compose, token) => PackagePlanner.PlanBeforePublishAsync(template, request.Layout, new(files, clock, compose), token), ArtifactAddresses.Nowhere, request.Context, cancellationToken);

        // The manifest alone: hashing large files would take the disk and a processor from the publishes, and needs no practice.
        var manifest = PackageFolder.ReadManifest(Path.Combine(request.Folder, BuildManifest.FileName));
        if (compiled.Value is not { } application || manifest.Value is not { } previous || FindPlan(request, previous, application) is not { } plan)
        {
            return false;
        }

        var settings = new PackSettings(request.Folder);
        var prepared = new List<PreparedArtifact>();
        foreach (var artifact in plan.Artifacts)
        {
            prepared.Add((await ArtifactPacker.PrepareAsync(artifact, settings, cancellationToken)).Value!);
        }

        PackageSizes.Measure(request, application with { Plan = plan }, [.. prepared]);
        _ = new PackageWriter(request).Compose(application with { Plan = plan }, [.. plan.Artifacts.Zip(prepared, (planned, one) => (planned, one.Packed))]);
        return true;
    }

    // A zip of one small file that is never written: what changes is zipped anew, and a first build has nothing but that.
    private static void Zip(PackageRequest request, CancellationToken cancellationToken)
    {
        var template = ZipEntry.Read("template", request.Layout.TemplatePath, keepsMode: false, cancellationToken);
        _ = ZipEntry.HashContent([template]);
        using var zip = new MemoryStream();
        new ZipWriter(zip, request.Compression).Write([template], cancellationToken);
    }

    // The plan of the package for the templates that were compiled just now, nested ones too; null when the package does not fit them.
    private static PackagePlan? FindPlan(PackageRequest request, BuildManifest previous, CompiledApplication application)
    {
        var nested = application.Plan.Templates;
        var folder = new PackageFolder(request.Folder, previous, application.Composed.Source!) { NestedSources = [.. nested.Select(one => one.Template.Source!)] };
        return previous.Templates.Select(one => one.Id).SequenceEqual(nested.Select(one => one.Id))
            && folder.Plan(application.Composed) is { IsGood: true, Value: { } plan }
            && !nested.SelectMany(one => PackageFolder.Mismatches(plan, one.Id, one.Composed.Template)).Any()
            ? plan with { Templates = nested }
            : null;
    }
}
