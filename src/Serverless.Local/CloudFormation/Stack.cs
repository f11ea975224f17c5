using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Local.Resources;
using Serverless.Local.Storage;
using Serverless.Templates;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>
/// A stack in the making or made. Its record is replaced as a whole under a lock and written to a file of its own; its events are
/// appended to another. One operation at a time works on it.
/// </summary>
internal sealed class Stack
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _clock;
    private ImmutableList<EventRecord> _events = [];
    private StackRecord _record;

    private Stack(string path, StackRecord record, TimeProvider clock) => (_path, _record, _clock) = (path, record, clock);

    /// <summary>The stack as it is now.</summary>
    public StackRecord Record
    {
        get
        {
            lock (_gate)
            {
                return _record;
            }
        }
    }

    /// <summary>The events, oldest first.</summary>
    public ImmutableList<EventRecord> Events
    {
        get
        {
            lock (_gate)
            {
                return _events;
            }
        }
    }

    /// <summary>The operation at work, or the last one; it never fails.</summary>
    public Task Operation { get; set; } = Task.CompletedTask;

    /// <summary>Ends the update that is at work; null while none is.</summary>
    public CancellationTokenSource? Cancellation { get; set; }

    /// <summary>True when a deletion waits for the creation that is at work, which then ends where it is.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>False once the stack's files cannot be written (the disk is full, say): callers still see the truth, and the next start finds what was kept before.</summary>
    public bool IsKept { get; set; } = true;

    /// <summary>The values of the pseudo parameters.</summary>
    public PseudoParameterValues Pseudo(string accountId)
    {
        var record = Record;
        return new(record.Name, record.Id, record.Region, accountId) { NotificationArns = record.Input?.NotificationArns ?? [] };
    }

    /// <summary>Makes a stack.</summary>
    public static Stack Create(string folder, StackRecord record, TimeProvider clock)
    {
        var stack = new Stack(Path.Combine(folder, $"{record.Id[(record.Id.LastIndexOf('/') + 1)..]}.json"), record, clock);
        stack.Save();
        return stack;
    }

    /// <summary>Opens a stack of an earlier run; null when the file cannot be read.</summary>
    public static Stack? TryOpen(string path, TimeProvider clock)
    {
        if (AtomicFile.TryReadJson<StackRecord>(path) is not { } record)
        {
            return null;
        }

        var stack = new Stack(path, record, clock);
        stack._events = [.. ReadEvents(stack.EventsPath)];
        return stack;
    }

    /// <summary>Changes the record and keeps it.</summary>
    public StackRecord Change(Func<StackRecord, StackRecord> change)
    {
        lock (_gate)
        {
            _record = change(_record);
            Save();
            return _record;
        }
    }

    /// <summary>Gives the stack a status, with an event.</summary>
    public void SetStatus(string status, string? reason = null, string? token = null, Func<StackRecord, StackRecord>? change = null)
    {
        // Together: who sees that the work has ended must find its last event.
        lock (_gate)
        {
            Change(record => (change?.Invoke(record) ?? record) with { Status = status, StatusReason = reason });
            Tell(_record.Name, _record.Id, "AWS::CloudFormation::Stack", status, reason, token);
        }
    }

    /// <summary>Replaces or adds a resource's record, with an event when its status says something.</summary>
    public void SetResource(ResourceRecord resource, string? token = null)
    {
        var stamped = resource with { Timestamp = _clock.GetUtcNow() };
        lock (_gate)
        {
            _record = _record with { Resources = Put(_record.Resources, stamped) };
            // A step that has only begun is not worth a write: after a crash the resource counts as what it was before.
            if (!stamped.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal))
            {
                Save();
            }

            Tell(stamped.LogicalId, stamped.PhysicalId, stamped.ResourceType, stamped.Status, stamped.StatusReason, token);
        }
    }

    /// <summary>Forgets a resource.</summary>
    public void RemoveResource(string logicalId) =>
        Change(record => record with { Resources = [.. record.Resources.Where(resource => resource.LogicalId != logicalId)] });

    /// <summary>A resource by its logical id; null when there is none.</summary>
    public ResourceRecord? Find(string logicalId) => Record.Resources.FirstOrDefault(resource => resource.LogicalId == logicalId);

    /// <summary>Adds an event.</summary>
    public void Tell(string logicalId, string? physicalId, string type, string status, string? reason, string? token = null)
    {
        var told = new EventRecord(Guid.NewGuid().ToString(), logicalId, physicalId, type, _clock.GetUtcNow(), status, reason, token);
        lock (_gate)
        {
            _events = _events.Add(told);
            if (IsKept)
            {
                File.AppendAllText(EventsPath, JsonSerializer.Serialize(told, AtomicFile.Json) + "\n");
            }
        }
    }

    /// <summary>Deletes the stack's files.</summary>
    public void Forget()
    {
        AtomicFile.TryDelete(_path);
        AtomicFile.TryDelete(EventsPath);
    }

    private string EventsPath => Path.ChangeExtension(_path, ".events");

    private static IReadOnlyList<ResourceRecord> Put(IReadOnlyList<ResourceRecord> resources, ResourceRecord resource)
    {
        var list = resources.ToList();
        var at = list.FindIndex(other => other.LogicalId == resource.LogicalId);
        if (at < 0)
        {
            list.Add(resource);
        }
        else
        {
            list[at] = resource;
        }

        return list;
    }

    private static IEnumerable<EventRecord> ReadEvents(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        foreach (var line in File.ReadLines(path))
        {
            EventRecord? told;
            try
            {
                told = JsonSerializer.Deserialize<EventRecord>(line, AtomicFile.Json);
            }
            catch (JsonException)
            {
                // The last line may have been cut off when the process ended.
                continue;
            }

            if (told is not null)
            {
                yield return told;
            }
        }
    }

    private void Save()
    {
        if (IsKept)
        {
            AtomicFile.WriteJson(_path, _record);
        }
    }
}

/// <summary>Reads what a resource's record keeps as JSON.</summary>
internal static class ResourceRecordValues
{
    /// <summary>The evaluated properties.</summary>
    public static MapValue PropertyValues(this ResourceRecord resource) => Read(resource.Properties);

    /// <summary>What the resource became; null while it does not exist.</summary>
    public static ResourceIdentity? Identity(this ResourceRecord resource) =>
        resource.PhysicalId is { } id ? new(id, Read(resource.Attributes)) : null;

    /// <summary>A value as the record keeps it.</summary>
    public static JsonElement Keep(MapValue value) => JsonDocument.Parse(TemplateJson.Write(value)).RootElement.Clone();

    private static MapValue Read(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } map ? (MapValue)TemplateJson.Read(map) : [];
}
