using Serverless.Diagnostics;
using Serverless.Local.Resources;
using Serverless.Text;

namespace Serverless.Local.CloudFormation;

/// <summary>What happens to a stack of an earlier run when the local cloud starts.</summary>
internal static class StackRestart
{
    private const string Reason = "The local cloud was stopped while it was at work on this.";

    /// <summary>
    /// Gives an operation up that was at work: its stack fails, which can be updated or deleted, and so do the resources in between.
    /// A clean-up that was cut short counts as done; the stack's own work had ended before.
    /// </summary>
    public static void GiveUp(Stack stack, string reason = Reason)
    {
        var record = stack.Record;
        var end = record.Status switch
        {
            "CREATE_IN_PROGRESS" or "ROLLBACK_IN_PROGRESS" => "CREATE_FAILED",
            "UPDATE_IN_PROGRESS" or "UPDATE_ROLLBACK_IN_PROGRESS" => "UPDATE_FAILED",
            "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" => "UPDATE_COMPLETE",
            "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" => "UPDATE_ROLLBACK_COMPLETE",
            "DELETE_IN_PROGRESS" => "DELETE_FAILED",
            _ => null,
        };
        if (end is null)
        {
            return;
        }

        foreach (var resource in record.Resources.Where(resource => resource.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal)))
        {
            stack.SetResource(resource with { Status = resource.Status.Replace("_IN_PROGRESS", "_FAILED", StringComparison.Ordinal), StatusReason = reason });
        }

        stack.SetStatus(end, reason, change: current => current with
        {
            ChangeSets = [.. current.ChangeSets.Select(other => other.ExecutionStatus == "EXECUTE_IN_PROGRESS" ? other with { ExecutionStatus = "EXECUTE_FAILED" } : other)],
        });
    }

    /// <summary>Makes the bodies of a stack's resources again, each behind what it needs.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> RestoreAsync(Stack stack, CloudServices cloud, string accountId, CancellationToken cancellationToken)
    {
        var complaints = new List<Diagnostic>();
        var done = new HashSet<string>();
        var rest = stack.Record.Resources.Where(resource => resource.PhysicalId is not null && resource.Status is not ("DELETE_COMPLETE" or "DELETE_SKIPPED")).ToList();
        var ids = rest.Select(resource => resource.LogicalId).ToHashSet();
        while (rest.Count > 0)
        {
            var next = rest.Find(resource => resource.Needs.All(need => done.Contains(need) || !ids.Contains(need))) ?? rest[0];
            rest.Remove(next);
            done.Add(next.LogicalId);
            try
            {
                await ResourceBodies.Find(next.ResourceType).RestoreAsync(Request(stack, next, cloud, accountId), cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                complaints.Add(LocalDiagnostics.NotRestored.At(
                    SourceSpan.None,
                    $"{next.ResourceType} {next.LogicalId} of stack {stack.Record.Name} could not be brought back: {failure.Message}",
                    "Deploy the stack again, or delete it."));
            }
        }

        return complaints;
    }

    private static ResourceRequest Request(Stack stack, ResourceRecord resource, CloudServices cloud, string accountId) => new()
    {
        Cloud = cloud,
        Stack = stack.Pseudo(accountId),
        LogicalId = resource.LogicalId,
        ResourceType = resource.ResourceType,
        Properties = resource.PropertyValues(),
        Identity = resource.Identity(),
    };
}
