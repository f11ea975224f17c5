using Microsoft.Build.Framework;
using Serverless.Artifacts;
using Serverless.Compilation;

namespace Serverless.Tasks;

/// <summary>
/// Lets a new process get used to packaging on another processor while functions are published, and returns at once. The tasks that follow
/// do not wait for it, take nothing from it, and come to the same result without it.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class RehearsePackage : ApplicationTask
{
    private static int _isStarted;

    /// <summary>Absolute path of the folder that the package is going to be written to.</summary>
    [Required]
    public string PackagePath { get; set; } = "";

    /// <summary>Done when the rehearsal is over, whatever came of it.</summary>
    internal System.Threading.Tasks.Task Rehearsal { get; private set; } = System.Threading.Tasks.Task.CompletedTask;

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        if (Environment.ProcessorCount > 1 && Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            Start(new(Layout, PackagePath, Context));
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    // It outlives this task, whose source of cancellation is disposed of.
    internal void Start(PackageRequest request) => Rehearsal = System.Threading.Tasks.Task.Run(() => RehearseAsync(request));

    // Whatever is wrong will be wrong again in a moment, where somebody reports it.
    private static async System.Threading.Tasks.Task RehearseAsync(PackageRequest request)
    {
        try
        {
            await PackageRehearsal.RunAsync(request, DiskFiles.Instance, TimeProvider.System, CancellationToken.None);
        }
        catch (Exception)
        {
            // Then the process is less used to it.
        }
    }
}
