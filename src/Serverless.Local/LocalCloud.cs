using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serverless.Diagnostics;
using Serverless.Local.CloudFormation;
using Serverless.Local.Front;
using Serverless.Local.Lambda;
using Serverless.Local.Resources;
using Serverless.Local.Resources.HttpApis;
using Serverless.Local.S3;
using Serverless.Local.Storage;
using Serverless.Local.Sts;
using Serverless.Text;

namespace Serverless.Local;

/// <summary>
/// S3, CloudFormation, STS and Lambda on one loopback address, as far as deploying and running serverless applications needs them.
/// Everything is kept in one folder and is there again after a restart.
/// </summary>
public sealed class LocalCloud : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly StackEngine _stacks;
    private readonly StateFolder _folder;
    private readonly TaskCompletionSource _stopRequested;
    private int _isStopped;

    private LocalCloud(WebApplication server, StackEngine stacks, StateFolder folder, TaskCompletionSource stopRequested, Uri url, LocalCloudRecord record, ImmutableArray<Diagnostic> diagnostics) =>
        (_server, _stacks, _folder, _stopRequested, Url, Record, Diagnostics) = (server, stacks, folder, stopRequested, url, record, diagnostics);

    /// <summary>Where it listens, such as <c>http://127.0.0.1:4566/</c>.</summary>
    public Uri Url { get; }

    /// <summary>The note that lets others find this local cloud; the host writes it where it likes and removes it at the end.</summary>
    public LocalCloudRecord Record { get; }

    /// <summary>What could not be brought back from an earlier run; warnings only.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Ends when somebody asks for the stop with <c>POST /_serverless/stop</c>; the host then disposes the local cloud.</summary>
    public Task StopRequested => _stopRequested.Task;

    /// <summary>Starts a local cloud with the state of its folder.</summary>
    /// <exception cref="DiagnosticException">The folder or the port cannot be used.</exception>
    public static async Task<LocalCloud> StartAsync(LocalCloudOptions options, CancellationToken cancellationToken)
    {
        var folder = StateFolder.Open(options.StateFolder);
        try
        {
            var started = options.Clock.GetUtcNow();
            var stopRequested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var buckets = new BucketStore(folder["s3"], options.Clock);
            var apis = new ApiRegistry(options.HttpApis);
            var cloud = new CloudServices(buckets, options.Functions, new CodeStore(folder["code"], buckets), apis, options.Clock);
            var stacks = new StackEngine(cloud, options, folder["stacks"]);
            var diagnostics = await stacks.LoadAsync(cancellationToken);
            var dispatch = new Dispatch(
                new ControlEndpoint(options, stacks.Store, apis, started, () => stopRequested.TrySetResult()),
                new S3Endpoint(buckets, options.AccountId, options.Region, options.Clock),
                new CloudFormationEndpoint(stacks, buckets, options.Region),
                new StsEndpoint(options.AccountId, options.Clock),
                new LambdaEndpoint(options.Functions, stacks, options.AccountId, options.Region));
            var server = await ListenAsync(options, dispatch, cancellationToken);
            var url = new Uri(server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
            var record = new LocalCloudRecord(url, Environment.ProcessId, options.Version, started);
            return new(server, stacks, folder, stopRequested, url, record, [.. diagnostics]);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening and lets operations end where they are; the next start gives them up. A second call does nothing.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 1)
        {
            return;
        }

        _stopRequested.TrySetResult();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5)))
        {
            await _server.StopAsync(patience.Token);
        }

        await _stacks.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <inheritdoc cref="StopAsync"/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<WebApplication> ListenAsync(LocalCloudOptions options, Dispatch dispatch, CancellationToken cancellationToken)
    {
        // The empty builder reads no environment variable and no settings file: only what is said here counts.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = options.StateFolder, Args = [] });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        var server = builder.Build();
        server.Run(dispatch.ServeAsync);
        try
        {
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch (Exception failure) when (failure is AddressInUseException or SocketException || failure.InnerException is AddressInUseException or SocketException)
        {
            await server.DisposeAsync();
            throw new DiagnosticException(LocalDiagnostics.PortUnavailable.At(
                SourceSpan.None,
                $"The local cloud cannot listen on port {options.Port} of 127.0.0.1: {(failure.InnerException ?? failure).Message}.",
                "Stop the program that uses the port, or choose another port (0 takes a free one)."));
        }
    }
}
