using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Serverless.Diagnostics;

namespace Serverless.Local.Functions;

/// <summary>
/// One execution environment: a process, its Runtime API, and where it stands. Invocations reach it through its pool.
/// (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html)
/// </summary>
/// <remarks>
/// Members that say so need the pool's gate. One timer serves all limits: it is set to the earliest moment at which something may be
/// due, and looks again then, so that a warm invocation usually does not touch it.
/// </remarks>
internal sealed class ExecutionEnvironment : IRuntimeApi, IAsyncDisposable
{
    private static readonly TimeSpan NextExpected = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetiredGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReconnectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan InitErrorGrace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OutputGrace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(250);
    private const long Never = long.MaxValue;

    private readonly EnvironmentPool _pool;
    private readonly EnvironmentServices _services;
    private readonly TimeProvider _clock;
    private readonly bool _isSecondInit;
    private readonly EnvironmentLog _log;
    private readonly string _logStream;
    private readonly string _logGroup;
    private readonly long _startedAt;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _endGate = new();
    private readonly ITimer _timer;

    private RuntimeApiListener? _listener;
    private IRuntimeProcess? _process;
    private RuntimeApiConnection? _connection;
    private Invocation? _current;
    private Guid _answered;
    private (Invocation Invocation, TimeSpan Duration)? _unreported;
    private TimeSpan? _init;
    private bool _isSlow;
    private long _deadline = Never;
    private long _due = Never;
    private long _armedFor = Never;
    private long _peakMemory;
    private long _peakMemoryAt;
    private Task? _end;

    public ExecutionEnvironment(EnvironmentPool pool, EnvironmentServices services, bool isSecondInit)
    {
        _pool = pool;
        _services = services;
        _clock = services.Options.TimeProvider;
        _isSecondInit = isSecondInit;
        _logGroup = Function.LogGroup.Length > 0 ? Function.LogGroup : $"/aws/lambda/{Function.Name}";
        _logStream = LogStore.NewStreamName(_clock.GetUtcNow(), Function.Version);
        _log = new EnvironmentLog(Function.Name, services.Logs.Open(_logGroup, _logStream), services.Options.OnLine);
        _startedAt = _clock.GetTimestamp();
        _timer = _clock.CreateTimer(static environment => ((ExecutionEnvironment)environment!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What it is doing. Needs the gate.</summary>
    public EnvironmentState State { get; private set; } = EnvironmentState.Starting;

    /// <summary>Whether it will take an event in a moment without being started for it. Needs the gate.</summary>
    public bool IsComingFree => State == EnvironmentState.Starting || (State == EnvironmentState.Answered && !_isSlow);

    private FunctionConfiguration Function => _pool.Function;

    private TimeSpan FunctionTimeout => TimeSpan.FromSeconds(Function.TimeoutSeconds);

    /// <summary>Starts the process. Its failure is the answer to the invocation that waits first.</summary>
    public void Start() => _ = StartAsync();

    /// <summary>Reserves the idle environment for an invocation, which is to be delivered after the gate. Needs the gate.</summary>
    public void Assign(Invocation invocation)
    {
        State = EnvironmentState.Busy;
        _current = invocation;
        invocation.Deliveries++;
        invocation.HandedOutAt = _clock.GetTimestamp();
        _deadline = (invocation.RunsSince > 0 ? invocation.RunsSince : invocation.HandedOutAt) + Ticks(FunctionTimeout);
        ArmAt(_deadline);
    }

    /// <summary>Sends the event of an assigned invocation.</summary>
    public void Deliver(Invocation invocation)
    {
        _log.Tail = invocation.Tail;
        _log.WriteStart(invocation.RequestId, Function.Version);
        _ = DeliverAsync(invocation);
    }

    /// <summary>Invocations wait for this one to ask for its next event: look soon whether it does. Needs the gate.</summary>
    public void ExpectNext()
    {
        if (State == EnvironmentState.Answered)
        {
            ArmAt(Math.Min(_due, _clock.GetTimestamp() + Ticks(NextExpected)));
        }
    }

    /// <summary>The pool is retired: an environment that has answered already should end soon. Needs the gate.</summary>
    public void HurryAfterAnswer()
    {
        if (State == EnvironmentState.Answered)
        {
            Hurry();
        }
    }

    /// <summary>From now on it gets nothing more. Needs the gate.</summary>
    public void MarkEnded()
    {
        State = EnvironmentState.Ended;
        _due = Never;
        _pool.Remove(this);
    }

    /// <summary>Ends it at once; a caller that waits gets an error.</summary>
    public async Task StopAsync()
    {
        Invocation? current;
        lock (_pool.Gate)
        {
            current = _current;
            _current = null;
            MarkEnded();
        }

        await EndAsync();
        current?.Fail(FunctionErrors.Stopped(current.RequestId));
        current?.EndLog();
    }

    /// <summary>Kills the process and gives everything back; done when the process is gone.</summary>
    public Task EndAsync()
    {
        lock (_endGate)
        {
            return _end ??= Task.Run(EndOnceAsync);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(EndAsync());

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Next(RuntimeApiConnection connection)
    {
        Invocation? lost = null;
        Invocation? next = null;
        (Invocation, TimeSpan)? unreported;
        bool isOver;
        lock (_pool.Gate)
        {
            switch (State)
            {
                case EnvironmentState.Ended:
                    return RuntimeApiAnswer.Gone;
                case EnvironmentState.Idle:
                    return RuntimeApiAnswer.InvalidStateTransition;
                case EnvironmentState.Starting:
                    _init = _clock.GetElapsedTime(_startedAt);
                    break;
                case EnvironmentState.Busy:
                    lost = Finish();
                    break;
            }

            unreported = _unreported;
            _unreported = null;
            _isSlow = false;
            _connection = connection;
            isOver = _pool.IsRetired;
            if (isOver)
            {
                MarkEnded();
            }
            else if ((next = _pool.TakeWaiting()) is not null)
            {
                Assign(next);
            }
            else
            {
                BecomeIdle();
            }
        }

        lost?.Fail(FunctionErrors.NextWhileBusy(lost.RequestId));
        Report(unreported);
        if (next is not null)
        {
            Deliver(next);
        }
        else if (isOver)
        {
            _ = EndAsync();
        }

        return default;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Respond(in RuntimeApiRequest request, in RuntimeApiBody body)
    {
        if (Take(request.RequestId, out var refusal) is not { } invocation)
        {
            return refusal;
        }

        if (body.IsTooLarge)
        {
            invocation.Fail(FunctionErrors.ResponseTooLarge(RuntimeApiListener.MaxPayload));
            return RuntimeApiAnswer.TooLarge;
        }

        if (body.ErrorType is not null)
        {
            invocation.Fail(StreamError(body.ErrorType, body.ErrorBody));
        }
        else if (request is { IsStreaming: true, IsHttpIntegration: true } && HttpPrelude.TryRead(body.Bytes) is var (response, rest))
        {
            invocation.AnswerHttp(response, rest);
        }
        else
        {
            invocation.Answer(body.Bytes);
        }

        return RuntimeApiAnswer.Accepted;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Fail(in RuntimeApiRequest request, in RuntimeApiBody body)
    {
        if (Take(request.RequestId, out var refusal) is not { } invocation)
        {
            return refusal;
        }

        invocation.Fail(ErrorDocument(request, body, "Unhandled"));
        return RuntimeApiAnswer.Accepted;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> FailInit(in RuntimeApiRequest request, in RuntimeApiBody body)
    {
        Invocation? invocation;
        lock (_pool.Gate)
        {
            if (State != EnvironmentState.Starting)
            {
                return RuntimeApiAnswer.InvalidStateTransition;
            }

            invocation = _pool.TakeWaiting();
            MarkEnded();
        }

        _ = EndAfterInitErrorAsync(invocation, ErrorDocument(request, body, "Runtime.InitError"));
        return RuntimeApiAnswer.Accepted;
    }

    /// <inheritdoc/>
    public void Truncated(in RuntimeApiRequest request)
    {
        if (Take(request.RequestId, out _) is { } invocation)
        {
            invocation.Fail(FunctionErrors.TruncatedResponse(invocation.RequestId));
        }
    }

    /// <inheritdoc/>
    public void Closed(RuntimeApiConnection connection)
    {
        lock (_pool.Gate)
        {
            if (State == EnvironmentState.Idle && _connection == connection)
            {
                // Most likely the process is about to end, which brings its own news. If not, it may ask again.
                _pool.RemoveIdle(this);
                State = EnvironmentState.Answered;
                _isSlow = true;
                _deadline = _clock.GetTimestamp() + Ticks(ReconnectLimit);
                ArmAt(_deadline);
            }
        }
    }

    private async Task StartAsync()
    {
        try
        {
            _log.WriteInit(Function.Runtime);
            var folder = await _services.Code.ExtractAsync(Function);
            var command = StartCommand.For(Function, folder, _services.Options.DotnetPath);
            if (!command.IsGood)
            {
                throw new DiagnosticException(command.Diagnostics);
            }

            _listener = new RuntimeApiListener();
            _ = _listener.RunAsync(this);
            var facts = new EnvironmentFacts(_services.HostId, _listener.Address, folder, _services.HomeFolder, _logGroup, _logStream);
            var variables = FunctionVariables.For(Function, facts, _services.Options);
            lock (_pool.Gate)
            {
                if (State == EnvironmentState.Ended)
                {
                    return;
                }

                ArmAt(_startedAt + Ticks(_isSecondInit ? FunctionTimeout : _services.Options.InitLimit));
            }

            _process = _services.Launch(new RuntimeStart(command.Value, variables, folder, _log.WriteFunctionLine));
            _ = WatchAsync(_process);
        }
        catch (DiagnosticException exception)
        {
            FailStart(FunctionErrors.CannotStart(exception.Diagnostics[0]));
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or SocketException or UnauthorizedAccessException)
        {
            FailStart(FunctionErrors.Document("Runtime.InvalidEntrypoint", $"The function's process cannot be started: {exception.Message}"));
        }
        finally
        {
            _started.TrySetResult();
        }
    }

    private void FailStart(byte[] error)
    {
        Invocation? invocation;
        lock (_pool.Gate)
        {
            if (State == EnvironmentState.Ended)
            {
                return;
            }

            invocation = _pool.TakeWaiting();
            MarkEnded();
        }

        _log.Write(Encoding.UTF8.GetString(error));
        invocation?.Fail(error);
        invocation?.EndLog();
        _ = EndAsync();
        // Not in this thread: when a hundred wait, a hundred starts fail.
        _ = Task.Run(_pool.StartMissing);
    }

    private async Task WatchAsync(IRuntimeProcess process)
    {
        var exitCode = await process.Exit;
        Invocation? invocation;
        (Invocation, TimeSpan)? unreported;
        lock (_pool.Gate)
        {
            if (State == EnvironmentState.Ended)
            {
                return;
            }

            invocation = State switch
            {
                EnvironmentState.Starting => _pool.TakeWaiting(),
                EnvironmentState.Busy => Finish(),
                _ => null,
            };
            unreported = _unreported;
            _unreported = null;
            MarkEnded();
        }

        await Task.WhenAny(process.Output, Task.Delay(OutputGrace));
        if (invocation is not null)
        {
            LogOutsideRuntime(invocation, Encoding.UTF8.GetString(FunctionErrors.Exited(invocation.RequestId, exitCode)));
            invocation.Fail(FunctionErrors.Exited(invocation.RequestId, exitCode));
        }

        Report(unreported);
        invocation?.EndLog();
        await EndAsync();
        _pool.StartMissing();
    }

    private async Task EndAfterInitErrorAsync(Invocation? invocation, byte[] error)
    {
        if (invocation is { Tail: null })
        {
            invocation.Fail(error);
        }

        await _started.Task;
        await Task.WhenAny(_process?.Exit ?? Task.CompletedTask, Task.Delay(InitErrorGrace));
        await EndAsync();
        if (invocation is { Tail: not null })
        {
            LogOutsideRuntime(invocation, Encoding.UTF8.GetString(error));
            invocation.Fail(error);
            invocation.EndLog();
        }

        _pool.StartMissing();
    }

    private async Task DeliverAsync(Invocation invocation)
    {
        try
        {
            var left = _clock.GetElapsedTime(_clock.GetTimestamp(), _deadline);
            await _connection!.SendEvent(invocation, _clock.GetUtcNow().Add(left).ToUnixTimeMilliseconds());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            TakeBack(invocation);
        }
    }

    // The runtime was gone before it got the event, so somebody else may have it.
    private void TakeBack(Invocation invocation)
    {
        lock (_pool.Gate)
        {
            if (_current != invocation)
            {
                return;
            }

            _current = null;
            State = EnvironmentState.Answered;
            _isSlow = true;
            if (invocation.Deliveries < 3 && !_pool.IsRetired)
            {
                _pool.Return(invocation);
                invocation = null!;
            }
        }

        invocation?.Fail(FunctionErrors.Stopped(invocation.RequestId));
        _pool.StartMissing();
    }

    private void OnTimer()
    {
        Invocation? timedOut;
        bool ends;
        lock (_pool.Gate)
        {
            _armedFor = Never;
            var now = _clock.GetTimestamp();
            if (_due > now)
            {
                ArmAt(_due);
                return;
            }

            ends = Expire(now, out timedOut);
        }

        if (ends)
        {
            _ = EndTimedOutAsync(timedOut);
        }
        else
        {
            _pool.StartMissing();
        }
    }

    // True when the environment ends. Needs the gate.
    private bool Expire(long now, out Invocation? timedOut)
    {
        timedOut = null;
        switch (State)
        {
            case EnvironmentState.Busy:
                timedOut = Finish();
                break;
            case EnvironmentState.Starting:
                timedOut = ExpireInit(now);
                break;
            case EnvironmentState.Idle when !_pool.HasAnother(this):
                ArmAt(now + Ticks(_services.Options.IdleTime));
                return false;
            case EnvironmentState.Answered when now < _deadline:
                _isSlow = true;
                ArmAt(_deadline);
                return false;
            case EnvironmentState.Ended:
                return false;
        }

        MarkEnded();
        return true;
    }

    // The first time, the invocation gets another environment, whose start counts to the invocation's own time. Needs the gate.
    private Invocation? ExpireInit(long now)
    {
        var invocation = _pool.TakeWaiting();
        if (invocation is null || _isSecondInit)
        {
            return invocation;
        }

        invocation.HasSeenSlowInit = true;
        invocation.RunsSince = now;
        _pool.Return(invocation);
        return null;
    }

    private async Task EndTimedOutAsync(Invocation? invocation)
    {
        _pool.StartMissing();
        await EndAsync();
        if (invocation is not null)
        {
            var seconds = Function.TimeoutSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            var time = _clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            LogOutsideRuntime(invocation, $"{time} {invocation.RequestId} Task timed out after {seconds} seconds");
            invocation.Fail(FunctionErrors.TimedOut(invocation.RequestId, Function.TimeoutSeconds));
        }

        TakeUnreported();
        invocation?.EndLog();
    }

    private async Task EndOnceAsync()
    {
        await _started.Task;
        await _timer.DisposeAsync();
        if (_process is { } process)
        {
            process.Kill();
            await Task.WhenAny(process.Exit, Task.Delay(ExitGrace));
            await Task.WhenAny(process.Output, Task.Delay(OutputGrace));
            process.Dispose();
        }

        _listener?.Dispose();
    }

    private Invocation? Take(Guid requestId, out ReadOnlyMemory<byte> refusal)
    {
        refusal = default;
        lock (_pool.Gate)
        {
            if (State == EnvironmentState.Busy && _current!.Id == requestId)
            {
                return Finish();
            }

            refusal = requestId != default && requestId == _answered ? RuntimeApiAnswer.InvalidStateTransition : RuntimeApiAnswer.InvalidRequestId;
            return null;
        }
    }

    // Needs the gate.
    private Invocation Finish()
    {
        var invocation = _current!;
        _current = null;
        _answered = invocation.Id;
        _unreported = (invocation, _clock.GetElapsedTime(invocation.HandedOutAt));
        State = EnvironmentState.Answered;
        if (_pool.IsRetired)
        {
            Hurry();
        }

        return invocation;
    }

    private void BecomeIdle()
    {
        State = EnvironmentState.Idle;
        _pool.AddIdle(this);
        ArmAt(_clock.GetTimestamp() + Ticks(_services.Options.IdleTime));
    }

    private void Hurry()
    {
        _deadline = Math.Min(_deadline, _clock.GetTimestamp() + Ticks(RetiredGrace));
        ArmAt(_deadline);
    }

    private void ArmAt(long due)
    {
        _due = due;
        if (due < _armedFor)
        {
            _armedFor = due;
            var left = Math.Max(0, due - _clock.GetTimestamp());
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left * 1000.0 / _clock.TimestampFrequency)), Timeout.InfiniteTimeSpan);
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);

    private void TakeUnreported()
    {
        (Invocation, TimeSpan)? unreported;
        lock (_pool.Gate)
        {
            unreported = _unreported;
            _unreported = null;
        }

        Report(unreported);
    }

    private void Report((Invocation Invocation, TimeSpan Duration)? ended)
    {
        if (ended is not var (invocation, duration))
        {
            return;
        }

        var init = _init;
        _init = null;
        _log.WriteReport(new InvocationReport(invocation.RequestId, duration, init, Function.MemorySize, PeakMemory()));
        invocation.EndLog();
    }

    // Reading it costs more than the rest of a report.
    private long PeakMemory()
    {
        if (_peakMemory == 0 || _clock.GetElapsedTime(_peakMemoryAt) > MemoryInterval)
        {
            _peakMemory = Math.Max(_peakMemory, _process?.PeakMemory ?? 0);
            _peakMemoryAt = _clock.GetTimestamp();
        }

        return _peakMemory;
    }

    private void LogOutsideRuntime(Invocation invocation, string line)
    {
        _log.Tail = invocation.Tail;
        _log.Write(line);
    }

    private static byte[] ErrorDocument(in RuntimeApiRequest request, in RuntimeApiBody body, string errorType) =>
        body.Bytes.Length > 0
            ? body.Bytes
            : FunctionErrors.Document(request.ErrorType ?? errorType, body.IsTooLarge ? "The error's description is over 6 MB." : "The runtime gave no description of the error.");

    private static byte[] StreamError(string errorType, string? base64)
    {
        var document = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", document, out var length) && length > 0
            ? document[..length]
            : FunctionErrors.Document(errorType, "The response stream was ended by an error.");
    }
}
