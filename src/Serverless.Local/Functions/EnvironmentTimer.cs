namespace Serverless.Local.Functions;

/// <summary>
/// The one timer of an environment, for all limits: it is set to the earliest moment at which something may be due, and looks again
/// then, so that a warm invocation usually does not touch it.
/// </summary>
/// <remarks>Owns when something is due and when the timer rings. Everything but the end of it needs the pool's gate. Moments are timestamps of the clock.</remarks>
/// <param name="clock">The clock.</param>
/// <param name="onTimer">Called when the timer rings, without the gate; to take it and ask <see cref="IsDue"/>.</param>
internal sealed class EnvironmentTimer(TimeProvider clock, Action onTimer) : IAsyncDisposable
{
    private const long Never = long.MaxValue;

    private readonly ITimer _timer = clock.CreateTimer(static onTimer => ((Action)onTimer!)(), onTimer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private long _due = Never;
    private long _armedFor = Never;

    /// <summary>Now it is due at this moment, and not at an earlier one.</summary>
    public void ArmAt(long due)
    {
        _due = due;
        if (due < _armedFor)
        {
            _armedFor = due;
            var left = Math.Max(0, due - clock.GetTimestamp());
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left * 1000.0 / clock.TimestampFrequency)), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Now it is due at this moment, unless it is so earlier.</summary>
    public void ArmBy(long due) => ArmAt(Math.Min(_due, due));

    /// <summary>Now nothing is due any more.</summary>
    public void Disarm() => _due = Never;

    /// <summary>After the timer rang: whether something is due. If not yet, it is set anew.</summary>
    public bool IsDue(out long now)
    {
        _armedFor = Never;
        now = clock.GetTimestamp();
        if (_due <= now)
        {
            return true;
        }

        ArmAt(_due);
        return false;
    }

    /// <summary>The moment after this time from now.</summary>
    public long In(TimeSpan time) => After(clock.GetTimestamp(), time);

    /// <summary>The moment after this time from another.</summary>
    public long After(long moment, TimeSpan time) => moment + (long)(time.TotalSeconds * clock.TimestampFrequency);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
