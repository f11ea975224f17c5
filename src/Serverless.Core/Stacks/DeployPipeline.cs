using System.Collections.Immutable;
using System.Text;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Stacks;

/// <summary>
/// The jobs about stacks, for every host: deploy, plan, destroy, outputs. They end in a <see cref="StackOutcome"/> and throw neither for a
/// user's mistake, nor for a failing stack, nor for cancellation, because the outcome says what is still running in the cloud.
/// </summary>
/// <param name="client">CloudFormation, or its stand-in.</param>
/// <param name="store">Where artifacts go.</param>
/// <param name="time">The clock.</param>
public sealed class DeployPipeline(IStackClient client, IArtifactStore store, TimeProvider time)
{
    /// <summary>Stores the artifacts, makes the change set, executes it and waits for the stack: the whole of it.</summary>
    public Task<StackOutcome> DeployAsync(DeployRequest request, IProgress<DeployEvent>? progress, CancellationToken cancellationToken)
    {
        var job = Begin(request, progress);
        return job.RunAsync(
            async token =>
            {
                var proposal = await ProposeWhileStoringAsync(job, request, token);
                return proposal.Outcome is null ? await ChangeSetExecution.RunAsync(job, proposal, token) : await EndAsync(job, proposal.Outcome, token);
            },
            cancellationToken);
    }

    /// <summary>The stages Store and Propose alone. The change set waits for <see cref="ExecuteAsync"/>.</summary>
    public async Task<Proposal> ProposeAsync(DeployRequest request, IProgress<DeployEvent>? progress, CancellationToken cancellationToken)
    {
        var job = Begin(request, progress);
        Proposal? made = null;
        var outcome = await job.RunAsync(
            async token =>
            {
                made = await ProposeWhileStoringAsync(job, request, token);
                return made.Outcome is { } ended ? await EndAsync(job, ended, token) : job.End(StackOutcomeKind.Planned);
            },
            cancellationToken);
        return outcome.Kind == StackOutcomeKind.Planned ? made! : new(request, outcome);
    }

    /// <summary>The stages Execute and Conclude alone. A proposal without a change set ends in the outcome that it has.</summary>
    public Task<StackOutcome> ExecuteAsync(Proposal proposal, IProgress<DeployEvent>? progress, CancellationToken cancellationToken)
    {
        if (proposal.Outcome is { } ended)
        {
            return Task.FromResult(ended);
        }

        var job = new StackJob(client, time, proposal.Request.Target, proposal.Request.Template, progress)
        {
            InFlight = new InFlight.Proposal(proposal.ChangeSet!.Name, StackIsNew: proposal.Before is null),
        };
        return job.RunAsync(token => ChangeSetExecution.RunAsync(job, proposal, token), cancellationToken);
    }

    /// <summary>Computes the changes and leaves everything as it is.</summary>
    public Task<StackOutcome> PlanAsync(DeployRequest request, IProgress<DeployEvent>? progress, CancellationToken cancellationToken)
    {
        var job = Begin(request, progress);
        return job.RunAsync(
            async token =>
            {
                if (Check(request) is { IsEmpty: false } complaints)
                {
                    return job.End(StackOutcomeKind.Failed, complaints);
                }

                var stack = await StackPreparation.SettledAsync(job, token);
                return stack?.Status.Readiness switch
                {
                    StackReadiness.Repair => job.End(StackOutcomeKind.Failed, StackDiagnostics.NeedsRepair(stack)),
                    StackReadiness.DeleteThenCreate => PlanAnew(job, request, stack),
                    _ => await PlanAsync(job, request, stack, token),
                };
            },
            cancellationToken);
    }

    /// <summary>Deletes the stack and waits until it is gone. Asking whether that is meant is the host's part.</summary>
    /// <param name="target">The stack.</param>
    /// <param name="retain">Logical ids of resources to let go; only for a stack whose deletion failed before.</param>
    /// <param name="progress">Told what happens; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops watching.</param>
    public Task<StackOutcome> DestroyAsync(StackTarget target, ImmutableArray<string> retain, IProgress<DeployEvent>? progress, CancellationToken cancellationToken)
    {
        var job = new StackJob(client, time, target, template: null, progress);
        return job.RunAsync(
            async token =>
            {
                if (target.Check() is { IsEmpty: false } complaints)
                {
                    return job.End(StackOutcomeKind.Failed, complaints);
                }

                var stack = await job.DescribeAsync(target.StackName, token);
                if (stack is { Status: { IsInProgress: true, Name: not "DELETE_IN_PROGRESS" } })
                {
                    stack = await StackPreparation.SettledAsync(job, token);
                }

                return stack switch
                {
                    null or { Status.Ending: StackEnding.Deleted } => job.End(StackOutcomeKind.Unchanged),
                    { TerminationProtection: true } => job.End(StackOutcomeKind.Failed, StackDiagnostics.Protected(target)),
                    _ => await StackDeletion.RunAsync(job, stack, retain, token),
                };
            },
            cancellationToken);
    }

    /// <summary>The outputs of the stack as it is; a stack that does not exist is an error.</summary>
    public Task<StackOutcome> OutputsAsync(StackTarget target, CancellationToken cancellationToken)
    {
        var job = new StackJob(client, time, target, template: null, progress: null);
        return job.RunAsync(
            async token => target.Check() is { IsEmpty: false } complaints
                ? job.End(StackOutcomeKind.Failed, complaints)
                : await job.DescribeAsync(target.StackName, token) is { } stack
                    ? job.End(StackOutcomeKind.Unchanged) with { Outputs = stack.Outputs }
                    : job.End(StackOutcomeKind.Failed, StackDiagnostics.Missing(target)),
            cancellationToken);
    }

    private StackJob Begin(DeployRequest request, IProgress<DeployEvent>? progress) => new(client, time, request.Target, request.Template, progress);

    private static ImmutableArray<Diagnostic> Check(DeployRequest request)
    {
        var own = (File: request.Template.File, Bytes: (long)Encoding.UTF8.GetByteCount(request.Template.Body));
        var nested = request.Artifacts.Select(one => one.Artifact).Where(artifact => artifact.Content is not null).Select(artifact => (SourceSpan.File(artifact.Path), artifact.Size));
        return
        [
            .. request.Target.Check(),
            .. nested.Prepend(own).Where(one => one.Item2 > TemplateLimits.StoredBytes).Select(one => StackDiagnostics.TooLongTemplate(one.Item1, one.Item2)),
        ];
    }

    // Storing and proposing do not need each other, unless CloudFormation reads artifacts while it computes the change set.
    private async Task<Proposal> ProposeWhileStoringAsync(StackJob job, DeployRequest request, CancellationToken cancellationToken)
    {
        if (Check(request) is { IsEmpty: false } complaints)
        {
            return new(request, job.End(StackOutcomeKind.Failed, complaints));
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var storing = StoreAsync(job, request.Artifacts, both.Token);
        var proposing = ProposeAsync(job, request, ReadsArtifacts(request) ? storing : Task.CompletedTask, both.Token);
        try
        {
            await (await Task.WhenAny(storing, proposing));
            var proposal = await proposing;
            if (proposal.Outcome is { IsSuccess: false })
            {
                return proposal;
            }

            await storing;
            return proposal;
        }
        finally
        {
            await both.CancelAsync();
            await Task.WhenAll(storing, proposing).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<Proposal> ProposeAsync(StackJob job, DeployRequest request, Task first, CancellationToken cancellationToken)
    {
        var ready = await StackPreparation.MakeReadyAsync(job, cancellationToken);
        await first;
        return await ChangeSetProposal.MakeAsync(job, request, store, ready, cancellationToken);
    }

    private static bool ReadsArtifacts(DeployRequest request) =>
        Capabilities.HasTransforms(request.Template.Template)
        || request.Template.Template.Resources.Any(resource => resource.ResourceType == "AWS::CloudFormation::Stack");

    private Task StoreAsync(StackJob job, ImmutableArray<AddressedArtifact> artifacts, CancellationToken cancellationToken) =>
        ArtifactUpload.RunAsync(store, artifacts, job.Progress, cancellationToken);

    private async Task<StackOutcome> PlanAsync(StackJob job, DeployRequest request, StackDescription? stack, CancellationToken cancellationToken)
    {
        if (ReadsArtifacts(request))
        {
            await StoreAsync(job, request.Artifacts, cancellationToken);
        }

        var proposal = await ChangeSetProposal.MakeAsync(job, request, store, stack?.Status.Ending == StackEnding.Deleted ? null : stack, cancellationToken);
        if (proposal.Outcome is { } ended)
        {
            return ended.Kind == StackOutcomeKind.Unchanged ? ended with { Kind = StackOutcomeKind.Planned } : ended;
        }

        var left = await job.TakeBackAsync();
        return job.End(StackOutcomeKind.Planned) with { Changes = proposal.ChangeSet!.Changes, StillRunning = left };
    }

    // CloudFormation makes no change set for a stack that has to be deleted first; what would be created is the whole template.
    private static StackOutcome PlanAnew(StackJob job, DeployRequest request, StackDescription stack)
    {
        job.Report(new LeftoverFound(stack.Name, stack.Status, IsDeleted: true));
        return job.End(StackOutcomeKind.Planned) with
        {
            Changes = [.. request.Template.Template.Resources.Select(resource => new Change(ChangeAction.Add, resource.Id.Value, resource.ResourceType ?? ""))],
        };
    }

    // What is not part of a change set is made right even when the change set is empty.
    private static async Task<StackOutcome> EndAsync(StackJob job, StackOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Kind == StackOutcomeKind.Unchanged && job.Target.TerminationProtection is not null
            && await job.DescribeAsync(job.Target.StackName, cancellationToken) is { } stack)
        {
            await ChangeSetExecution.ProtectAsync(job, stack, cancellationToken);
        }

        return outcome;
    }
}
