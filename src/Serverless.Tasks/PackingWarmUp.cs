using Serverless.Artifacts;
using Serverless.Compilation;

namespace Serverless.Tasks;

/// <summary>
/// Lets a new process get used to packaging while it publishes, on another processor. <see cref="PackApplication"/> does not wait for it,
/// takes nothing from it, and comes to the same result without it.
/// </summary>
internal static class PackingWarmUp
{
    private static int _isStarted;

    /// <summary>Starts it, unless this process has done it before.</summary>
    public static void Start(PackageRequest request, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _ = Task.Run(() => RunAsync(request, cancellationToken), CancellationToken.None);
        }
    }

    // Whatever is wrong will be wrong again in a moment, where somebody reports it.
    private static async Task RunAsync(PackageRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await PackageRehearsal.RunAsync(request, DiskFiles.Instance, TimeProvider.System, cancellationToken);
        }
        catch (Exception)
        {
            Volatile.Write(ref _isStarted, 0);
        }
    }
}
