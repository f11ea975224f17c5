using System.Diagnostics;

namespace Serverless.Local.Functions;

/// <summary>
/// The environments of one version of a function, and the invocations that wait for one. All state here and in the environments'
/// lifecycles is guarded by <see cref="Gate"/>; nothing is sent, started or completed while it is held.
/// </summary>
/// <param name="function">The version's configuration.</param>
/// <param name="services">What environments are made of.</param>
internal sealed class EnvironmentPool(FunctionConfiguration function, EnvironmentServices services)
{
    private readonly List<ExecutionEnvironment> _all = [];
    private readonly Stack<ExecutionEnvironment> _idle = [];
    private readonly LinkedList<Invocation> _waiting = [];

    /// <summary>Guards everything of this version.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The version's configuration.</summary>
    public FunctionConfiguration Function => function;

    /// <summary>Set when another configuration took over, or the function was removed.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Environments that live.</summary>
    public int Count
    {
        get
        {
            lock (Gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Hands the invocation to an idle environment, or lets it wait for one. False: the pool is retired, ask its successor.</summary>
    public bool TryAccept(Invocation invocation)
    {
        ExecutionEnvironment? free = null;
        List<ExecutionEnvironment>? fresh = null;
        lock (Gate)
        {
            if (IsRetired)
            {
                return false;
            }

            if (_idle.TryPop(out free))
            {
                free.Lifecycle.Assign(invocation);
            }
            else if (_waiting.Count < services.Options.MaxWaiting)
            {
                _waiting.AddLast(invocation);
                fresh = Balance();
            }
        }

        if (free is not null)
        {
            free.RuntimeApi.Deliver(invocation);
        }
        else if (fresh is null)
        {
            invocation.Throttle();
        }
        else
        {
            Start(fresh);
        }

        return true;
    }

    /// <summary>Withdraws an invocation that nobody waits for any more; one that is handed out already goes on.</summary>
    public void Withdraw(Invocation invocation)
    {
        lock (Gate)
        {
            _waiting.Remove(invocation);
        }
    }

    /// <summary>
    /// Retires the pool: idle environments end now, busy ones after their answer. Returns the invocations that were not handed out yet.
    /// </summary>
    public IReadOnlyList<Invocation> Retire()
    {
        var (waiting, unused) = RetireUnused();
        foreach (var environment in unused)
        {
            _ = environment.EndAsync();
        }

        return waiting;
    }

    /// <summary>Retires the pool and ends everything at once; callers get an error.</summary>
    public async Task StopAsync()
    {
        var (waiting, unused) = RetireUnused();
        foreach (var invocation in waiting)
        {
            invocation.Fail(FunctionErrors.Stopped(invocation.RequestId));
            invocation.EndLog();
        }

        ExecutionEnvironment[] rest;
        lock (Gate)
        {
            rest = [.. _all];
        }

        await Task.WhenAll([.. unused.Select(environment => environment.EndAsync()), .. rest.Select(environment => environment.StopAsync())]);
    }

    /// <summary>The next invocation that waits, or null. Needs the gate.</summary>
    public Invocation? TakeWaiting()
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        var first = _waiting.First?.Value;
        if (first is not null)
        {
            _waiting.RemoveFirst();
        }

        return first;
    }

    /// <summary>Puts an invocation back that could not be delivered. Needs the gate.</summary>
    public void Return(Invocation invocation) => _waiting.AddFirst(invocation);

    /// <summary>The environment waits for an event. Needs the gate.</summary>
    public void AddIdle(ExecutionEnvironment environment) => _idle.Push(environment);

    /// <summary>The idle environment's connection broke. Needs the gate.</summary>
    public void RemoveIdle(ExecutionEnvironment environment)
    {
        if (_idle.Contains(environment))
        {
            var rest = _idle.Where(other => other != environment).Reverse().ToArray();
            _idle.Clear();
            foreach (var other in rest)
            {
                _idle.Push(other);
            }
        }
    }

    /// <summary>Whether another environment could take this idle one's place. Needs the gate.</summary>
    public bool HasAnother(ExecutionEnvironment environment) => _all.Any(other => other != environment && other.Lifecycle.State != EnvironmentState.Ended);

    /// <summary>Forgets an environment. Needs the gate.</summary>
    public void Remove(ExecutionEnvironment environment)
    {
        _all.Remove(environment);
        RemoveIdle(environment);
    }

    /// <summary>Starts environments for invocations that none will come free for.</summary>
    public void StartMissing()
    {
        List<ExecutionEnvironment> fresh;
        lock (Gate)
        {
            fresh = Balance();
        }

        Start(fresh);
    }

    private (Invocation[] Waiting, ExecutionEnvironment[] Unused) RetireUnused()
    {
        lock (Gate)
        {
            IsRetired = true;
            Invocation[] waiting = [.. _waiting];
            _waiting.Clear();
            ExecutionEnvironment[] unused = [.. _all.Where(environment => environment.Lifecycle.State is EnvironmentState.Idle or EnvironmentState.Starting)];
            foreach (var environment in unused)
            {
                environment.Lifecycle.End();
            }

            foreach (var environment in _all)
            {
                environment.Lifecycle.HurryAfterAnswer();
            }

            return (waiting, unused);
        }
    }

    // One that has answered asks for its next event in a moment, so it counts as free until it has let us wait.
    private List<ExecutionEnvironment> Balance()
    {
        var fresh = new List<ExecutionEnvironment>();
        var coming = 0;
        foreach (var environment in _all)
        {
            if (environment.Lifecycle.IsComingFree)
            {
                coming++;
                environment.Lifecycle.ExpectNext();
            }
        }

        while (!IsRetired && _waiting.Count > coming && _all.Count < services.Options.MaxEnvironments)
        {
            var environment = new ExecutionEnvironment(this, services, _waiting.First!.Value.HasSeenSlowInit);
            _all.Add(environment);
            fresh.Add(environment);
            coming++;
        }

        return fresh;
    }

    // The first in this thread, for the shortest way to the first answer.
    private static void Start(List<ExecutionEnvironment> fresh)
    {
        for (var i = fresh.Count - 1; i > 0; i--)
        {
            var environment = fresh[i];
            _ = Task.Run(environment.Start);
        }

        if (fresh.Count > 0)
        {
            fresh[0].Start();
        }
    }
}
