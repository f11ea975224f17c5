using Serverless.Diagnostics;

namespace Serverless.Stacks;

/// <summary>Brings a stack to where a change set can be made: waits for others and clears what an earlier deployment left.</summary>
internal static class StackPreparation
{
    /// <summary>The stack to update, or to create over when it is only under review; null when there is none.</summary>
    /// <exception cref="DiagnosticException">Only a person can help.</exception>
    public static async Task<StackDescription?> MakeReadyAsync(StackJob job, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stack = await SettledAsync(job, cancellationToken);
            switch (stack?.Status.Readiness)
            {
                case StackReadiness.Repair:
                    throw new DiagnosticException(StackDiagnostics.NeedsRepair(stack));
                case StackReadiness.DeleteThenCreate:
                    job.Report(new LeftoverFound(stack.Name, stack.Status, IsDeleted: true));
                    await DeleteAsync(job, stack, cancellationToken);
                    break;
                case StackReadiness.Create when stack.Status.Ending != StackEnding.Deleted:
                    job.Report(new LeftoverFound(stack.Name, stack.Status, IsDeleted: false));
                    return stack;
                case StackReadiness.Update:
                    return stack;
                default:
                    return null;
            }
        }
    }

    /// <summary>The stack once nobody is at work on it; null when there is none.</summary>
    public static async Task<StackDescription?> SettledAsync(StackJob job, CancellationToken cancellationToken)
    {
        StackStatus? told = null;
        var found = await job.PollAsync(
            async token =>
            {
                var stack = await job.DescribeAsync(job.Target.StackName, token);
                if (stack?.Status is { IsInProgress: true } status)
                {
                    if (told != status)
                    {
                        job.Report(new WaitingForStack(stack.Name, told = status));
                    }

                    return null;
                }

                return new Found(stack);
            },
            cancellationToken);
        return found.Stack;
    }

    private static async Task DeleteAsync(StackJob job, StackDescription stack, CancellationToken cancellationToken)
    {
        if (stack.TerminationProtection)
        {
            throw new DiagnosticException(StackDiagnostics.Protected(job.Target));
        }

        if (await StackDeletion.RunAsync(job, stack, [], cancellationToken) is { IsSuccess: false } failed)
        {
            throw new DiagnosticException(failed.Diagnostics);
        }
    }

    private sealed record Found(StackDescription? Stack);
}
