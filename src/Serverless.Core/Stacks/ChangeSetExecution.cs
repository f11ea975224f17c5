namespace Serverless.Stacks;

/// <summary>The stages Execute and Conclude: runs a change set, follows its events and says how it ended.</summary>
internal static class ChangeSetExecution
{
    public static async Task<StackOutcome> RunAsync(StackJob job, Proposal proposal, CancellationToken cancellationToken)
    {
        var changeSet = proposal.ChangeSet!;
        var verb = proposal.Type == ChangeSetType.Create ? StackVerb.Create : StackVerb.Update;
        var before = proposal.Before ?? new(changeSet.StackId, job.Target.StackName, StackStatus.Parse("REVIEW_IN_PROGRESS"));
        job.StackId = changeSet.StackId;
        var watch = await StackWatch.BeginAsync(job, before, cancellationToken);
        await BeginAsync(job, changeSet, verb, cancellationToken);
        if (!job.Target.Wait)
        {
            return job.End(StackOutcomeKind.Started) with { Changes = changeSet.Changes, StillRunning = await job.TakeBackAsync() };
        }

        var now = await watch.SettleAsync(cancellationToken);
        job.InFlight = new InFlight.Nothing();
        job.Report(new StackSettled(job.Target.StackName, now?.Status ?? StackStatus.Parse("DELETE_COMPLETE"), job.Elapsed));
        if (now?.Status.Ending != StackEnding.Succeeded)
        {
            return job.End(StackOutcomeKind.Failed, await RootCause.ExplainAsync(job, watch.Events, now, cancellationToken)) with { Changes = changeSet.Changes };
        }

        await ProtectAsync(job, now, cancellationToken);
        return job.End(StackOutcomeKind.Succeeded) with { Changes = changeSet.Changes, Outputs = now.Outputs };
    }

    /// <summary>Makes the stack's termination protection what the target wants.</summary>
    public static Task ProtectAsync(StackJob job, StackDescription stack, CancellationToken cancellationToken) =>
        job.Target.TerminationProtection is { } wanted && wanted != stack.TerminationProtection
            ? job.Client.SetTerminationProtectionAsync(stack.Id, wanted, cancellationToken)
            : Task.CompletedTask;

    private static async Task BeginAsync(StackJob job, ChangeSet changeSet, StackVerb verb, CancellationToken cancellationToken)
    {
        // With an explicit choice of what a failure ends in, CloudFormation takes no second word about rollback.
        bool? disableRollback = job.Target.OnFailure is null ? job.Target.DisableRollback : null;
        var proposed = job.InFlight;
        job.InFlight = new InFlight.Operation(verb, IsCertain: false);
        try
        {
            await job.Client.ExecuteAsync(new(changeSet.Id, changeSet.StackId, changeSet.Name, disableRollback), cancellationToken);
        }
        catch (StackClientException exception) when (!exception.IsTransient)
        {
            job.InFlight = proposed;
            throw;
        }

        job.InFlight = new InFlight.Operation(verb, IsCertain: true);
        job.Report(new ExecutionStarted(job.Target.StackName, verb.Headline()));
    }
}
