using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Artifacts;
using Serverless.Artifacts.Sizes;
using Serverless.Compilation;

namespace Serverless.Tasks;

/// <summary>Zips what was published and writes the manifest. What did not change keeps its file and its time.</summary>
[MSBuildMultiThreadableTask]
public sealed class PackApplication : ApplicationTask, IProgress<PackedArtifact>
{
    /// <summary>The type of the events about artifacts, whose data is what <see cref="PackedArtifact.Summary"/> says.</summary>
    public const string ArtifactEvent = "serverless.artifact";

    /// <summary>The files of all publishes, with <c>RelativePath</c> and the facts of their project as metadata.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Archives with base images, with the same metadata as <see cref="Files"/>, of the projects that become container images.</summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>Archives with the images that docker has built, with the <c>Id</c> of their artifact.</summary>
    public ITaskItem[] DockerImages { get; set; } = [];

    /// <summary>A <see cref="CompressionLevel"/>.</summary>
    public string Compression { get; set; } = nameof(CompressionLevel.Optimal);

    /// <summary>Absolute path of the folder for zips and manifest.</summary>
    [Required]
    public string OutputPath { get; set; } = "";

    /// <summary>A <see cref="SizeReportForm"/>.</summary>
    public string SizeReport { get; set; } = "";

    /// <summary>Absolute path of the folder for the files of a size report.</summary>
    public string SizeReportPath { get; set; } = "";

    /// <summary>What a function may weigh, as <see cref="Serverless.Artifacts.Sizes.SizeBudget"/> reads it; empty for anything.</summary>
    public string SizeBudget { get; set; } = "";

    /// <summary>The artifacts: the zip's path with <c>LogicalIds</c>, <c>ProjectPath</c>, <c>RuntimeIdentifier</c>, <c>Configuration</c>, <c>ContentHash</c>, <c>Sha256</c>, <c>Size</c>.</summary>
    [Output]
    public ITaskItem[] Artifacts { get; private set; } = [];

    /// <inheritdoc/>
    protected override ApplicationLayout Layout
    {
        get
        {
            var layout = base.Layout;
            var named = ProjectFacts.Select(project => project.ItemSpec).DistinctBy(RealPath.Of).ToDictionary(RealPath.Of);
            return layout with { Published = [.. Files.GroupBy(KeyOf).Select(files => Published(files, named))], DockerImages = DockerImages.ToImmutableDictionary(image => image.GetMetadata("Id"), image => image.ItemSpec), ExcludedPaths = [.. layout.ExcludedPaths, OutputPath, .. SizeReports.FilesIn(SizeReportPath)] };
        }
    }

    /// <summary>Tells of an artifact while others are still packed: in words, and to loggers that listen for it.</summary>
    void IProgress<PackedArtifact>.Report(PackedArtifact value)
    {
        Log.LogMessage(MessageImportance.Normal, "{0}", value.Summary);
        BuildEngine.LogCustomEvent(new ExtendedCustomBuildEventArgs(ArtifactEvent) { ExtendedData = value.Summary });
    }

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        var request = new PackageRequest(Layout, OutputPath, Context)
        {
            Compression = PropertyValue.Choose("ServerlessZipCompression", Compression, CompressionLevel.Optimal),
            SizeBudget = SizeProperties.ReadBudget(SizeBudget),
            Packed = this,
        };
        var form = PropertyValue.Choose("ServerlessSizeReport", SizeReport, SizeReportForm.None);
        var packager = new ApplicationPackager(DiskFiles.Instance, TimeProvider.System);
        if (Take(await packager.PackageAsync(request, cancellationToken)) is not { } package)
        {
            return;
        }

        Artifacts = [.. package.Artifacts.Zip(package.Manifest.Artifacts, ToItem)];
        Log.LogMessage(MessageImportance.High, "{0} -> {1}", Path.GetFileNameWithoutExtension(ProjectPath), Summary(package));
        ReportSizes(package.Sizes, form);
    }

    private void ReportSizes(SizeReport sizes, SizeReportForm form)
    {
        var rendered = SizeReports.Render(sizes, form, SizeReportPath);
        Report(rendered.Diagnostics);
        foreach (var line in rendered.Value ?? [])
        {
            Log.LogMessage(MessageImportance.High, "{0}", line);
        }
    }

    private static string Summary(PackagedApplication package)
    {
        var written = package.Artifacts.Count(artifact => artifact.WasWritten);
        var count = package.Artifacts.Length;
        return $"{package.ManifestPath} ({count} {(count == 1 ? "artifact" : "artifacts")}, {(written == 0 ? "unchanged" : $"{written} written")})";
    }

    // One text, for which the runtime has its code ready.
    private static string KeyOf(ITaskItem file) =>
        string.Join('\0', file.GetMetadata("ProjectPath"), file.GetMetadata("RuntimeIdentifier"), file.GetMetadata("Configuration"), file.GetMetadata("TargetFramework"), file.GetMetadata("CompileMode"));

    // Publishes have real paths, and projects those that the user gave them.
    private PublishedProject Published(IEnumerable<ITaskItem> files, Dictionary<string, string> named)
    {
        var first = files.First();
        var project = first.GetMetadata("ProjectPath");
        return new(named.GetValueOrDefault(project, project), first.GetMetadata("RuntimeIdentifier"), first.GetMetadata("Configuration"))
        {
            Facts = FactsOf(first) with
            {
                TargetFrameworks = [first.GetMetadata("TargetFramework")],
                AssemblyPath = TextOf(first, "AssemblyPath") is { } path && File.Exists(path) ? path : null,
            },
            CompileMode = TextOf(first, "CompileMode") is { } mode ? CompileMode.Find(mode) : null,
            BaseImageArchive = Array.Find(Images, image => KeyOf(image) == KeyOf(first))?.ItemSpec,
            Files = [.. files.Select(file => new PublishedFile(file.ItemSpec, file.GetMetadata("RelativePath")))],
        };
    }

    private static ITaskItem ToItem(PackedArtifact packed, ManifestArtifact entry)
    {
        var item = new TaskItem(packed.Artifact.Path);
        item.SetMetadata("LogicalIds", string.Join(';', entry.Fills.Select(fill => fill.Resource).Where(resource => resource.Length > 0)));
        item.SetMetadata("ProjectPath", entry.Project?.Path ?? "");
        item.SetMetadata("RuntimeIdentifier", entry.Project?.RuntimeIdentifier ?? "");
        item.SetMetadata("Configuration", entry.Project?.Configuration ?? "");
        item.SetMetadata("ContentHash", packed.Artifact.ContentHash);
        item.SetMetadata("Sha256", packed.Artifact.Sha256);
        item.SetMetadata("Size", packed.Artifact.Size.ToString(CultureInfo.InvariantCulture));
        return item;
    }
}
