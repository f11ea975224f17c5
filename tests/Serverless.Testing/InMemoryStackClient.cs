using System.Collections.Concurrent;
using System.Collections.Immutable;
using Serverless.Stacks;

namespace Serverless.Testing;

/// <summary>One thing that happens to a resource when an operation is played. The stack itself is named by <see cref="Stack"/>.</summary>
public sealed record StackStep(string LogicalId, string Status, string? Reason = null, string ResourceType = "AWS::Lambda::Function", string? PhysicalId = null)
{
    /// <summary>Stands for the stack's own name.</summary>
    public const string Stack = "";

    /// <summary>A step of the stack itself.</summary>
    public static StackStep OfStack(string status, string? reason = null) => new(Stack, status, reason, "AWS::CloudFormation::Stack");
}

/// <summary>
/// CloudFormation in memory, for stories without a network. What an execution or deletion does is a script of steps, played a little
/// with every question, so that the same story always goes the same way.
/// </summary>
public sealed class InMemoryStackClient(TimeProvider time) : IStackClient
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InMemoryStack> _byId = [];
    private readonly Dictionary<string, (ChangeSetRequest Request, ChangeSet Result, int Polls)> _changeSets = [];
    private int _counter;

    /// <summary>The operations asked for, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The change sets asked for, in order.</summary>
    public ConcurrentQueue<ChangeSetRequest> Requests { get; } = new();

    /// <summary>The executions asked for, in order.</summary>
    public ConcurrentQueue<ExecutionRequest> Executions { get; } = new();

    /// <summary>True once an execution has been asked for.</summary>
    public bool HasExecuted => !Executions.IsEmpty;

    /// <summary>The deletions asked for, in order.</summary>
    public ConcurrentQueue<DeletionRequest> Deletions { get; } = new();

    /// <summary>Runs before every operation with its name; may wait or throw.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    /// <summary>What a change set contains.</summary>
    public ImmutableArray<Change> Changes { get; set; } = [new(ChangeAction.Add, "Hello", "AWS::Lambda::Function")];

    /// <summary>Why a change set fails; null lets it succeed.</summary>
    public string? ChangeSetFailure { get; set; }

    /// <summary>How often a change set is still in progress when asked.</summary>
    public int ChangeSetPolls { get; set; } = 1;

    /// <summary>What an execution does; null plays an untroubled one.</summary>
    public ImmutableArray<StackStep>? Execution { get; set; }

    /// <summary>What a deletion does; null plays an untroubled one.</summary>
    public ImmutableArray<StackStep>? Deletion { get; set; }

    /// <summary>The outputs of a stack that was executed.</summary>
    public ImmutableArray<StackOutput> Outputs { get; set; } = [new("ApiUrl", "https://api.example/")];

    /// <summary>Steps played with every question for events.</summary>
    public int StepsPerLook { get; set; } = 2;

    /// <summary>Adds a stack as some earlier story left it.</summary>
    public InMemoryStack Add(string name, string status, params IEnumerable<StackStep> stillToCome)
    {
        var stack = new InMemoryStack(name, $"arn:aws:cloudformation:eu-west-1:123456789012:stack/{name}/{++_counter}", status, time);
        foreach (var step in stillToCome)
        {
            stack.ToCome.Enqueue(step);
        }

        stack.Happen(StackStep.OfStack(status));
        _byId[stack.Id] = stack;
        return stack;
    }

    /// <summary>A stack that is there, or null.</summary>
    public InMemoryStack? Find(string nameOrId)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(nameOrId)
                ?? _byId.Values.LastOrDefault(stack => stack.Name == nameOrId && stack.Status != "DELETE_COMPLETE");
        }
    }

    /// <summary>Names of the change sets that exist.</summary>
    public IReadOnlyCollection<string> ChangeSets => _changeSets.Keys;

    /// <inheritdoc/>
    public async Task<StackDescription?> DescribeAsync(string stack, CancellationToken cancellationToken)
    {
        await EnterAsync("DescribeStacks", cancellationToken);
        if (Find(stack) is not { } found)
        {
            return null;
        }

        // Whoever only describes also sees time pass.
        found.Play(1);
        return found.Status == "DELETE_COMPLETE" && stack == found.Name ? null : found.Describe();
    }

    /// <inheritdoc/>
    public async Task<ChangeSet> CreateChangeSetAsync(ChangeSetRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        await EnterAsync("CreateChangeSet", cancellationToken);
        var stack = Find(request.StackName);
        if (stack is not null && StackStatus.Parse(stack.Status).IsInProgress)
        {
            throw new StackClientException(StackFailure.Refused, "ValidationError", $"Stack:{stack.Id} is in {stack.Status} state and can not be updated.");
        }

        stack ??= Add(request.StackName, "REVIEW_IN_PROGRESS");
        var changeSet = new ChangeSet($"arn:aws:cloudformation:eu-west-1:123456789012:changeSet/{request.ChangeSetName}/{++_counter}", stack.Id, ChangeSetStatus.InProgress);
        _changeSets[request.ChangeSetName] = (request, changeSet, ChangeSetPolls);
        return changeSet;
    }

    /// <inheritdoc/>
    public async Task<ChangeSet> DescribeChangeSetAsync(string changeSet, string stack, CancellationToken cancellationToken)
    {
        await EnterAsync("DescribeChangeSet", cancellationToken);
        var (name, (request, result, polls)) = _changeSets.First(entry => entry.Key == changeSet || entry.Value.Result.Id == changeSet);
        _changeSets[name] = (request, result, polls - 1);
        return polls > 0 ? result
            : ChangeSetFailure is null ? result with { Status = ChangeSetStatus.Ready, Changes = Changes }
            : result with { Status = ChangeSetStatus.Failed, StatusReason = ChangeSetFailure };
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(ExecutionRequest request, CancellationToken cancellationToken)
    {
        Executions.Enqueue(request);
        await EnterAsync("ExecuteChangeSet", cancellationToken);
        var (name, (asked, _, _)) = _changeSets.First(entry => entry.Value.Result.Id == request.ChangeSetId);
        _changeSets.Remove(name);
        var stack = Find(request.StackId)!;
        stack.ParameterNames = [.. asked.Parameters.Select(parameter => parameter.Name)];
        stack.Outputs = Outputs;
        stack.Begin(Execution ?? Untroubled(asked.Type == ChangeSetType.Create ? "CREATE" : "UPDATE"));
    }

    /// <inheritdoc/>
    public async Task DeleteChangeSetAsync(string changeSet, string stack, CancellationToken cancellationToken)
    {
        await EnterAsync("DeleteChangeSet", cancellationToken);
        _changeSets.Remove(changeSet);
    }

    /// <inheritdoc/>
    public async Task DeleteStackAsync(DeletionRequest request, CancellationToken cancellationToken)
    {
        Deletions.Enqueue(request);
        await EnterAsync("DeleteStack", cancellationToken);
        if (Find(request.StackId) is { } stack)
        {
            // A stack that was never created has nothing to delete but itself.
            stack.Begin(stack.Status == "REVIEW_IN_PROGRESS" ? [StackStep.OfStack("DELETE_COMPLETE")]
                : Deletion ?? [StackStep.OfStack("DELETE_IN_PROGRESS", "User Initiated"), StackStep.OfStack("DELETE_COMPLETE")]);
        }
    }

    /// <inheritdoc/>
    public async Task<StackEvent?> LatestEventAsync(string stack, CancellationToken cancellationToken)
    {
        await EnterAsync("DescribeStackEvents", cancellationToken);
        return Find(stack)?.Events.LastOrDefault();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<StackEvent>> EventsAfterAsync(string stack, string? afterEventId, CancellationToken cancellationToken)
    {
        await EnterAsync("DescribeStackEvents", cancellationToken);
        if (Find(stack) is not { } found)
        {
            throw new StackClientException(StackFailure.NotFound, "ValidationError", $"Stack [{stack}] does not exist");
        }

        found.Play(StepsPerLook);
        return [.. found.Events.SkipWhile(happened => afterEventId is not null && happened.Id != afterEventId).Skip(afterEventId is null ? 0 : 1)];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<StackResource>> ListResourcesAsync(string stack, CancellationToken cancellationToken)
    {
        await EnterAsync("ListStackResources", cancellationToken);
        return [.. from happened in Find(stack)?.Events ?? []
                   where !happened.IsOfStack
                   group happened by happened.LogicalId into resource
                   select new StackResource(resource.Key, resource.Last().PhysicalId, resource.Last().ResourceType, resource.Last().Status)];
    }

    /// <inheritdoc/>
    public async Task SetTerminationProtectionAsync(string stack, bool enabled, CancellationToken cancellationToken)
    {
        await EnterAsync("UpdateTerminationProtection", cancellationToken);
        Find(stack)!.TerminationProtection = enabled;
    }

    private IEnumerable<StackStep> Untroubled(string operation) =>
    [
        StackStep.OfStack($"{operation}_IN_PROGRESS", "User Initiated"),
        .. Changes.SelectMany(change => new[]
        {
            new StackStep(change.LogicalId, $"{operation}_IN_PROGRESS", ResourceType: change.ResourceType),
            new StackStep(change.LogicalId, $"{operation}_COMPLETE", ResourceType: change.ResourceType),
        }),
        StackStep.OfStack($"{operation}_COMPLETE"),
    ];

    private async Task EnterAsync(string operation, CancellationToken cancellationToken)
    {
        Calls.Enqueue(operation);
        cancellationToken.ThrowIfCancellationRequested();
        if (Before is not null)
        {
            await Before(operation, cancellationToken);
        }
    }
}

/// <summary>A stack of an <see cref="InMemoryStackClient"/>.</summary>
public sealed class InMemoryStack(string name, string id, string status, TimeProvider time)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its ARN.</summary>
    public string Id { get; } = id;

    /// <summary>Its state.</summary>
    public string Status { get; set; } = status;

    /// <summary>Its parameters.</summary>
    public ImmutableArray<string> ParameterNames { get; set; } = [];

    /// <summary>Its outputs.</summary>
    public ImmutableArray<StackOutput> Outputs { get; set; } = [];

    /// <summary>Whether its deletion is refused.</summary>
    public bool TerminationProtection { get; set; }

    /// <summary>Why it is in its state.</summary>
    public string? Reason { get; set; }

    /// <summary>What happened, oldest first.</summary>
    public List<StackEvent> Events { get; } = [];

    /// <summary>What is still to happen.</summary>
    public Queue<StackStep> ToCome { get; } = new();

    private DateTimeOffset LastChanged { get; set; } = time.GetUtcNow();

    /// <summary>Starts an operation: its first step is played at once.</summary>
    public void Begin(IEnumerable<StackStep> steps)
    {
        foreach (var step in steps)
        {
            ToCome.Enqueue(step);
        }

        Play(1);
    }

    /// <summary>Plays the next steps.</summary>
    public void Play(int steps)
    {
        for (; steps > 0 && ToCome.TryDequeue(out var step); steps--)
        {
            Happen(step);
        }
    }

    /// <summary>Lets a step happen.</summary>
    public void Happen(StackStep step)
    {
        var own = step.LogicalId == StackStep.Stack;
        if (own)
        {
            // Creation, update and deletion begin; a rollback or cleanup only goes on.
            LastChanged = step.Status.EndsWith("E_IN_PROGRESS", StringComparison.Ordinal) ? time.GetUtcNow() : LastChanged;
            (Status, Reason) = (step.Status, step.Reason);
        }

        Events.Add(new(
            $"event-{Events.Count + 1}", Id, own ? Name : step.LogicalId, own ? Id : step.PhysicalId ?? step.LogicalId.ToLowerInvariant(),
            step.ResourceType, new(step.Status), step.Reason, time.GetUtcNow()));
    }

    /// <summary>The stack as the port shows it.</summary>
    public StackDescription Describe() => new(Id, Name, StackStatus.Parse(Status))
    {
        StatusReason = Reason,
        ParameterNames = ParameterNames,
        Outputs = Outputs,
        TerminationProtection = TerminationProtection,
        LastChanged = LastChanged,
    };
}
