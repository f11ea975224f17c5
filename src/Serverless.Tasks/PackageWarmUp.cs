using Serverless.Artifacts;
using Serverless.Compilation;
using Serverless.Templates;

namespace Serverless.Tasks;

/// <summary>
/// Lets a new process get used to planning and packaging on another processor, while it restores or publishes. The tasks do not wait for it,
/// take nothing from it, and come to the same result without it.
/// </summary>
internal static class PackageWarmUp
{
    private static int _isStarted;

    /// <summary>Starts it, unless this process has done it before or has one processor only.</summary>
    public static void Start(PackageRequest request, CancellationToken cancellationToken)
    {
        if (Environment.ProcessorCount > 1 && Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _ = Task.Run(() => RunAsync(request, cancellationToken), CancellationToken.None);
        }
    }

    // Whatever is wrong will be wrong again in a moment, where somebody reports it.
    private static async Task RunAsync(PackageRequest request, CancellationToken cancellationToken)
    {
        var isComplete = false;
        try
        {
            await PlanAsync(request, cancellationToken);
            isComplete = await PackageRehearsal.RunAsync(request, DiskFiles.Instance, TimeProvider.System, cancellationToken);
        }
        catch (Exception)
        {
            // Then the process is less used to it.
        }

        // What was not known yet may be known at the next occasion.
        Volatile.Write(ref _isStarted, isComplete ? 1 : 0);
    }

    private static async Task PlanAsync(PackageRequest request, CancellationToken cancellationToken)
    {
        if (TemplateFile.Read(request.Layout.TemplatePath).Value is { } source
            && TemplateReader.Read(source).Value is { } written
            && (await TemplateComposer.ComposeAsync(written, request.Context, cancellationToken)).Value is { } composed)
        {
            await PackagePlanner.RequiredPublishesAsync(
                composed.Template, request.Layout, new(DiskFiles.Instance, TimeProvider.System, TemplateComposer.ForNested(request.Context)), cancellationToken);
        }
    }
}
