namespace Serverless.Testing;

/// <summary>
/// A clock on which short waits are over at once: asking for one moves the clock on by as much. Longer waits, such as time limits, end
/// when the short ones have moved the clock past them.
/// </summary>
public sealed class InstantTime : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(6);

    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];
    private readonly List<TimeSpan> _pauses = [];
    private DateTimeOffset _now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>Called with every short wait before it ends.</summary>
    public Action<TimeSpan>? OnPause { get; set; }

    /// <summary>The short waits so far.</summary>
    public IReadOnlyList<TimeSpan> Pauses
    {
        get
        {
            lock (_gate)
            {
                return [.. _pauses];
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on.</summary>
    public void Advance(TimeSpan by)
    {
        List<Waiting> due;
        lock (_gate)
        {
            _now += by;
            due = [.. _waiting.Where(timer => timer.Due <= _now)];
            _waiting.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Fire());
    }

    private void Pause(TimeSpan length)
    {
        lock (_gate)
        {
            _pauses.Add(length);
        }

        OnPause?.Invoke(length);
        Advance(length);
    }

    private sealed class Waiting(InstantTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._waiting.Remove(this);
                if (dueTime < TimeSpan.Zero)
                {
                    return true;
                }

                Due = time._now + dueTime;
                time._waiting.Add(this);
            }

            if (dueTime <= Short)
            {
                // Not from inside the call that sets the timer: its caller has not yet kept it.
                ThreadPool.QueueUserWorkItem(_ => time.Pause(dueTime));
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time._gate)
            {
                time._waiting.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
