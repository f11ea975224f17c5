using Serverless.Errors;
using Serverless.Http;
using Serverless.Logging;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

/// <summary>
/// Asks for an event, calls the handler, sends what came of it, and again. It runs on a thread of its own and blocks: that
/// starts faster than asynchronous sockets, and there is nothing else for the thread to do.
/// </summary>
internal sealed class InvocationLoop : IDisposable
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Stopped = 2;

    private readonly Surroundings _surroundings;
    private readonly FunctionHandler _handler;
    private readonly RuntimeApiClient _client;
    private readonly DeadlineWatch _watch;
    private readonly ExecutionContext? _cleanContext = ExecutionContext.Capture();
    private string? _traceVariable;
    private volatile InvocationContext? _current;
    private int _state = Idle;

    /// <param name="surroundings">What the loop reaches out to.</param>
    /// <param name="handler">Called with each event; this loop's alone.</param>
    /// <param name="client">Where events come from; this loop's alone, which disposes of it.</param>
    /// <param name="settleLater">Called once on another thread, a moment after the first event was asked for.</param>
    internal InvocationLoop(Surroundings surroundings, FunctionHandler handler, RuntimeApiClient client, Action settleLater)
    {
        (_surroundings, _handler, _client) = (surroundings, handler, client);
        _watch = new DeadlineWatch(surroundings.Log, settleLater);
        _client.Meanwhile = Settle;
    }

    /// <summary>The invocation that the handler is working on; null between invocations.</summary>
    internal InvocationContext? Current => _current;

    /// <summary>Runs until <see cref="Stop"/>.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API cannot be worked with.</exception>
    internal void Run()
    {
        if (_surroundings.Environment.IsSnapStart && !_client.PollRestore())
        {
            return;
        }

        while (_client.PollNext() && TryEnter(Idle, Busy))
        {
            Answer(ContextReader.Read(_client, _surroundings));
            if (!TryEnter(Busy, Idle))
            {
                return;
            }
        }
    }

    /// <summary>Ends the loop at once when it is idle, otherwise after its invocation.</summary>
    internal void Stop()
    {
        if (Interlocked.Exchange(ref _state, Stopped) == Idle)
        {
            _client.Dispose();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _watch.Dispose();
    }

    // Whatever the first invocation needs and its event does not: Lambda is looking for that at the moment.
    private void Settle()
    {
        _watch.Start();
        _surroundings.Settle();
    }

    private bool TryEnter(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;

    private void Answer(InvocationContext context)
    {
        _current = context;
        try
        {
            SetTraceVariable(context.TraceId);
            var failure = Invoke(context);
            var acceptance = failure is null ? _handler.SendResult(_client, context.RequestId) : SendFailure(context, failure);
            if (acceptance == Acceptance.TooLarge)
            {
                SendFailure(context, new ResponseTooLargeException());
            }
        }
        catch (ConnectionLostException exception)
        {
            _surroundings.Log.Write(LogLevel.Error, "The connection broke while the response was streamed.", exception, context);
        }
        finally
        {
            _current = null;
        }
    }

    /// <summary>Calls the handler and waits for it; returns why it failed, or null.</summary>
    private Exception? Invoke(InvocationContext context)
    {
        _watch.Watch(context);
        try
        {
            var task = _handler.Start(_client.Response.Body, context, _client) ?? throw InvalidResponseException.NoTask();
            context.IsAwaiting = true;
            if (!task.IsCompleted)
            {
                task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            }

            if (!task.IsCompletedSuccessfully)
            {
                return Failure(task);
            }

            _handler.Conclude(task);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
        finally
        {
            _watch.Rest();
            _handler.Release();
            RestoreContext();
        }
    }

    private static Exception Failure(Task task) => task.Exception switch
    {
        null => new TaskCanceledException(task),
        { InnerExceptions: [var single] } => single,
        var several => several,
    };

    /// <summary>What a synchronous handler leaves in AsyncLocals, culture included, must not reach the next invocation.</summary>
    private void RestoreContext()
    {
        if (_cleanContext is not null)
        {
            ExecutionContext.Restore(_cleanContext);
        }
    }

    private Acceptance SendFailure(InvocationContext context, Exception failure)
    {
        _surroundings.Log.Write(LogLevel.Error, "The invocation failed.", failure, context);
        var report = new ErrorReport(failure, _surroundings.Environment.MemorySize);
        return _handler.TrySendFailure(report)
            ? Acceptance.Accepted
            : _client.PostError(context.RequestId, report, _surroundings.WorkingDirectory);
    }

    /// <summary>The variable belongs to the process: with several loops it would tell one invocation's trace to another.</summary>
    private void SetTraceVariable(string? traceId)
    {
        if (_surroundings.Environment.Concurrency == 1 && traceId != _traceVariable)
        {
            _surroundings.SetTraceVariable(traceId);
            _traceVariable = traceId;
        }
    }
}
