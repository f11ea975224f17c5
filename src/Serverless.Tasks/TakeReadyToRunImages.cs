using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Artifacts.ReadyToRun;

namespace Serverless.Tasks;

/// <summary>Puts the ReadyToRun images of package assemblies that an earlier build compiled where the .NET SDK would compile them to.</summary>
[MSBuildMultiThreadableTask]
public sealed class TakeReadyToRunImages : ServerlessTask
{
    /// <summary>The .NET SDK's list of what it is about to compile: assemblies with <c>OutputR2RImage</c>.</summary>
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>The assemblies that the compiler may look into.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The compiler.</summary>
    public ITaskItem[] Compiler { get; set; } = [];

    /// <summary>The runtime identifier and everything else that the compiler is told.</summary>
    public string Target { get; set; } = "";

    /// <summary>The project file and all that it imports.</summary>
    public ITaskItem[] Projects { get; set; } = [];

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>Absolute path of the cache.</summary>
    [Required]
    public string CachePath { get; set; } = "";

    /// <summary>The images to keep once they are compiled, with <c>AssemblyPath</c> and <c>Key</c>.</summary>
    [Output]
    public ITaskItem[] Missing { get; private set; } = [];

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        var images = Assemblies.Where(IsOfPackage).Select(item => new ReadyToRunImage(PathOf(item), Path.GetFullPath(item.GetMetadata("OutputR2RImage"), ProjectFolder))).ToList();
        if (images.Count > 0)
        {
            var compilation = new ReadyToRunCompilation(string.Join(';', Compiler.Select(item => item.ItemSpec)), Target, [.. References.Select(PathOf)], [.. References.Where(IsOfFramework).Select(FolderOf).Distinct()]);
            var changed = DateTime.MinValue;
            foreach (var project in Projects)
            {
                var written = File.GetLastWriteTimeUtc(project.ItemSpec);
                changed = written > changed ? written : changed;
            }

            Missing = [.. new ReadyToRunCache(CachePath, TimeProvider.System).Take(images, compilation, changed).Select(ToItem)];
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    // The project's own assemblies change with every edit; keeping each of their images would only fill the disk.
    private static bool IsOfPackage(ITaskItem item) => item.GetMetadata("NuGetPackageId").Length > 0 && item.GetMetadata("OutputR2RImage").Length > 0 && !IsOfFramework(item);

    private static bool IsOfFramework(ITaskItem item) => item.GetMetadata("NuGetPackageId").StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.OrdinalIgnoreCase);

    private static string PathOf(ITaskItem item) => item.GetMetadata("FullPath");

    private static string FolderOf(ITaskItem item) => Path.GetDirectoryName(PathOf(item)) + Path.DirectorySeparatorChar;

    private static TaskItem ToItem(MissingImage missing)
    {
        var item = new TaskItem(EscapedText.Of(missing.Image.ImagePath));
        item.SetMetadata("AssemblyPath", EscapedText.Of(missing.Image.AssemblyPath));
        item.SetMetadata("Key", missing.Key);
        return item;
    }
}
