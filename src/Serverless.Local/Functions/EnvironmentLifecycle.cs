using System.Diagnostics;

namespace Serverless.Local.Functions;

/// <summary>
/// Where one environment stands: starting, idle, busy, answered or ended, with what invocation, and until when. Each method is a step
/// from one state to the next. (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html)
/// </summary>
/// <remarks>
/// Owns this state and nothing else changes it. Every member needs the pool's gate unless it says otherwise, and none sends, starts or
/// completes anything: whoever takes the gate for a step does what follows from it afterwards, without the gate.
/// </remarks>
internal sealed class EnvironmentLifecycle : IAsyncDisposable
{
    private static readonly TimeSpan NextExpected = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetiredGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReconnectLimit = TimeSpan.FromSeconds(10);
    private const int MaxDeliveries = 3;

    private readonly ExecutionEnvironment _environment;
    private readonly EnvironmentPool _pool;
    private readonly FunctionHostOptions _options;
    private readonly bool _isSecondInit;
    private readonly TimeProvider _clock;
    private readonly EnvironmentTimer _timer;
    private readonly long _startedAt;

    private Invocation? _current;
    private Guid _answered;
    private EndedInvocation? _unreported;
    private TimeSpan? _init;
    private bool _isSlow;

    /// <param name="environment">Whose state it is; its <see cref="ExecutionEnvironment.OnTimer"/> is called when something may be due.</param>
    /// <param name="pool">Where it takes its invocations from.</param>
    /// <param name="options">The limits.</param>
    /// <param name="isSecondInit">Whether the invocation that it is started for has waited for one that was too slow.</param>
    public EnvironmentLifecycle(ExecutionEnvironment environment, EnvironmentPool pool, FunctionHostOptions options, bool isSecondInit)
    {
        (_environment, _pool, _options, _isSecondInit, _clock) = (environment, pool, options, isSecondInit, options.TimeProvider);
        _startedAt = _clock.GetTimestamp();
        _timer = new EnvironmentTimer(_clock, environment.OnTimer);
    }

    /// <summary>What the environment is doing.</summary>
    public EnvironmentState State { get; private set; } = EnvironmentState.Starting;

    /// <summary>Whether it will take an event in a moment without being started for it.</summary>
    public bool IsComingFree => State == EnvironmentState.Starting || (State == EnvironmentState.Answered && !_isSlow);

    /// <summary>The connection that asked for an event last. Whoever delivers an assigned invocation may ask without the gate.</summary>
    public RuntimeApiConnection? Connection { get; private set; }

    /// <summary>When its time is over, as a timestamp of the clock. Whoever delivers an assigned invocation may ask without the gate.</summary>
    public long Deadline { get; private set; } = long.MaxValue;

    private TimeSpan FunctionTimeout => TimeSpan.FromSeconds(_pool.Function.TimeoutSeconds);

    /// <summary>The process is about to start: its time runs. False when it shall not, as the environment has ended meanwhile.</summary>
    public bool TryBeginInit()
    {
        AssertGate();
        if (State == EnvironmentState.Ended)
        {
            return false;
        }

        _timer.ArmAt(_timer.After(_startedAt, _isSecondInit ? FunctionTimeout : _options.InitLimit));
        return true;
    }

    /// <summary>The start has failed: the environment ends, and the invocation that waits first, if any, is to hear why.</summary>
    public Invocation? FailInit()
    {
        var invocation = _pool.TakeWaiting();
        End();
        return invocation;
    }

    /// <summary>The runtime asks for an event. An invocation that waits is assigned at once.</summary>
    public NextEvent AskNext(RuntimeApiConnection connection)
    {
        AssertGate();
        switch (State)
        {
            case EnvironmentState.Ended:
                return new() { Refusal = RuntimeApiAnswer.Gone };
            case EnvironmentState.Idle:
                return new() { Refusal = RuntimeApiAnswer.InvalidStateTransition };
            case EnvironmentState.Starting:
                _init = _clock.GetElapsedTime(_startedAt);
                break;
        }

        var lost = State == EnvironmentState.Busy ? Finish() : null;
        var ended = TakeUnreported();
        _isSlow = false;
        Connection = connection;
        if (_pool.IsRetired)
        {
            End();
            return new() { Lost = lost, Ended = ended, IsOver = true };
        }

        var next = _pool.TakeWaiting();
        if (next is null)
        {
            BecomeIdle();
        }
        else
        {
            Assign(next);
        }

        return new() { Lost = lost, Ended = ended, Assigned = next };
    }

    /// <summary>Gives the invocation to the environment, which is idle or asks; it is to be delivered after the gate.</summary>
    public void Assign(Invocation invocation)
    {
        AssertGate();
        State = EnvironmentState.Busy;
        _current = invocation;
        invocation.Deliveries++;
        invocation.HandedOutAt = _clock.GetTimestamp();
        Deadline = _timer.After(invocation.RunsSince > 0 ? invocation.RunsSince : invocation.HandedOutAt, FunctionTimeout);
        _timer.ArmAt(Deadline);
    }

    /// <summary>The runtime was gone before it got the event. False when the invocation has ended otherwise already.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="isReturned">Whether it waits again, for somebody else.</param>
    public bool TryTakeBack(Invocation invocation, out bool isReturned)
    {
        AssertGate();
        isReturned = false;
        if (_current != invocation)
        {
            return false;
        }

        _current = null;
        State = EnvironmentState.Answered;
        _isSlow = true;
        if (invocation.Deliveries < MaxDeliveries && !_pool.IsRetired)
        {
            _pool.Return(invocation);
            isReturned = true;
        }

        return true;
    }

    /// <summary>The runtime has answered: the invocation, or null when it may not answer this.</summary>
    public Invocation? TakeAnswered(Guid requestId, out ReadOnlyMemory<byte> refusal)
    {
        AssertGate();
        refusal = default;
        if (State == EnvironmentState.Busy && _current!.Id == requestId)
        {
            return Finish();
        }

        refusal = requestId != default && requestId == _answered ? RuntimeApiAnswer.InvalidStateTransition : RuntimeApiAnswer.InvalidRequestId;
        return null;
    }

    /// <summary>A connection broke. If the environment waits there, it gets no event until it asks again.</summary>
    public void LoseConnection(RuntimeApiConnection connection)
    {
        AssertGate();
        if (State == EnvironmentState.Idle && Connection == connection)
        {
            // Most likely the process is about to end, which brings its own news. If not, it may ask again.
            _pool.RemoveIdle(_environment);
            State = EnvironmentState.Answered;
            _isSlow = true;
            Deadline = _timer.In(ReconnectLimit);
            _timer.ArmAt(Deadline);
        }
    }

    /// <summary>Invocations wait for this one to ask for its next event: look soon whether it does.</summary>
    public void ExpectNext()
    {
        AssertGate();
        if (State == EnvironmentState.Answered)
        {
            _timer.ArmBy(_timer.In(NextExpected));
        }
    }

    /// <summary>The pool is retired: an environment that has answered already should end soon.</summary>
    public void HurryAfterAnswer()
    {
        AssertGate();
        if (State == EnvironmentState.Answered)
        {
            Hurry();
        }
    }

    /// <summary>Whether a limit is reached, now that the timer rang.</summary>
    public bool IsDue(out long now)
    {
        AssertGate();
        return _timer.IsDue(out now);
    }

    /// <summary>A limit is reached. True when the environment ends of it.</summary>
    /// <param name="now">The moment, as a timestamp of the clock.</param>
    /// <param name="timedOut">The invocation whose time is over, if any.</param>
    public bool Expire(long now, out Invocation? timedOut)
    {
        AssertGate();
        timedOut = null;
        switch (State)
        {
            case EnvironmentState.Busy:
                timedOut = Finish();
                break;
            case EnvironmentState.Starting:
                timedOut = ExpireInit(now);
                break;
            case EnvironmentState.Idle when !_pool.HasAnother(_environment):
                _timer.ArmAt(_timer.After(now, _options.IdleTime));
                return false;
            case EnvironmentState.Answered when now < Deadline:
                _isSlow = true;
                _timer.ArmAt(Deadline);
                return false;
            case EnvironmentState.Ended:
                return false;
        }

        End();
        return true;
    }

    /// <summary>The process has ended by itself: the invocation that hears of it, if any.</summary>
    public Invocation? Exit()
    {
        AssertGate();
        var invocation = State switch
        {
            EnvironmentState.Starting => _pool.TakeWaiting(),
            EnvironmentState.Busy => Finish(),
            _ => null,
        };
        End();
        return invocation;
    }

    /// <summary>It is stopped: the invocation that gets no answer, if any.</summary>
    public Invocation? Stop()
    {
        var current = _current;
        _current = null;
        End();
        return current;
    }

    /// <summary>From now on it gets nothing more.</summary>
    public void End()
    {
        AssertGate();
        State = EnvironmentState.Ended;
        _timer.Disarm();
        _pool.Remove(_environment);
    }

    /// <summary>The invocation that has ended and is not in the log yet; to be asked once.</summary>
    public EndedInvocation? TakeUnreported()
    {
        AssertGate();
        var unreported = _unreported;
        _unreported = null;
        return unreported;
    }

    /// <summary>Gives the timer back. Needs no gate.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    // The first time, the invocation gets another environment, whose start counts to the invocation's own time.
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

    private Invocation Finish()
    {
        var invocation = _current!;
        _current = null;
        _answered = invocation.Id;
        _unreported = new(invocation, _clock.GetElapsedTime(invocation.HandedOutAt), _init);
        _init = null;
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
        _pool.AddIdle(_environment);
        _timer.ArmAt(_timer.In(_options.IdleTime));
    }

    private void Hurry()
    {
        Deadline = Math.Min(Deadline, _timer.In(RetiredGrace));
        _timer.ArmAt(Deadline);
    }

    [Conditional("DEBUG")]
    private void AssertGate() => Debug.Assert(_pool.Gate.IsHeldByCurrentThread);
}
