using Serverless.Diagnostics;
using Serverless.Local.Functions;
using Serverless.Text;

namespace Serverless.Local.Http;

/// <summary>Serves HTTP APIs on loopback ports that stay the same for as long as the state folder lives.</summary>
/// <param name="functions">Runs what the routes reach.</param>
/// <param name="options">Where the state is.</param>
public sealed class HttpApiHost(IFunctionHost functions, HttpApiHostOptions options) : IHttpApiHost, IAsyncDisposable
{
    private const int Tries = 200;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, HttpApiServer> _servers = new(StringComparer.Ordinal);
    private readonly PortFile _ports = new(options.StateFolder);
    private readonly Gateway _gateway = new(functions, options);

    /// <inheritdoc/>
    /// <remarks>Until a definition is put, requests get 404.</remarks>
    public Task<Uri> ReserveAsync(string apiId, CancellationToken cancellationToken) =>
        ChangeAsync(apiId, new HttpApiDefinition(apiId, ""), replaces: false, cancellationToken);

    /// <inheritdoc/>
    public Task PutAsync(HttpApiDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return ChangeAsync(definition.ApiId, definition, replaces: true, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string apiId, CancellationToken cancellationToken)
    {
        HttpApiServer? server;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _servers.Remove(apiId, out server);
            _ports.Remove(apiId);
        }
        finally
        {
            _gate.Release();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Stops serving; the ports stay remembered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        HttpApiServer[] servers = [.. _servers.Values];
        _servers.Clear();
        _gate.Release();
        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        _gate.Dispose();
    }

    private async Task<Uri> ChangeAsync(string apiId, HttpApiDefinition definition, bool replaces, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_servers.TryGetValue(apiId, out var server))
            {
                _servers[apiId] = server = await StartAsync(definition);
            }
            else if (replaces)
            {
                server.Put(definition);
            }

            return new Uri($"http://127.0.0.1:{server.Port}");
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<HttpApiServer> StartAsync(HttpApiDefinition definition)
    {
        var ports = _ports.Read();
        var remembered = ports.GetValueOrDefault(definition.ApiId);
        if (remembered > 0 && await HttpApiServer.TryStartAsync(remembered, _gateway, definition) is { } same)
        {
            return same;
        }

        var server = await StartOnFreePortAsync(definition, [.. ports.Values]);
        _ports.Set(definition.ApiId, server.Port);
        if (remembered > 0)
        {
            options.OnDiagnostic?.Invoke(FunctionDiagnostics.PortMoved.At(
                SourceSpan.None,
                $"HTTP API {definition.ApiId} moved from port {remembered}, which another program uses now, to port {server.Port}.",
                $"Its address is http://127.0.0.1:{server.Port}."));
        }

        return server;
    }

    private async Task<HttpApiServer> StartOnFreePortAsync(HttpApiDefinition definition, HashSet<int> taken)
    {
        for (var port = options.FirstPort; port > 0 && port < Math.Min(65536, options.FirstPort + Tries); port++)
        {
            if (!taken.Contains(port) && await HttpApiServer.TryStartAsync(port, _gateway, definition) is { } server)
            {
                return server;
            }
        }

        return await HttpApiServer.TryStartAsync(0, _gateway, definition)
            ?? throw new DiagnosticException(FunctionDiagnostics.PortMoved.At(SourceSpan.None, "No loopback port is free for an HTTP API.", null) with { Severity = Severity.Error });
    }
}
