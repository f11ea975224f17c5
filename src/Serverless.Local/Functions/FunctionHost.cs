using System.Collections.Concurrent;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Local.Functions;

/// <summary>Runs functions in processes of their own, each on a Runtime API of its own, and starts them when they are called.</summary>
public sealed class FunctionHost : IFunctionHost, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, HostedFunction> _functions = new(StringComparer.Ordinal);
    private readonly EnvironmentServices _services;
    private readonly Lazy<Watchdog?> _watchdog;
    private int _isDisposed;

    /// <summary>A host with these options. Nothing is started before the first function is.</summary>
    public FunctionHost(FunctionHostOptions options)
        : this(options, launch: null)
    {
    }

    internal FunctionHost(FunctionHostOptions options, Func<RuntimeStart, IRuntimeProcess>? launch)
    {
        Id = Guid.NewGuid().ToString("n");
        _watchdog = new(() => Watchdog.Start(Id));
        _services = new(
            Id,
            options,
            new CodeCache(options.CodeFolder),
            new LogStore(options.LogFolder, options.TimeProvider, options.OnDiagnostic),
            launch ?? (start => RuntimeProcess.Start(start, _watchdog.Value)));
        Directory.CreateDirectory(_services.HomeFolder);
    }

    /// <summary>The host's id: what its functions find in <see cref="FunctionVariables.HostVariable"/>.</summary>
    public string Id { get; }

    /// <summary>Id of the watchdog's process; null when there is none (yet).</summary>
    internal int? WatchdogId => _watchdog is { IsValueCreated: true, Value: { } watchdog } ? watchdog.ProcessId : null;

    /// <inheritdoc/>
    public async Task PutAsync(FunctionConfiguration configuration, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        RefuseReservedVariables(configuration);
        await _services.Code.ExtractAsync(configuration).WaitAsync(cancellationToken);
        _functions.GetOrAdd(configuration.Name, name => new HostedFunction(name, _services)).Put(configuration);
        // The first start should not have to wait for the watchdog's.
        _ = Task.Run(() => _watchdog.Value, CancellationToken.None);
    }

    /// <inheritdoc/>
    public void PutAlias(string functionName, string alias, string version) => Get(functionName).PutAlias(alias, version);

    /// <inheritdoc/>
    public void RemoveAlias(string functionName, string alias)
    {
        if (_functions.TryGetValue(functionName, out var function))
        {
            function.RemoveAlias(alias);
        }
    }

    /// <inheritdoc/>
    public Task RemoveVersionAsync(string functionName, string version, CancellationToken cancellationToken) =>
        _functions.TryGetValue(functionName, out var function) ? function.RemoveVersionAsync(version).WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task RemoveAsync(string functionName, CancellationToken cancellationToken) =>
        _functions.TryRemove(functionName, out var function) ? function.StopAsync().WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public FunctionConfiguration? Find(string functionName, string? qualifier = null) =>
        _functions.TryGetValue(functionName, out var function) ? function.Find(qualifier)?.Function : null;

    /// <inheritdoc/>
    /// <remarks>Cancelling gives up waiting; a function that has the event already goes on, as Lambda's do.</remarks>
    public Task<InvocationResult> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        while (true)
        {
            var pool = Get(request.FunctionName).Find(request.Qualifier) ?? throw Unknown(request.FunctionName, request.Qualifier);
            if (request.Payload.Length > RuntimeApiListener.MaxPayload)
            {
                return Task.FromResult(TooLarge(pool.Function));
            }

            var invocation = new Invocation(request, pool.Function, _services.Options.TimeProvider.GetUtcNow());
            if (pool.TryAccept(invocation))
            {
                return cancellationToken.CanBeCanceled ? AwaitAsync(pool, invocation, cancellationToken) : invocation.Result;
            }
        }
    }

    /// <summary>Brings all log lines to their files.</summary>
    public void FlushLogs() => _services.Logs.Flush();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await Task.WhenAll(_functions.Keys.Select(name => RemoveAsync(name, CancellationToken.None)));
        _services.Logs.Dispose();
        if (_watchdog.IsValueCreated)
        {
            MarkedProcesses.Kill($"{FunctionVariables.HostVariable}={Id}");
            _watchdog.Value?.Dispose();
        }
    }

    /// <summary>Environments of the function that live, of all versions.</summary>
    internal int CountEnvironments(string functionName) => _functions.TryGetValue(functionName, out var function) ? function.CountEnvironments() : 0;

    private HostedFunction Get(string functionName) =>
        _functions.TryGetValue(functionName, out var function) ? function : throw Unknown(functionName, qualifier: null);

    private static async Task<InvocationResult> AwaitAsync(EnvironmentPool pool, Invocation invocation, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                pool.Withdraw(invocation);
                invocation.Cancel(token);
            },
            null);
        return await invocation.Result;
    }

    private static InvocationResult TooLarge(FunctionConfiguration function) =>
        new(Guid.NewGuid().ToString(), FunctionErrors.RequestTooLarge(RuntimeApiListener.MaxPayload), "Unhandled", "", function.Version) { IsRequestTooLarge = true };

    private static void RefuseReservedVariables(FunctionConfiguration configuration)
    {
        var reserved = configuration.Environment.Keys.Where(FunctionVariables.Reserved.Contains).Order(StringComparer.Ordinal).ToArray();
        if (reserved.Length > 0)
        {
            throw new DiagnosticException(FunctionDiagnostics.ReservedVariable.At(
                SourceSpan.None,
                $"Lambda keeps these environment variables for itself, but {configuration.Name} sets them: {string.Join(", ", reserved)}.",
                "Rename them."));
        }
    }

    private static KeyNotFoundException Unknown(string functionName, string? qualifier) =>
        new(qualifier is null ? $"There is no function '{functionName}'." : $"The function '{functionName}' has no version or alias '{qualifier}'.");
}
