using Serverless.Templates;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>What shall become of a stack whose creation fails.</summary>
internal enum OnFailure
{
    /// <summary>Everything is undone; the stack stays as <c>ROLLBACK_COMPLETE</c>.</summary>
    Rollback,

    /// <summary>Everything is left as it is.</summary>
    DoNothing,

    /// <summary>Everything is undone and the stack deleted.</summary>
    Delete,
}

/// <summary>One operation on a stack, from its first event to its last. It reads like the events it makes.</summary>
internal sealed class StackOperation(StackEngine engine, Stack stack, string? token)
{
    private readonly ResourceSteps _steps = new(engine, stack, token);

    /// <summary>Creates everything that a template says.</summary>
    public async Task CreateAsync(PreparedTemplate template, StackInput input, OnFailure onFailure, CancellationToken cancellationToken)
    {
        var lookup = Lookup();
        var succeeded = await OrderedWork.RunAsync(
            template.Graph.Order,
            template.Graph.Needs,
            (id, stop) => _steps.CreateAsync(template.Template.FindResource(id)!, template, lookup, stop),
            stopAtFailure: true,
            cancellationToken);
        engine.Operations.Stopping.ThrowIfCancellationRequested();
        if (stack.IsGivenUp)
        {
            return;
        }

        var reason = succeeded ? null : $"The following resource(s) failed to create: [{string.Join(", ", _steps.Failed)}]. ";
        if (succeeded && TryConclude(template, lookup, out var outputs, out reason))
        {
            stack.SetStatus("CREATE_COMPLETE", null, token, record => Concluded(record, template, input, outputs, lookup));
            return;
        }

        if (onFailure == OnFailure.DoNothing)
        {
            stack.SetStatus("CREATE_FAILED", reason, token);
            return;
        }

        var (working, done, failed) = onFailure == OnFailure.Delete
            ? ("DELETE_IN_PROGRESS", "DELETE_COMPLETE", "DELETE_FAILED")
            : ("ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED");
        stack.SetStatus(working, $"{reason}{(onFailure == OnFailure.Delete ? "Delete" : "Rollback")} requested by user.", token);
        var isClean = await DeleteAllAsync(record => record.DeletionPolicy == "Retain");
        stack.SetStatus(isClean ? done : failed, isClean ? null : FailedToDelete, token, record => onFailure == OnFailure.Delete && isClean ? record with { Deleted = engine.Now } : record);
    }

    /// <summary>Brings a stack to what a template says, or back to what it was.</summary>
    public async Task UpdateAsync(PreparedTemplate template, StackInput input, CancellationToken cancellationToken)
    {
        var before = stack.Record.Resources.Where(Exists).ToDictionary(resource => resource.LogicalId);
        var touched = new HashSet<string>();
        var replaced = new List<ResourceRecord>();
        var lookup = Lookup();
        var succeeded = await OrderedWork.RunAsync(template.Graph.Order, template.Graph.Needs, StepAsync, stopAtFailure: true, cancellationToken);
        engine.Operations.Stopping.ThrowIfCancellationRequested();

        var reason = succeeded ? null : FailedToUpdate(before, cancellationToken);
        if (succeeded && TryConclude(template, lookup, out var outputs, out reason))
        {
            stack.SetStatus("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", null, token, record => Concluded(record, template, input, outputs, lookup));
            var wanted = template.Graph.Order.ToHashSet();
            await CleanUpAsync(replaced, [.. before.Values.Where(record => !wanted.Contains(record.LogicalId))]);
            stack.SetStatus("UPDATE_COMPLETE", null, token);
            return;
        }

        if (stack.Record.DisableRollback)
        {
            stack.SetStatus("UPDATE_FAILED", reason, token);
            return;
        }

        await RollBackAsync(reason, before, touched, replaced);

        Task<bool> StepAsync(string id, CancellationToken stop)
        {
            var resource = template.Template.FindResource(id)!;
            if (before.TryGetValue(id, out var existing))
            {
                return _steps.UpdateAsync(resource, template, existing, lookup, Replaced, () => Touch(id), stop);
            }

            Touch(id);
            return _steps.CreateAsync(resource, template, lookup, stop);
        }

        void Touch(string id)
        {
            lock (touched)
            {
                touched.Add(id);
            }
        }

        void Replaced(ResourceRecord old)
        {
            lock (replaced)
            {
                replaced.Add(old);
            }
        }
    }

    /// <summary>Deletes everything and the stack.</summary>
    public async Task DeleteAsync(IReadOnlyCollection<string> retained)
    {
        var isClean = await DeleteAllAsync(record => record.DeletionPolicy is "Retain" or "RetainExceptOnCreate" || retained.Contains(record.LogicalId));
        if (isClean)
        {
            stack.SetStatus("DELETE_COMPLETE", null, token, record => record with { Deleted = engine.Now });
        }
        else
        {
            stack.SetStatus("DELETE_FAILED", FailedToDelete, token);
        }
    }

    private StackLookup Lookup() => new(stack.Find, engine.Store.Exports.Find);

    private string FailedToDelete => $"The following resource(s) failed to delete: [{string.Join(", ", _steps.Failed)}]. ";

    private static bool Exists(ResourceRecord resource) => resource.PhysicalId is not null && resource.Status is not ("DELETE_COMPLETE" or "DELETE_SKIPPED");

    private string FailedToUpdate(Dictionary<string, ResourceRecord> before, CancellationToken cancellationToken)
    {
        var created = _steps.Failed.Where(id => !before.ContainsKey(id)).ToList();
        var updated = _steps.Failed.Where(before.ContainsKey).ToList();
        return cancellationToken.IsCancellationRequested && _steps.Failed.Count == 0
            ? "User Initiated cancellation of the update."
            : (created.Count > 0 ? $"The following resource(s) failed to create: [{string.Join(", ", created)}]. " : "")
            + (updated.Count > 0 ? $"The following resource(s) failed to update: [{string.Join(", ", updated)}]. " : "");
    }

    private async Task RollBackAsync(string? reason, Dictionary<string, ResourceRecord> before, HashSet<string> touched, List<ResourceRecord> replaced)
    {
        stack.SetStatus("UPDATE_ROLLBACK_IN_PROGRESS", reason, token);
        var fresh = stack.Record.Resources.Where(record => touched.Contains(record.LogicalId) && !before.ContainsKey(record.LogicalId)).ToList();
        var replacements = replaced.Select(old => stack.Find(old.LogicalId)).OfType<ResourceRecord>().ToList();
        var old = before.Values.Where(record => touched.Contains(record.LogicalId)).ToDictionary(record => record.LogicalId);
        var isRestored = await OrderedWork.RunAsync(
            Sorted(old.Values), id => old[id].Needs, (id, stop) => _steps.RestoreAsync(old[id], stop), stopAtFailure: false, engine.Operations.Stopping);
        engine.Operations.Stopping.ThrowIfCancellationRequested();

        // Policies and dependencies of what was not touched go back as well; they make no event.
        stack.Change(record => record with { Resources = [.. record.Resources.Select(resource => before.TryGetValue(resource.LogicalId, out var was) && !touched.Contains(resource.LogicalId) ? was : resource)] });
        if (!isRestored)
        {
            stack.SetStatus("UPDATE_ROLLBACK_FAILED", $"The following resource(s) failed to update: [{string.Join(", ", _steps.Failed)}]. ", token);
            return;
        }

        stack.SetStatus("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", null, token);
        await CleanUpAsync(replacements, fresh);
        stack.SetStatus("UPDATE_ROLLBACK_COMPLETE", null, token);
    }

    // What took no part in the stack any more goes last, when nothing can need it: a failure here does not undo the operation.
    private async Task CleanUpAsync(IReadOnlyList<ResourceRecord> replaced, IReadOnlyList<ResourceRecord> removed)
    {
        foreach (var record in replaced)
        {
            await _steps.DeleteAsync(record, isOwn: false, isRetained: record.UpdateReplacePolicy == "Retain", engine.Operations.Stopping);
        }

        await DeleteInOrderAsync(removed, record => record.DeletionPolicy is "Retain" or "RetainExceptOnCreate");
        foreach (var record in removed)
        {
            if (stack.Find(record.LogicalId) is { Status: not "DELETE_FAILED" })
            {
                stack.RemoveResource(record.LogicalId);
            }
        }
    }

    private Task<bool> DeleteAllAsync(Func<ResourceRecord, bool> isRetained) =>
        DeleteInOrderAsync([.. stack.Record.Resources.Where(record => record.Status is not ("DELETE_COMPLETE" or "DELETE_SKIPPED"))], isRetained);

    private async Task<bool> DeleteInOrderAsync(IReadOnlyList<ResourceRecord> records, Func<ResourceRecord, bool> isRetained)
    {
        var byId = records.ToDictionary(record => record.LogicalId);
        var isClean = await OrderedWork.RunAsync(
            Enumerable.Reverse(Sorted(records)),
            id => records.Where(other => other.Needs.Contains(id)).Select(other => other.LogicalId),
            (id, stop) => _steps.DeleteAsync(byId[id], isOwn: true, isRetained(byId[id]), stop),
            stopAtFailure: false,
            engine.Operations.Stopping);
        engine.Operations.Stopping.ThrowIfCancellationRequested();
        return isClean;
    }

    // Each behind what it needs. Records come from one template, so there is no circle; should two templates have made one, the rest follows as it stands.
    private static List<string> Sorted(IEnumerable<ResourceRecord> records)
    {
        var rest = records.ToList();
        var ids = rest.Select(record => record.LogicalId).ToHashSet();
        var sorted = new List<string>();
        while (rest.Count > 0)
        {
            var ready = rest.Where(record => record.Needs.All(need => !ids.Contains(need) || sorted.Contains(need))).ToList();
            ready = ready.Count > 0 ? ready : rest;
            sorted.AddRange(ready.Select(record => record.LogicalId));
            rest = [.. rest.Except(ready)];
        }

        return sorted;
    }

    private bool TryConclude(PreparedTemplate template, StackLookup lookup, out IReadOnlyList<OutputValue> outputs, out string? reason)
    {
        var (values, complaints) = template.Evaluator.Outputs(lookup);
        outputs = [.. values.Select(output => output with { Value = engine.Cloud.Apis.Localize(output.Value) })];
        reason = complaints.Length > 0 ? string.Join(" ", complaints.Select(complaint => complaint.Message)) : engine.Store.Exports.Refusal(stack, outputs);
        return reason is null;
    }

    private static StackRecord Concluded(StackRecord record, PreparedTemplate template, StackInput input, IReadOnlyList<OutputValue> outputs, StackLookup lookup) =>
        record with { Input = input, Outputs = outputs, Imports = Imports(template, lookup), Description = template.Description };

    // An update that leaves a resource as it is does not ask for its imports again, so all are asked for here.
    private static IReadOnlyList<string> Imports(PreparedTemplate template, StackLookup lookup)
    {
        foreach (var resource in template.Evaluator.ActiveResources)
        {
            template.Evaluator.Properties(resource, lookup);
        }

        return lookup.Imports;
    }
}
