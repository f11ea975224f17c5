using Microsoft.Build.Framework;
using Serverless.Artifacts.ReadyToRun;

namespace Serverless.Tasks;

/// <summary>Keeps the ReadyToRun images that were compiled because <see cref="TakeReadyToRunImages"/> did not find them.</summary>
[MSBuildMultiThreadableTask]
public sealed class KeepReadyToRunImages : ServerlessTask
{
    /// <summary>What <see cref="TakeReadyToRunImages.Missing"/> gave.</summary>
    [Required]
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>Absolute path of the cache.</summary>
    [Required]
    public string CachePath { get; set; } = "";

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        new ReadyToRunCache(CachePath, TimeProvider.System).Keep(Images.Select(item => new MissingImage(new(item.GetMetadata("AssemblyPath"), item.ItemSpec), item.GetMetadata("Key"))));
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
