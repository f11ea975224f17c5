using Microsoft.Build.Framework;

namespace Serverless.Tasks;

/// <summary>Executes the change set that <see cref="CreateChangeSet"/> left and waits for the stack.</summary>
[MSBuildMultiThreadableTask]
public sealed class ExecuteChangeSet : StackTask
{
    /// <summary>The stack's outputs.</summary>
    [Output]
    public ITaskItem[] Outputs { get; private set; } = [];

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        using var session = DeploySession.Take(BuildEngine4, ProjectName)
            ?? throw new InvalidOperationException("There is no change set to execute; the target _ServerlessUploadAndCreateChangeSet has to run before, in the same build.");
        var outcome = await session.Pipeline!.ExecuteAsync(session.Proposal!, Events, cancellationToken);
        Outputs = ToItems(outcome.Outputs);
        Conclude(outcome);
    }
}
