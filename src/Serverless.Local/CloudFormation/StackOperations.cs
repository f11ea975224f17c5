namespace Serverless.Local.CloudFormation;

/// <summary>Runs the operations of stacks: on each stack one after the other, in the background, until they have ended or the local cloud stops.</summary>
/// <remarks>
/// Owns the stop of all operations, and is the only one that gives a stack its <see cref="Stack.Operation"/>. Who begins operations
/// does so under one lock, in which it has made sure that the stack may be worked on.
/// </remarks>
internal sealed class StackOperations(LocalCloudOptions options) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Ends when the local cloud stops: operations then leave everything as it is.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Begins an operation, which works as soon as the stack's last one is over.</summary>
    public void Begin(Stack stack, Func<Task> work)
    {
        // The status tells when work has ended; the task that did it may need a moment more.
        var before = stack.Operation;
        stack.Operation = RunAsync(stack, async () =>
        {
            await before;
            await work();
        });
    }

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

    /// <summary>Lets the operations of these stacks end where they are.</summary>
    public async Task StopAsync(IEnumerable<Stack> stacks)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(stacks.Select(stack => stack.Operation));
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

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
}
