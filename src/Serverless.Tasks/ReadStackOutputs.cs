using Microsoft.Build.Framework;
using Serverless.Stacks;

namespace Serverless.Tasks;

/// <summary>Reads the outputs of the stack as it is.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadStackOutputs : StackTask
{
    /// <summary>The stack's outputs.</summary>
    [Output]
    public ITaskItem[] Outputs { get; private set; } = [];

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        using var connection = Connect();
        if (connection is null)
        {
            return;
        }

        var pipeline = new DeployPipeline(connection.CreateStackClient(), connection.CreateArtifactStore(new()), TimeProvider.System);
        var outcome = await pipeline.OutputsAsync(Target(connection), cancellationToken);
        Outputs = ToItems(outcome.Outputs);
        Report(outcome.Diagnostics);
        foreach (var output in outcome.Outputs)
        {
            Log.LogMessage(MessageImportance.High, "{0} {1}", output.Key, output.Value);
        }
    }
}
