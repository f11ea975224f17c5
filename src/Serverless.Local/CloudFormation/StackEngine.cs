using Serverless.Diagnostics;
using Serverless.Local.Query;
using Serverless.Local.Resources;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>CloudFormation itself: takes what is asked of stacks, if it may be done now, and begins the operations that do it.</summary>
/// <remarks>
/// Every request is checked and begun under one lock, so that no two see the same stack at rest or the same name free. The stacks are
/// kept by <see cref="Store"/>, their operations run by <see cref="Operations"/>, which hold no lock of the engine's.
/// </remarks>
internal sealed class StackEngine(CloudServices cloud, LocalCloudOptions options, string folder) : IAsyncDisposable
{
    private const int KeptChangeSets = 10;

    private readonly TemplatePreparation _templates = new(options.Transform, options.AccountId);
    private readonly Lock _gate = new();

    /// <summary>What resource bodies work on.</summary>
    public CloudServices Cloud { get; } = cloud;

    /// <summary>The stacks that there are.</summary>
    public StackStore Store { get; } = new(folder, options.Clock);

    /// <summary>What is at work on them.</summary>
    public StackOperations Operations { get; } = new(options);

    /// <summary>The account of all stacks.</summary>
    public string AccountId => options.AccountId;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => options.Clock.GetUtcNow();

    /// <summary>Brings back the stacks of an earlier run: what was at work is given up, and bodies that live in memory are made again.</summary>
    /// <returns>What could not be brought back.</returns>
    /// <exception cref="DiagnosticException">A stack's file cannot be read.</exception>
    public async Task<IReadOnlyList<Diagnostic>> LoadAsync(CancellationToken cancellationToken)
    {
        Store.Load();
        var complaints = new List<Diagnostic>();
        foreach (var stack in Store.Existing.OrderBy(stack => stack.Record.Created))
        {
            StackRestart.GiveUp(stack);
            complaints.AddRange(await StackRestart.RestoreAsync(stack, Cloud, AccountId, cancellationToken));
        }

        return complaints;
    }

    /// <summary>Lets operations end where they are.</summary>
    public async ValueTask DisposeAsync()
    {
        await Operations.StopAsync(Store.All);
        Operations.Dispose();
    }

    /// <summary>Makes a change set, and the stack's first record when it is to be created.</summary>
    /// <exception cref="QueryException">A rule is broken.</exception>
    public ChangeSetRecord CreateChangeSet(ChangeSetRequest request)
    {
        lock (_gate)
        {
            var stack = Store.Find(request.Stack.StackName);
            StackChecks.Proposal(request, stack);
            var record = stack?.Record ?? NewRecord(request.Stack);
            var planned = ChangeSetCreation.Plan(request, record, _templates.Pseudo(record, request.Stack.NotificationArns), options.Transform, Now, AccountId);
            stack ??= AddForReview(record);
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
            StackChecks.Execution(stack.Record, changeSet);
            var input = changeSet.Input;
            var template = _templates.Prepare(stack.Record, input);
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
    /// <exception cref="QueryException">A rule is broken.</exception>
    public Stack CreateStack(StackRequest request, OnFailure onFailure, bool isProtected, string? parentId = null)
    {
        lock (_gate)
        {
            StackChecks.Creation(request, Store.Find(request.StackName));
            var record = NewRecord(request) with { IsProtected = isProtected, DisableRollback = onFailure == OnFailure.DoNothing, ParentId = parentId };
            var (template, input) = _templates.Prepare(request, record);
            var stack = Store.Add(record);
            Start(stack, template, input, isNew: true, onFailure, request.Token);
            return stack;
        }
    }

    /// <summary>UpdateStack.</summary>
    /// <exception cref="QueryException">A rule is broken, or there is nothing to update.</exception>
    public Stack UpdateStack(StackRequest request, bool disableRollback)
    {
        lock (_gate)
        {
            var stack = Store.Require(request.StackName);
            StackChecks.Update(stack.Record);
            var (template, input) = _templates.Prepare(request, stack.Record);
            var before = _templates.Pseudo(stack.Record, (stack.Record.Input ?? input).NotificationArns);
            if (!ChangeSetCreation.HasChanges(stack.Record, before, template, input, options.Transform, out _))
            {
                throw QueryException.Validation("No updates are to be performed.");
            }

            stack.Change(record => record with { DisableRollback = disableRollback });
            Start(stack, template, input, isNew: false, OnFailure.Rollback, request.Token);
            return stack;
        }
    }

    /// <summary>DeleteStack; nothing happens when there is no such stack or it is being deleted already.</summary>
    /// <exception cref="QueryException">A rule is broken.</exception>
    public Stack? DeleteStack(string nameOrId, IReadOnlyCollection<string> retained, string? token)
    {
        lock (_gate)
        {
            if (Store.Find(nameOrId) is not { } stack || stack.Record.Status is "DELETE_COMPLETE" or "DELETE_IN_PROGRESS")
            {
                return null;
            }

            StackChecks.Deletion(stack.Record, Store.Exports);
            // A creation may be given up: it ends where it is, and the deletion follows instead of a rollback.
            stack.IsGivenUp = true;
            stack.Cancellation?.Cancel();
            stack.SetStatus("DELETE_IN_PROGRESS", "User Initiated", token);
            Operations.Begin(stack, async () =>
            {
                await new StackOperation(this, stack, token).DeleteAsync(retained);
                Store.Prune();
            });
            return stack;
        }
    }

    /// <summary>CancelUpdateStack.</summary>
    /// <exception cref="QueryException">No update is at work.</exception>
    public void CancelUpdate(string nameOrId)
    {
        var stack = Store.Require(nameOrId);
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
    /// <exception cref="QueryException">It cannot be deployed.</exception>
    public string Processed(StackRecord record, StackInput input)
    {
        var template = _templates.Prepare(record, input);
        return template.HasTransform ? TemplateJson.Write(template.Template.Root) : input.TemplateBody;
    }

    private void Start(Stack stack, PreparedTemplate template, StackInput input, bool isNew, OnFailure onFailure, string? token, Action? conclude = null)
    {
        stack.Cancellation = new();
        var cancel = stack.Cancellation.Token;
        // The template is the stack's from the first moment when there is no other it could go back to.
        stack.SetStatus(isNew ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS", "User Initiated", token, record => isNew
            ? record with { Input = input, Description = template.Description }
            : record with { Updated = Now });
        Operations.Begin(stack, async () =>
        {
            var operation = new StackOperation(this, stack, token);
            await (isNew ? operation.CreateAsync(template, input, onFailure, cancel) : operation.UpdateAsync(template, input, cancel));
            conclude?.Invoke();
        });
    }

    private static void Conclude(Stack stack, ChangeSetRecord executed)
    {
        var status = stack.Record.Status is "CREATE_COMPLETE" or "UPDATE_COMPLETE" ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED";
        stack.Change(record => record with { ChangeSets = [.. record.ChangeSets.Select(other => other.Id == executed.Id ? other with { ExecutionStatus = status } : other)] });
    }

    private Stack AddForReview(StackRecord record)
    {
        var stack = Store.Add(record);
        stack.SetStatus("REVIEW_IN_PROGRESS", "User Initiated");
        return stack;
    }

    private StackRecord NewRecord(StackRequest request)
    {
        StackChecks.Name(request.StackName, "stackName");
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
}
