using Microsoft.Build.Framework;
using Serverless.Diagnostics;

namespace Serverless.Tasks;

/// <summary>
/// Begins what <see cref="PackageWarmUp"/> does and returns at once. It is for the restore that goes before a build: what is planned and packed
/// afterwards is in code that the process has loaded by then.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class WarmUpPackage : ApplicationTask
{
    /// <summary>Absolute path of the folder that the package is going to be written to.</summary>
    [Required]
    public string PackagePath { get; set; } = "";

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // It outlives this task, whose source of cancellation is disposed of.
            PackageWarmUp.Start(new(Layout, PackagePath, Context), CancellationToken.None);
        }
        catch (DiagnosticException)
        {
            // The tasks that need what is wrong here report it.
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
