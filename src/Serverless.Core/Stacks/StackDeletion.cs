using System.Collections.Immutable;

namespace Serverless.Stacks;

/// <summary>Deletes a stack and watches it go.</summary>
internal static class StackDeletion
{
    public static async Task<StackOutcome> RunAsync(StackJob job, StackDescription stack, ImmutableArray<string> retain, CancellationToken cancellationToken)
    {
        var watch = await StackWatch.BeginAsync(job, stack, cancellationToken);
        if (!stack.Status.IsInProgress)
        {
            job.InFlight = new InFlight.Operation(StackVerb.Delete, IsCertain: false);
            await job.Client.DeleteStackAsync(new(stack.Id, $"destroy-{job.Time.GetUtcNow():yyyyMMddHHmmssfff}", job.Target.RoleArn, retain), cancellationToken);
        }

        job.InFlight = new InFlight.Operation(StackVerb.Delete, IsCertain: true);
        job.Report(new ExecutionStarted(stack.Name, StackVerb.Delete.Headline()));
        if (!job.Target.Wait && !stack.Status.IsInProgress && stack.Status.Readiness != StackReadiness.DeleteThenCreate)
        {
            return job.End(StackOutcomeKind.Started) with { StillRunning = await job.TakeBackAsync() };
        }

        var now = await watch.SettleAsync(cancellationToken);
        job.InFlight = new InFlight.Nothing();
        var status = now?.Status ?? StackStatus.Parse("DELETE_COMPLETE");
        job.Status = now?.Status;
        job.Report(new StackSettled(stack.Name, status, job.Elapsed));
        return status.Ending == StackEnding.Deleted
            ? job.End(StackOutcomeKind.Succeeded) with { Status = status }
            : job.End(StackOutcomeKind.Failed, await RootCause.ExplainAsync(job, watch.Events, now, cancellationToken));
    }
}
