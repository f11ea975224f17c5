using System.Collections.Immutable;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Aws;
using Serverless.Stacks;

namespace Serverless.Tasks;

/// <summary>
/// Stores what is missing and asks CloudFormation for a change set at the same time. The change set waits for
/// <see cref="ExecuteChangeSet"/>, unless it was only wanted for a look.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CreateChangeSet : DeploymentTask
{
    /// <summary>True to list the changes and leave everything as it is.</summary>
    public bool Preview { get; set; }

    /// <summary><c>ServerlessTag</c> items.</summary>
    public ITaskItem[] Tags { get; set; } = [];

    /// <summary>Capabilities separated by semicolons; empty derives them from the template.</summary>
    public string Capabilities { get; set; } = "";

    /// <summary>SNS topics separated by semicolons.</summary>
    public string NotificationArns { get; set; } = "";

    /// <summary>True makes it an error when there is nothing to change.</summary>
    public bool FailOnEmptyChangeSet { get; set; }

    /// <summary>False to return as soon as CloudFormation has begun to execute the change set.</summary>
    public bool Wait { get; set; } = true;

    /// <summary>True leaves a failed stack as it is.</summary>
    public bool DisableRollback { get; set; }

    /// <summary><c>ROLLBACK</c>, <c>DELETE</c> or <c>DO_NOTHING</c>; empty leaves it to <see cref="DisableRollback"/>.</summary>
    public string OnFailure { get; set; } = "";

    /// <summary><c>true</c> or <c>false</c>; empty leaves it as it is.</summary>
    public string TerminationProtection { get; set; } = "";

    /// <summary>The changes: logical id, and <c>Action</c>, <c>Replacement</c>, <c>ResourceType</c>, <c>PhysicalId</c>.</summary>
    [Output]
    public ITaskItem[] Changes { get; private set; } = [];

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        using var session = DeploySession.Open(Connect());
        if (session is null)
        {
            return;
        }

        var store = Store(session.Connection);
        if (await PrepareAsync(session.Connection, FullTarget(session.Connection), store, cancellationToken) is not { } request)
        {
            return;
        }

        var pipeline = new DeployPipeline(session.Connection.CreateStackClient(), store, TimeProvider.System);
        if (Preview)
        {
            var outcome = await pipeline.PlanAsync(request, Events, cancellationToken);
            Changes = [.. outcome.Changes.Select(ToItem)];
            Conclude(outcome);
            return;
        }

        var proposal = await pipeline.ProposeAsync(request, Events, cancellationToken);
        Changes = [.. (proposal.ChangeSet?.Changes ?? []).Select(ToItem)];
        if (proposal.Outcome is { IsSuccess: false } failed)
        {
            Conclude(failed);
            return;
        }

        session.HandOver(BuildEngine4, ProjectName, pipeline, proposal);
    }

    private StackTarget FullTarget(AwsConnection connection) => Target(connection) with
    {
        Tags = [.. Tags.Select(tag => new StackTag(tag.ItemSpec, tag.GetMetadata("Value")))],
        AllowedCapabilities = List(Capabilities) is { IsEmpty: false } capabilities ? capabilities : null,
        NotificationArns = List(NotificationArns),
        FailOnEmptyChangeSet = FailOnEmptyChangeSet,
        Wait = Wait,
        DisableRollback = DisableRollback,
        OnFailure = OnFailure.Length > 0 ? PropertyValue.Choose("ServerlessOnFailure", OnFailure, OnStackFailure.RollBack) : null,
        TerminationProtection = bool.TryParse(TerminationProtection, out var isProtected) ? isProtected : null,
    };

    private static ImmutableArray<string> List(string text) => [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static ITaskItem ToItem(Change change)
    {
        var item = new TaskItem(change.LogicalId);
        item.SetMetadata("Action", change.Action.ToString());
        item.SetMetadata("Replacement", change.Replacement.ToString());
        item.SetMetadata("ResourceType", change.ResourceType);
        item.SetMetadata("PhysicalId", change.PhysicalId ?? "");
        return item;
    }
}
