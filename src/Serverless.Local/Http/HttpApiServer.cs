using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Serverless.Local.Http;

/// <summary>One HTTP API on one loopback port: Kestrel without hosting, middleware and routing, which would all be in the way here.</summary>
internal sealed class HttpApiServer : IHttpApplication<IFeatureCollection>, IAsyncDisposable
{
    /// <summary>API Gateway's limit for a request's body.</summary>
    public const int MaxBody = 10 * 1024 * 1024;

    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(1);

    private readonly KestrelServer _server;
    private readonly Gateway _gateway;
    private volatile ServedApi _api;

    private HttpApiServer(int port, Gateway gateway, HttpApiDefinition definition)
    {
        _gateway = gateway;
        _api = new ServedApi(definition);
        var options = new KestrelServerOptions { AddServerHeader = false, ResponseHeaderEncodingSelector = _ => Encoding.UTF8 };
        options.Limits.MaxRequestBodySize = null;
        options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    /// <summary>The port.</summary>
    public int Port { get; private set; }

    /// <summary>Starts serving; null when the port belongs to somebody else.</summary>
    /// <param name="port">The port; 0 for any.</param>
    /// <param name="gateway">Answers requests.</param>
    /// <param name="definition">What is served.</param>
    public static async Task<HttpApiServer?> TryStartAsync(int port, Gateway gateway, HttpApiDefinition definition)
    {
        var server = new HttpApiServer(port, gateway, definition);
        try
        {
            await server._server.StartAsync(server, CancellationToken.None);
        }
        catch (Exception exception) when (exception is AddressInUseException or IOException { InnerException: AddressInUseException } or SocketException)
        {
            await server.DisposeAsync();
            return null;
        }

        var addresses = server._server.Features.GetRequiredFeature<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>();
        server.Port = new Uri(addresses.Addresses.First()).Port;
        return server;
    }

    /// <summary>Serves another definition from the next request on.</summary>
    public void Put(HttpApiDefinition definition) => _api = new ServedApi(definition);

    /// <inheritdoc/>
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    /// <inheritdoc/>
    public Task ProcessRequestAsync(IFeatureCollection context) => _gateway.AnswerAsync(_api, context);

    /// <inheritdoc/>
    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // Kestrel owns it.
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var grace = new CancellationTokenSource(StopGrace);
        await _server.StopAsync(grace.Token);
        _server.Dispose();
    }
}
