using System.Globalization;
using Serverless.Logging;

namespace Serverless.Invocations;

/// <summary>
/// Speaks up shortly before the deadline of the invocation in progress, because at the deadline Lambda kills the process without
/// a word: it fires the handler's cancellation token and logs what the handler is doing.
/// </summary>
/// <remarks>
/// <para>One thread sleeps until the moment to speak. Most invocations end long before theirs, so the thread is left asleep, and when
/// its time comes it looks for whom to wake up next. A <see cref="Timer"/> would do the same with an event source, a queue per
/// processor and two changes per invocation.</para>
/// <para>The same thread does what has a little time (<see cref="Surroundings.SettleLater"/>): not at once, when it would take time from the first
/// event, but soon, because that may take long to come or to handle.</para>
/// </remarks>
internal sealed class DeadlineWatch(LogWriter log, Action settleLater) : IDisposable
{
    private const long SettlingTime = 10;

    private const long Never = long.MaxValue;
    private const long LongestMargin = 500;

    private readonly object _gate = new();
    private Thread? _thread;
    private InvocationContext? _watched;
    private long _speakAt = Never;
    private long _wakeAt;
    private bool _disposed;

    /// <summary>How many milliseconds before the deadline the watch speaks, when an invocation begins with this many.</summary>
    internal static long Margin(long available) => Math.Min(available / 10, LongestMargin);

    /// <summary>Lets the thread begin to sleep; <see cref="Watch"/> does it otherwise.</summary>
    internal void Start()
    {
        lock (_gate)
        {
            if (_thread is null)
            {
                _thread = new Thread(Sleep) { IsBackground = true };
                _thread.Start();
            }
        }
    }

    internal void Watch(InvocationContext context)
    {
        if (!context.HasDeadline)
        {
            return;
        }

        var available = context.RemainingMilliseconds;
        lock (_gate)
        {
            _watched = context;
            _speakAt = Environment.TickCount64 + available - Margin(available);
            if (_thread is null)
            {
                Start();
            }
            else if (_speakAt < _wakeAt)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    internal void Rest()
    {
        lock (_gate)
        {
            _watched = null;
            _speakAt = Never;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Sleep()
    {
        AwaitSettlingTime();
        settleLater();
        while (AwaitWhomToWarn() is { } context)
        {
            Warn(context);
        }
    }

    /// <summary>Returns sooner when there is somebody to warn, or when the watch is over.</summary>
    private void AwaitSettlingTime()
    {
        lock (_gate)
        {
            _wakeAt = Environment.TickCount64 + SettlingTime;
            for (var now = Environment.TickCount64; !_disposed && now < _wakeAt && now < _speakAt; now = Environment.TickCount64)
            {
                Monitor.Wait(_gate, (int)(Math.Min(_wakeAt, _speakAt) - now));
            }
        }
    }

    /// <summary>Null when the watch is over.</summary>
    private InvocationContext? AwaitWhomToWarn()
    {
        lock (_gate)
        {
            while (!_disposed)
            {
                var wait = _speakAt == Never ? Never : _speakAt - Environment.TickCount64;
                if (wait <= 0)
                {
                    _speakAt = Never;
                    return _watched;
                }

                _wakeAt = _speakAt;
                Monitor.Wait(_gate, wait == Never ? Timeout.Infinite : (int)Math.Min(wait, int.MaxValue));
            }

            return null;
        }
    }

    private void Warn(InvocationContext context)
    {
        var doing = context.IsAwaiting
            ? "awaits something that has not come"
            : "has not returned its task: it computes, or blocks its thread";
        var remaining = context.RemainingMilliseconds.ToString(CultureInfo.InvariantCulture);
        log.Write(LogLevel.Warning, $"The handler is still running {remaining} ms before its deadline, when Lambda stops it: it {doing}. Its CancellationToken fires now.", null, context);
        try
        {
            context.Cancel();
        }
        catch (Exception exception)
        {
            log.Write(LogLevel.Error, "A callback that was registered on the CancellationToken threw.", exception, context);
        }
    }
}
