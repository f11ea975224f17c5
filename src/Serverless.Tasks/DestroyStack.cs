using Microsoft.Build.Framework;
using Serverless.Diagnostics;
using Serverless.Stacks;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary>Deletes the stack, when the user has repeated its name.</summary>
[MSBuildMultiThreadableTask]
public sealed class DestroyStack : StackTask
{
    /// <summary>The stack's name was not repeated.</summary>
    public static readonly DiagnosticDescriptor NotConfirmed = new("SLS0502", Severity.Error, "Deletion of the stack is not confirmed");

    /// <summary>The stack's name once more.</summary>
    public string Confirm { get; set; } = "";

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        if (Confirm != StackName)
        {
            throw new DiagnosticException(NotConfirmed.At(
                SourceSpan.None,
                $"Stack '{StackName}' and everything in it would be deleted{(Confirm.Length > 0 ? $", but the confirmation names '{Confirm}'" : "")}.",
                $"Repeat its name to confirm: -p:ServerlessConfirmDestroy={StackName}."));
        }

        using var connection = Connect();
        if (connection is null)
        {
            return;
        }

        var pipeline = new DeployPipeline(connection.CreateStackClient(), connection.CreateArtifactStore(new()), TimeProvider.System);
        Conclude(await pipeline.DestroyAsync(Target(connection), [], Events, cancellationToken));
    }
}
