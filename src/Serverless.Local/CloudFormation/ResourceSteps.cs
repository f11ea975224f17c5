using Serverless.Local.Resources;
using Serverless.Templates;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>What one operation does to single resources, with the events and records that CloudFormation shows for it.</summary>
internal sealed class ResourceSteps(StackEngine engine, Stack stack, string? token)
{
    private readonly List<string> _failed = [];

    /// <summary>The resources that failed so far, for the stack's own reason.</summary>
    public IReadOnlyList<string> Failed
    {
        get
        {
            lock (_failed)
            {
                return [.. _failed.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Creates a resource of a template.</summary>
    public async Task<bool> CreateAsync(Resource resource, PreparedTemplate template, StackLookup lookup, CancellationToken cancellationToken)
    {
        var record = Record(resource, template, "CREATE_IN_PROGRESS");
        stack.SetResource(record, token);
        return await GuardAsync(record, "CREATE_FAILED", "Resource creation cancelled", async () =>
        {
            var properties = Evaluate(resource, template, lookup);
            record = record with { Properties = ResourceRecordValues.Keep(properties) };
            var hasBegun = false;
            var identity = await Body(record).CreateAsync(Request(record, properties) with { Begun = Begin }, cancellationToken);
            if (!hasBegun)
            {
                Begin(identity);
            }

            record = Made(record, identity);
            stack.SetResource(record with { Status = "CREATE_COMPLETE", StatusReason = identity.Remark }, token);

            void Begin(ResourceIdentity begun)
            {
                hasBegun = true;
                stack.SetResource(Made(record, begun) with { StatusReason = "Resource creation Initiated" }, token);
            }
        }, cancellationToken);
    }

    /// <summary>Brings a resource to what a template says: nothing when it is so already, otherwise an update or a new physical resource.</summary>
    /// <param name="resource">The resource in the new template.</param>
    /// <param name="template">The new template.</param>
    /// <param name="existing">The resource as it is.</param>
    /// <param name="lookup">Answers references.</param>
    /// <param name="replaced">Told the old record when a new physical resource takes its place.</param>
    /// <param name="touched">Told before anything is changed.</param>
    /// <param name="cancellationToken">Cancels the step.</param>
    public async Task<bool> UpdateAsync(
        Resource resource, PreparedTemplate template, ResourceRecord existing, StackLookup lookup, Action<ResourceRecord> replaced, Action touched, CancellationToken cancellationToken)
    {
        var record = Record(resource, template, "UPDATE_IN_PROGRESS") with { PhysicalId = existing.PhysicalId, Attributes = existing.Attributes, Properties = existing.Properties };
        var before = existing.PropertyValues();
        return await GuardAsync(record, "UPDATE_FAILED", "Resource update cancelled", async () =>
        {
            var properties = Evaluate(resource, template, lookup);
            var changed = properties.Keys.Union(before.Keys).Where(name => Text(properties[name]) != Text(before[name])).ToList();
            if (changed.Count == 0 && !existing.Status.EndsWith("_FAILED", StringComparison.Ordinal))
            {
                KeepQuietly(record with { Status = existing.Status, StatusReason = existing.StatusReason });
                return;
            }

            touched();
            var body = Body(record);
            var isReplaced = changed.Exists(body.Replacing.Contains);
            stack.SetResource(record with { StatusReason = isReplaced ? "Requested update requires the creation of a new physical resource; hence creating one." : null }, token);
            record = record with { Properties = ResourceRecordValues.Keep(properties) };
            var request = Request(record, properties) with { Before = before, Identity = isReplaced ? null : existing.Identity() };
            var identity = isReplaced ? await body.CreateAsync(request, cancellationToken) : await body.UpdateAsync(request, cancellationToken);
            record = Made(record, identity);
            if (isReplaced)
            {
                replaced(existing);
                stack.SetResource(record with { StatusReason = "Resource creation Initiated" }, token);
            }

            stack.SetResource(record with { Status = "UPDATE_COMPLETE", StatusReason = identity.Remark }, token);
        }, cancellationToken);
    }

    /// <summary>Gives a resource back what it had before an update that failed.</summary>
    public async Task<bool> RestoreAsync(ResourceRecord before, CancellationToken cancellationToken)
    {
        var now = stack.Find(before.LogicalId);
        stack.SetResource(before with { Status = "UPDATE_IN_PROGRESS", StatusReason = null }, token);
        return await GuardAsync(before, "UPDATE_FAILED", "Resource update cancelled", async () =>
        {
            // A replaced resource was never changed itself: the old one is still there.
            if (now?.PhysicalId == before.PhysicalId && before.Identity() is { } identity)
            {
                var request = Request(before, before.PropertyValues()) with { Before = now!.PropertyValues(), Identity = identity, IsRollback = true };
                await Body(before).UpdateAsync(request, cancellationToken);
            }

            stack.SetResource(before with { Status = "UPDATE_COMPLETE", StatusReason = null }, token);
        }, cancellationToken);
    }

    /// <summary>Deletes a resource.</summary>
    /// <param name="record">The resource; it need not be the stack's own record of that logical id, which a replacement may have taken.</param>
    /// <param name="isOwn">Whether it is, so that the record follows.</param>
    /// <param name="isRetained">Whether it shall be left alone.</param>
    /// <param name="cancellationToken">Cancels the step.</param>
    public async Task<bool> DeleteAsync(ResourceRecord record, bool isOwn, bool isRetained, CancellationToken cancellationToken)
    {
        void Show(string status, string? reason)
        {
            if (isOwn)
            {
                stack.SetResource(record with { Status = status, StatusReason = reason }, token);
            }
            else
            {
                stack.Tell(record.LogicalId, record.PhysicalId, record.ResourceType, status, reason, token);
            }
        }

        if (isRetained && record.PhysicalId is not null)
        {
            Show("DELETE_SKIPPED", null);
            return true;
        }

        Show("DELETE_IN_PROGRESS", null);
        try
        {
            await engine.Operations.PauseAsync(cancellationToken);
            if (record.Identity() is { } identity)
            {
                await Body(record).DeleteAsync(Request(record, record.PropertyValues()) with { Identity = identity }, cancellationToken);
            }

            Show("DELETE_COMPLETE", null);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Fail(record.LogicalId);
            Show("DELETE_FAILED", Reason(failure));
            return false;
        }
    }

    private async Task<bool> GuardAsync(ResourceRecord record, string failedStatus, string cancelledReason, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Operations.PauseAsync(cancellationToken);
            await work();
            return true;
        }
        catch (OperationCanceledException) when (!engine.Operations.Stopping.IsCancellationRequested)
        {
            Show(cancelledReason);
            return false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Fail(record.LogicalId);
            Show(Reason(failure));
            return false;
        }

        void Show(string reason)
        {
            // What exists by now is in the stack's record, not in the one that the step began with.
            var latest = stack.Find(record.LogicalId) ?? record;
            stack.SetResource(latest with { Status = failedStatus, StatusReason = reason }, token);
        }
    }

    private void Fail(string logicalId)
    {
        lock (_failed)
        {
            _failed.Add(logicalId);
        }
    }

    private static string Reason(Exception failure) => failure is ResourceFailure ? failure.Message : $"Internal failure of the local cloud: {failure.Message}";

    private static string Text(TemplateValue? value) => value is null ? "" : ChangeSetPlanner.Comparable(value);

    private void KeepQuietly(ResourceRecord record) =>
        stack.Change(current => current with { Resources = [.. current.Resources.Select(other => other.LogicalId == record.LogicalId ? record with { Timestamp = other.Timestamp } : other)] });

    private static IResourceBody Body(ResourceRecord record) => ResourceBodies.Find(record.ResourceType);

    private MapValue Evaluate(Resource resource, PreparedTemplate template, StackLookup lookup)
    {
        var properties = template.Evaluator.Properties(resource, lookup);
        return properties.IsGood
            ? (MapValue)engine.Cloud.Apis.Localize(properties.Value)
            : throw new ResourceFailure(string.Join(" ", properties.Diagnostics.Select(diagnostic => diagnostic.Message)));
    }

    private static ResourceRecord Record(Resource resource, PreparedTemplate template, string status) => new()
    {
        LogicalId = resource.Id.Value,
        ResourceType = resource.ResourceType!,
        Status = status,
        Timestamp = default,
        Needs = [.. template.Graph.Needs(resource.Id.Value)],
        DeletionPolicy = resource.Body["DeletionPolicy"].AsString() ?? "Delete",
        UpdateReplacePolicy = resource.Body["UpdateReplacePolicy"].AsString() ?? "Delete",
    };

    private static ResourceRecord Made(ResourceRecord record, ResourceIdentity identity) =>
        record with { PhysicalId = identity.PhysicalId, Attributes = ResourceRecordValues.Keep(identity.Attributes) };

    private ResourceRequest Request(ResourceRecord record, MapValue properties) => new()
    {
        Cloud = engine.Cloud,
        Engine = engine,
        Stack = stack.Pseudo(engine.AccountId),
        LogicalId = record.LogicalId,
        ResourceType = record.ResourceType,
        Properties = properties,
    };
}
