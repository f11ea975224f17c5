namespace Serverless.Local.Functions;

/// <summary>A function with its versions and aliases. Safe for many threads.</summary>
internal sealed class HostedFunction(string name, EnvironmentServices services)
{
    private const string Latest = "$LATEST";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, EnvironmentPool> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly List<EnvironmentPool> _retired = [];

    /// <summary>The environments of a version or alias; null when there is none.</summary>
    public EnvironmentPool? Find(string? qualifier)
    {
        lock (_gate)
        {
            var version = qualifier is null ? Latest : _aliases.GetValueOrDefault(qualifier, qualifier);
            return _versions.GetValueOrDefault(version);
        }
    }

    /// <summary>Takes a configuration. Processes of an equal one stay; invocations that wait move to the new one.</summary>
    public void Put(FunctionConfiguration function)
    {
        EnvironmentPool? old;
        lock (_gate)
        {
            if (_versions.TryGetValue(function.Version, out old) && AreSame(old.Function, function))
            {
                return;
            }

            _versions[function.Version] = new EnvironmentPool(function, services);
            _retired.RemoveAll(pool => pool.Count == 0);
            if (old is not null)
            {
                _retired.Add(old);
            }
        }

        foreach (var invocation in old?.Retire() ?? [])
        {
            Move(invocation, function.Version);
        }
    }

    public void PutAlias(string alias, string version)
    {
        lock (_gate)
        {
            _aliases[alias] = _versions.ContainsKey(version) ? version : throw new KeyNotFoundException($"The function '{name}' has no version '{version}'.");
        }
    }

    public void RemoveAlias(string alias)
    {
        lock (_gate)
        {
            _aliases.Remove(alias);
        }
    }

    public async Task RemoveVersionAsync(string version)
    {
        EnvironmentPool? pool;
        lock (_gate)
        {
            _versions.Remove(version, out pool);
        }

        if (pool is not null)
        {
            await pool.StopAsync();
        }
    }

    public async Task StopAsync()
    {
        EnvironmentPool[] pools;
        lock (_gate)
        {
            pools = [.. _versions.Values, .. _retired];
            _versions.Clear();
            _retired.Clear();
            _aliases.Clear();
        }

        await Task.WhenAll(pools.Select(pool => pool.StopAsync()));
    }

    public int CountEnvironments()
    {
        lock (_gate)
        {
            return _versions.Values.Concat(_retired).Sum(pool => pool.Count);
        }
    }

    private void Move(Invocation invocation, string version)
    {
        while (Find(version) is { } pool)
        {
            if (pool.TryAccept(invocation))
            {
                return;
            }
        }

        invocation.Fail(FunctionErrors.Stopped(invocation.RequestId));
    }

    // The path may differ while the content is the same: nothing that a process could notice.
    private static bool AreSame(FunctionConfiguration left, FunctionConfiguration right) =>
        left with { Environment = right.Environment, CodePath = right.CodePath } == right
        && left.Environment.Count == right.Environment.Count
        && left.Environment.All(pair => right.Environment.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
