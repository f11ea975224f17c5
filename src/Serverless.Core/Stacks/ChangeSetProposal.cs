using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Serverless.Artifacts;
using Serverless.Diagnostics;

namespace Serverless.Stacks;

/// <summary>A change set that waits to be executed, or the reason why there is none.</summary>
public sealed class Proposal
{
    internal Proposal(DeployRequest request, StackOutcome outcome) => (Request, Outcome) = (request, outcome);

    internal Proposal(DeployRequest request, ChangeSet changeSet, ChangeSetType type, StackDescription? before) =>
        (Request, ChangeSet, Type, Before) = (request, changeSet, type, before);

    /// <summary>What was asked for.</summary>
    public DeployRequest Request { get; }

    /// <summary>The change set; null when <see cref="Outcome"/> says why.</summary>
    public ChangeSet? ChangeSet { get; }

    /// <summary>Whether the stack is made or changed.</summary>
    public ChangeSetType Type { get; }

    /// <summary>The end of the job when there is nothing to execute: unchanged, failed or cancelled. Null when there is a change set.</summary>
    public StackOutcome? Outcome { get; }

    /// <summary>The stack as it was; null when it did not exist or was only under review.</summary>
    internal StackDescription? Before { get; }
}

/// <summary>The stage Propose: makes the change set.</summary>
internal static class ChangeSetProposal
{
    // Somebody else may begin between our look and our request. Each turn waits for them.
    private const int MaximumTurns = 5;

    public static async Task<Proposal> MakeAsync(StackJob job, DeployRequest request, IArtifactStore store, StackDescription? ready, CancellationToken cancellationToken)
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                return await MakeOnceAsync(job, request, store, ready, cancellationToken);
            }
            catch (StackClientException exception) when (exception.Failure == StackFailure.Refused && turn < MaximumTurns)
            {
                if (await job.DescribeAsync(job.Target.StackName, cancellationToken) is not { Status.IsInProgress: true })
                {
                    throw;
                }

                job.InFlight = new InFlight.Nothing();
                ready = await StackPreparation.MakeReadyAsync(job, cancellationToken);
            }
        }
    }

    private static async Task<Proposal> MakeOnceAsync(
        StackJob job, DeployRequest request, IArtifactStore store, StackDescription? ready, CancellationToken cancellationToken)
    {
        var before = ready is { Status.Readiness: StackReadiness.Update } ? ready : null;
        var (parameters, complaints) = ParameterPlan.Resolve(request.Target, request.Template, before);
        if (!complaints.IsEmpty)
        {
            return new(request, job.End(StackOutcomeKind.Failed, complaints));
        }

        var type = before is null ? ChangeSetType.Create : ChangeSetType.Update;
        var asked = await WithTemplateAsync(job, request, store, Describe(job, request, type, parameters), cancellationToken);
        job.InFlight = new InFlight.Proposal(asked.ChangeSetName, StackIsNew: ready is null);
        job.Report(new ChangeSetRequested(asked.StackName, asked.ChangeSetName, type));
        var changeSet = await ComputeAsync(job, asked, cancellationToken);
        return changeSet.Status == ChangeSetStatus.Ready
            ? new(request, Announce(job, changeSet), type, before)
            : new(request, await DeclineAsync(job, changeSet, before));
    }

    private static ChangeSetRequest Describe(StackJob job, DeployRequest request, ChangeSetType type, ImmutableArray<StackParameter> parameters)
    {
        var target = request.Target;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Template.Body)).AsSpan(0, 4));
        return new(target.StackName, $"serverless-{job.Time.GetUtcNow():yyyyMMdd-HHmmssfff}-{hash}", type)
        {
            Parameters = parameters,
            Tags = target.Tags,
            Capabilities = target.AllowedCapabilities ?? Capabilities.DeriveFrom(request.Template.Template),
            RoleArn = target.RoleArn,
            NotificationArns = target.NotificationArns,
            OnFailure = target.OnFailure == OnStackFailure.Delete && type == ChangeSetType.Update ? null : target.OnFailure,
            Description = "Serverless.Sdk",
        };
    }

    private static async Task<ChangeSetRequest> WithTemplateAsync(
        StackJob job, DeployRequest request, IArtifactStore store, ChangeSetRequest asked, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetByteCount(request.Template.Body);
        if (bytes <= TemplateLimits.InlineBytes)
        {
            return asked with { TemplateBody = request.Template.Body };
        }

        var url = await store.StoreTemplateAsync(request.Target.StackName, Encoding.UTF8.GetBytes(request.Template.Body), cancellationToken);
        job.Report(new TemplateStored(bytes));
        return asked with { TemplateUrl = url };
    }

    private static async Task<ChangeSet> ComputeAsync(StackJob job, ChangeSetRequest asked, CancellationToken cancellationToken)
    {
        ChangeSet begun;
        try
        {
            begun = await job.Client.CreateChangeSetAsync(asked, cancellationToken);
        }
        catch (StackClientException exception) when (ChangeSet.SaysUnchanged(exception.Message))
        {
            return new(asked.ChangeSetName, job.StackId ?? asked.StackName, ChangeSetStatus.Failed) { StatusReason = exception.Message };
        }

        job.StackId = begun.StackId;
        return await job.PollAsync(
            async token => await job.Client.DescribeChangeSetAsync(begun.Id, begun.StackId, token) is { Status: not ChangeSetStatus.InProgress } made ? made : null,
            cancellationToken);
    }

    private static ChangeSet Announce(StackJob job, ChangeSet changeSet)
    {
        foreach (var change in changeSet.Changes)
        {
            job.Report(new ChangeProposed(change, job.SpanOf(change.LogicalId)));
        }

        return changeSet;
    }

    private static async Task<StackOutcome> DeclineAsync(StackJob job, ChangeSet changeSet, StackDescription? before)
    {
        var left = await job.TakeBackAsync();
        if (!changeSet.IsEmpty)
        {
            return job.End(StackOutcomeKind.Failed, RootCause.ExplainChangeSet(job, changeSet.StatusReason)) with { StillRunning = left };
        }

        job.Report(new StackUnchanged(job.Target.StackName));
        return job.Target.FailOnEmptyChangeSet
            ? job.End(StackOutcomeKind.Failed, StackDiagnostics.Empty(job.Target))
            : job.End(StackOutcomeKind.Unchanged) with { Outputs = before?.Outputs ?? [], StillRunning = left };
    }
}
