using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Serverless.Diagnostics;
using Serverless.Local.Query;
using Serverless.Local.Resources;
using Serverless.Templates.Evaluation;
using Serverless.Text;

namespace Serverless.Local.CloudFormation;

/// <summary>CloudFormation itself: keeps the stacks, checks what is asked of them and starts the operations.</summary>
internal sealed partial class StackEngine(CloudServices cloud, LocalCloudOptions options, string folder) : IAsyncDisposable
{
    private const int KeptDeletedStacks = 20;
    private const int KeptChangeSets = 10;

    private readonly ConcurrentDictionary<string, Stack> _stacks = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();

    /// <summary>What resource bodies work on.</summary>
    public CloudServices Cloud { get; } = cloud;

    /// <summary>The account of all stacks.</summary>
    public string AccountId => options.AccountId;

    /// <summary>Ends when the local cloud stops: operations then leave everything as it is.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => options.Clock.GetUtcNow();

    /// <summary>All stacks, also deleted ones, newest first.</summary>
    public IEnumerable<Stack> All => _stacks.Values.OrderByDescending(stack => stack.Record.Created);

    /// <summary>The exports of the stacks that exist.</summary>
    public Exports Exports => new(() => _stacks.Values.Where(stack => stack.Record.Deleted is null));

    /// <summary>Brings back the stacks of an earlier run: what was at work is given up, and bodies that live in memory are made again.</summary>
    /// <returns>What could not be brought back.</returns>
    /// <exception cref="DiagnosticException">A stack's file cannot be read.</exception>
    public async Task<IReadOnlyList<Diagnostic>> LoadAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "*.json"))
        {
            var stack = Stack.TryOpen(path, options.Clock) ?? throw new DiagnosticException(LocalDiagnostics.StateDamaged.At(
                SourceSpan.File(path), $"The local cloud cannot read '{path}', which holds the state of a stack.", "Delete the file to forget the stack, or the state folder to start anew."));
            _stacks[stack.Record.Id] = stack;
        }

        var complaints = new List<Diagnostic>();
        foreach (var stack in _stacks.Values.Where(stack => stack.Record.Deleted is null).OrderBy(stack => stack.Record.Created))
        {
            StackRestart.GiveUp(stack);
            complaints.AddRange(await StackRestart.RestoreAsync(stack, Cloud, AccountId, cancellationToken));
        }

        return complaints;
    }

    /// <summary>Lets operations end where they are.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_stacks.Values.Select(stack => stack.Operation));
        _stopping.Dispose();
    }

    /// <summary>A stack by name, if it is not deleted, or by ARN; null when there is none.</summary>
    public Stack? Find(string nameOrId) => nameOrId.StartsWith("arn:", StringComparison.Ordinal)
        ? _stacks.GetValueOrDefault(nameOrId)
        : _stacks.Values.FirstOrDefault(stack => stack.Record is var record && record.Name == nameOrId && record.Deleted is null);

    /// <summary>A stack by name or ARN.</summary>
    /// <exception cref="QueryException">There is none.</exception>
    public Stack Require(string nameOrId) => Find(nameOrId) ?? throw QueryException.Validation($"Stack with id {nameOrId} does not exist");

    /// <summary>Waits as long as the options want every step to take.</summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (options.StepDelay > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
            await Task.Delay(options.StepDelay, options.Clock, either.Token);
        }
    }

    /// <summary>Waits for an operation as long as the options allow.</summary>
    public async Task SettleAsync(Stack? stack, CancellationToken cancellationToken)
    {
        if (stack is not null && options.Settle > TimeSpan.Zero)
        {
            await Task.WhenAny(stack.Operation, Task.Delay(options.Settle, cancellationToken));
        }
    }

    /// <summary>Answers references inside a stack.</summary>
    public StackLookup Lookup(Stack stack) => new(stack.Find, Exports.Find);

    /// <summary>Makes a change set, and the stack's first record when it is to be created.</summary>
    /// <exception cref="QueryException">A rule is broken.</exception>
    public ChangeSetRecord CreateChangeSet(ChangeSetRequest request)
    {
        lock (_gate)
        {
            var stack = Find(request.Stack.StackName);
            CheckName(request.Name, "changeSetName");
            var isNew = request.Type == "CREATE";
            if (!isNew && request.Type != "UPDATE")
            {
                throw QueryException.Validation($"Change sets of type {request.Type} are not emulated by the local cloud.");
            }

            if (isNew && stack is not null && stack.Record.Status != "REVIEW_IN_PROGRESS")
            {
                throw QueryException.Validation($"Stack [{request.Stack.StackName}] already exists and cannot be created again with the changeSet [{request.Name}].");
            }

            if (!isNew)
            {
                CheckUpdatable(stack ?? throw QueryException.Validation($"Stack [{request.Stack.StackName}] does not exist"));
            }

            if (stack?.Record.ChangeSets.Any(other => other.Name == request.Name) == true)
            {
                throw new QueryException("AlreadyExistsException", $"ChangeSet {request.Name} already exists");
            }

            var record = stack?.Record ?? NewRecord(request.Stack);
            var planned = ChangeSetCreation.Plan(request, record, Pseudo(record, request.Stack), options.Transform, Now, AccountId);
            stack ??= Add(record);
            stack.Change(current => current with { ChangeSets = [.. current.ChangeSets.TakeLast(KeptChangeSets - 1), planned] });
            return planned;
        }
    }

    /// <summary>Starts what a change set proposes.</summary>
    /// <exception cref="QueryException">It cannot be executed.</exception>
    public Stack ExecuteChangeSet(Stack stack, ChangeSetRecord changeSet, bool disableRollback, string? token)
    {
        lock (_gate)
        {
            if (changeSet.ExecutionStatus != "AVAILABLE")
            {
                throw new QueryException("InvalidChangeSetStatus", $"ChangeSet [{changeSet.Id}] cannot be executed in its current status of [{changeSet.Status}]");
            }

            if (IsAtWork(stack.Record))
            {
                throw CannotBeUpdated(stack.Record);
            }

            var input = changeSet.Input;
            var template = PreparedTemplate.Prepare(input.TemplateBody, new(input.Parameters), Pseudo(stack.Record, input), options.Transform);
            // One execution makes all other proposals meaningless.
            stack.Change(record => record with
            {
                ChangeSetId = changeSet.Id,
                DisableRollback = disableRollback,
                ChangeSets = [.. record.ChangeSets.Where(other => other.ExecutionStatus != "AVAILABLE" || other.Name == changeSet.Name)
                    .Select(other => other.Name == changeSet.Name ? other with { ExecutionStatus = "EXECUTE_IN_PROGRESS" } : other)],
            });
            Start(stack, template, input, changeSet.Type == "CREATE", disableRollback ? OnFailure.DoNothing : OnFailure.Rollback, token, () => Conclude(stack, changeSet));
            return stack;
        }
    }

    /// <summary>CreateStack.</summary>
    public Stack CreateStack(StackRequest request, OnFailure onFailure, bool isProtected, string? parentId = null)
    {
        lock (_gate)
        {
            if (Find(request.StackName) is { } existing)
            {
                throw existing.Record.Status == "REVIEW_IN_PROGRESS"
                    ? QueryException.Validation($"Stack:{existing.Record.Id} already exists in the status REVIEW_IN_PROGRESS; delete it or execute its change set.")
                    : new QueryException("AlreadyExistsException", $"Stack [{request.StackName}] already exists");
            }

            var record = NewRecord(request) with { IsProtected = isProtected, DisableRollback = onFailure == OnFailure.DoNothing, ParentId = parentId };
            var (template, input) = Prepare(request, record);
            var stack = Stack.Create(folder, record, options.Clock);
            _stacks[record.Id] = stack;
            Start(stack, template, input, isNew: true, onFailure, request.Token);
            return stack;
        }
    }

    /// <summary>UpdateStack.</summary>
    public Stack UpdateStack(StackRequest request, bool disableRollback)
    {
        lock (_gate)
        {
            var stack = Require(request.StackName);
            CheckUpdatable(stack);
            var (template, input) = Prepare(request, stack.Record);
            if (!ChangeSetCreation.HasChanges(stack.Record, Pseudo(stack.Record, stack.Record.Input ?? input), template, input, options.Transform, out _))
            {
                throw QueryException.Validation("No updates are to be performed.");
            }

            stack.Change(record => record with { DisableRollback = disableRollback });
            Start(stack, template, input, isNew: false, OnFailure.Rollback, request.Token);
            return stack;
        }
    }

    /// <summary>DeleteStack; nothing happens when there is no such stack or it is being deleted already.</summary>
    public Stack? DeleteStack(string nameOrId, IReadOnlyCollection<string> retained, string? token)
    {
        lock (_gate)
        {
            if (Find(nameOrId) is not { } stack || stack.Record.Status is "DELETE_COMPLETE" or "DELETE_IN_PROGRESS")
            {
                return null;
            }

            var record = stack.Record;
            if (record.IsProtected)
            {
                throw QueryException.Validation($"Stack [{record.Name}] cannot be deleted while TerminationProtection is enabled");
            }

            foreach (var name in record.Outputs.Select(output => output.ExportName).OfType<string>())
            {
                if (Exports.UsersOf(name) is { Count: > 0 } users)
                {
                    throw QueryException.Validation($"Export {name} cannot be deleted as it is in use by {string.Join(", ", users)}");
                }
            }

            if (IsAtWork(record) && record.Status != "CREATE_IN_PROGRESS")
            {
                throw QueryException.Validation($"Stack [{record.Name}] cannot be deleted while in status {record.Status}");
            }

            // A creation may be given up: it ends where it is, and the deletion follows instead of a rollback.
            var before = stack.Operation;
            stack.IsGivenUp = true;
            stack.Cancellation?.Cancel();
            stack.SetStatus("DELETE_IN_PROGRESS", "User Initiated", token);
            stack.Operation = RunAsync(stack, async () =>
            {
                await before;
                await new StackOperation(this, stack, token).DeleteAsync(retained);
                Prune();
            });
            return stack;
        }
    }

    /// <summary>CancelUpdateStack.</summary>
    public void CancelUpdate(string nameOrId)
    {
        var stack = Require(nameOrId);
        lock (_gate)
        {
            if (stack.Record.Status != "UPDATE_IN_PROGRESS" || stack.Cancellation is null)
            {
                throw QueryException.Validation("CancelUpdateStack cannot be called from current stack status");
            }

            stack.Cancellation.Cancel();
        }
    }

    /// <summary>A template as it is after its transforms, as JSON when there were any.</summary>
    public string Processed(StackRecord record, StackInput input)
    {
        var template = PreparedTemplate.Prepare(input.TemplateBody, new(input.Parameters), Pseudo(record, input), options.Transform);
        return template.HasTransform ? TemplateJson.Write(template.Template.Root) : input.TemplateBody;
    }

    private static PseudoParameterValues WithArns(PseudoParameterValues pseudo, IReadOnlyList<string> arns) => pseudo with { NotificationArns = arns };

    private PseudoParameterValues Pseudo(StackRecord record, StackInput input) => WithArns(new(record.Name, record.Id, record.Region, AccountId), input.NotificationArns);

    private PseudoParameterValues Pseudo(StackRecord record, StackRequest request) => WithArns(new(record.Name, record.Id, record.Region, AccountId), request.NotificationArns);

    private (PreparedTemplate Template, StackInput Input) Prepare(StackRequest request, StackRecord record)
    {
        var input = ChangeSetCreation.Input(request, record);
        var written = PreparedTemplate.Read(input.TemplateBody);
        if (written.Transforms.Any() && !input.Capabilities.Contains("CAPABILITY_AUTO_EXPAND"))
        {
            throw TemplateCapabilities.Refusal("Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
        }

        var template = PreparedTemplate.Prepare(input.TemplateBody, new(input.Parameters), Pseudo(record, input), options.Transform);
        return TemplateCapabilities.Missing(template.Template, input.Capabilities) is { } missing ? throw TemplateCapabilities.Refusal(missing) : (template, input);
    }

    private void Start(Stack stack, PreparedTemplate template, StackInput input, bool isNew, OnFailure onFailure, string? token, Action? conclude = null)
    {
        stack.Cancellation = new();
        var cancel = stack.Cancellation.Token;
        // The template is the stack's from the first moment when there is no other it could go back to.
        stack.SetStatus(isNew ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS", "User Initiated", token, record => isNew
            ? record with { Input = input, Description = template.Description }
            : record with { Updated = Now });
        // The status tells when work has ended; the task that did it may need a moment more.
        var before = stack.Operation;
        stack.Operation = RunAsync(stack, async () =>
        {
            await before;
            var operation = new StackOperation(this, stack, token);
            await (isNew ? operation.CreateAsync(template, input, onFailure, cancel) : operation.UpdateAsync(template, input, cancel));
            conclude?.Invoke();
        });
    }

    // The last resort: an operation must end in a status whatever happens. Stopping is the exception; the next start ends it.
    private Task RunAsync(Stack stack, Func<Task> work) => Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            stack.IsKept = failure is not (IOException or UnauthorizedAccessException);
            StackRestart.GiveUp(stack, $"Internal failure of the local cloud: {failure.Message}");
        }
    });

    private static void Conclude(Stack stack, ChangeSetRecord executed)
    {
        var status = stack.Record.Status is "CREATE_COMPLETE" or "UPDATE_COMPLETE" ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED";
        stack.Change(record => record with { ChangeSets = [.. record.ChangeSets.Select(other => other.Id == executed.Id ? other with { ExecutionStatus = status } : other)] });
    }

    private Stack Add(StackRecord record)
    {
        var stack = Stack.Create(folder, record, options.Clock);
        _stacks[record.Id] = stack;
        stack.SetStatus("REVIEW_IN_PROGRESS", "User Initiated");
        return stack;
    }

    private StackRecord NewRecord(StackRequest request)
    {
        CheckName(request.StackName, "stackName");
        var partition = new PseudoParameterValues("", "", request.Region, AccountId).Partition;
        return new()
        {
            Id = $"arn:{partition}:cloudformation:{request.Region}:{AccountId}:stack/{request.StackName}/{Guid.NewGuid()}",
            Name = request.StackName,
            Region = request.Region,
            Status = "REVIEW_IN_PROGRESS",
            Created = Now,
        };
    }

    private static void CheckUpdatable(Stack stack)
    {
        var status = stack.Record.Status;
        var isUpdatable = status is "CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE" or "CREATE_FAILED" or "UPDATE_FAILED" or "IMPORT_COMPLETE";
        if (!isUpdatable)
        {
            throw CannotBeUpdated(stack.Record);
        }
    }

    private static bool IsAtWork(StackRecord record) => record.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) && record.Status != "REVIEW_IN_PROGRESS";

    private static QueryException CannotBeUpdated(StackRecord record) => QueryException.Validation($"Stack:{record.Id} is in {record.Status} state and can not be updated.");

    private static void CheckName(string name, string field)
    {
        if (!ValidName().IsMatch(name))
        {
            throw QueryException.Validation($"1 validation error detected: Value '{name}' at '{field}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
        }
    }

    private void Prune()
    {
        foreach (var stack in _stacks.Values.Where(stack => stack.Record.Deleted is not null).OrderByDescending(stack => stack.Record.Deleted).Skip(KeptDeletedStacks))
        {
            if (_stacks.TryRemove(stack.Record.Id, out _))
            {
                stack.Forget();
            }
        }
    }

    [GeneratedRegex("^[a-zA-Z][-a-zA-Z0-9]{0,127}$")]
    private static partial Regex ValidName();
}
