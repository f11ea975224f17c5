namespace Serverless.Stacks;

/// <summary>
/// How long to pause between two questions: a tenth of the time waited so far, within bounds. So waiting costs at most a tenth more
/// than the thing waited for takes, and long operations are asked about rarely. Being throttled doubles the pause until an answer comes.
/// </summary>
internal sealed class PollPace(TimeSpan shortest, TimeSpan longest, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long? _disturbedSince;
    private int _slowdown;

    /// <summary>How long no question has been answered.</summary>
    public TimeSpan Disturbed => _disturbedSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    public void Answered()
    {
        _disturbedSince = null;
        _slowdown = 0;
    }

    public void Failed()
    {
        _disturbedSince ??= time.GetTimestamp();
        _slowdown = Math.Min(_slowdown + 1, 5);
    }

    public TimeSpan Next()
    {
        var pause = time.GetElapsedTime(_started) / 10;
        pause = pause < shortest ? shortest : pause;
        pause *= 1 << _slowdown;
        return pause > longest ? longest : pause;
    }
}
