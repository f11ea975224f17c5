using Microsoft.Build.Framework;
using Serverless.Stacks;

namespace Serverless.Tasks;

/// <summary>Stores the artifacts that are missing, without touching a stack.</summary>
[MSBuildMultiThreadableTask]
public sealed class UploadArtifacts : DeploymentTask
{
    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        using var connection = Connect();
        if (connection is null)
        {
            return;
        }

        var store = Store(connection);
        if (await PrepareAsync(connection, Target(connection), store, cancellationToken) is { } request)
        {
            var sent = await ArtifactUpload.RunAsync(store, request.Artifacts, Events, cancellationToken);
            Log.LogMessage(MessageImportance.High, "{0} -> {1} of {2} artifacts stored", ProjectName, sent, request.Artifacts.Length);
        }
    }
}
