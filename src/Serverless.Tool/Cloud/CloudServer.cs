using System.Globalization;
using System.Runtime.InteropServices;
using Serverless.Diagnostics;
using Serverless.Local;
using Serverless.Local.Functions;
using Serverless.Local.Http;

namespace Serverless.Tool.Cloud;

/// <summary>How the local cloud is run.</summary>
/// <param name="Home">Absolute path of the folder for state, logs and the note by which others find it.</param>
/// <param name="Port">Its port; 0 takes the last one again, or a free one.</param>
/// <param name="IsBackground">True for a process that outlives its terminal: it writes to its log alone.</param>
internal sealed record ServerOptions(string Home, int Port, bool IsBackground);

/// <summary>The process of the local cloud: puts its parts together and runs until it is asked to stop.</summary>
internal static class CloudServer
{
    /// <summary>The first line of a background process, which tells its starter that it answers.</summary>
    public const string Ready = "ready";

    /// <summary>The file with the output of functions and of the local cloud.</summary>
    public static string LogPath(string home) => Path.Combine(home, "local-cloud.log");

    public static async Task RunAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        using var log = ServerLog.Open(options);
        using var hangUp = options.IsBackground ? IgnoreTerminal() : null;
        Uri? url = null;
        await using var functions = new FunctionHost(new FunctionHostOptions
        {
            CodeFolder = Path.Combine(options.Home, "code"),
            LogFolder = Path.Combine(options.Home, "logs"),
            AwsEndpoint = () => url,
            OnLine = line => log.Write($"{line.FunctionName}: {line.Text}"),
            OnDiagnostic = log.Write,
        });
        await using var apis = new HttpApiHost(functions, new HttpApiHostOptions { StateFolder = Path.Combine(options.Home, "apis"), FirstPort = 4600, OnDiagnostic = log.Write });
        await using var cloud = await StartAsync(options, functions, apis, cancellationToken);
        url = cloud.Url;
        cloud.Record.Write(options.Home);
        foreach (var diagnostic in cloud.Diagnostics)
        {
            log.Write(diagnostic);
        }

        log.Start(cloud.Url);
        await Task.WhenAny(cloud.StopRequested, Task.Delay(Timeout.Infinite, cancellationToken));
        cloud.Record.Remove(options.Home);
    }

    // Clients are set up with the address once, so it should be the same after a restart.
    private static async Task<LocalCloud> StartAsync(ServerOptions options, FunctionHost functions, HttpApiHost apis, CancellationToken cancellationToken)
    {
        var note = Path.Combine(options.Home, "port");
        var last = options.Port == 0 && File.Exists(note) && int.TryParse(await File.ReadAllTextAsync(note, cancellationToken), CultureInfo.InvariantCulture, out var port) ? port : options.Port;
        LocalCloud cloud;
        try
        {
            cloud = await LocalCloud.StartAsync(CloudOptions(options, last, functions, apis), cancellationToken);
        }
        catch (DiagnosticException taken) when (last != options.Port && taken.Diagnostics.Any(diagnostic => diagnostic.Descriptor == LocalDiagnostics.PortUnavailable))
        {
            cloud = await LocalCloud.StartAsync(CloudOptions(options, options.Port, functions, apis), cancellationToken);
        }

        await File.WriteAllTextAsync(note, cloud.Url.Port.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return cloud;
    }

    private static LocalCloudOptions CloudOptions(ServerOptions options, int port, FunctionHost functions, HttpApiHost apis) => new()
    {
        StateFolder = Path.Combine(options.Home, "state"),
        Functions = functions,
        HttpApis = apis,
        Port = port,
        Version = typeof(CloudServer).Assembly.GetName().Version!.ToString(3),
    };

    private static CompositeRegistration IgnoreTerminal() => new(PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT);

    /// <summary>A process in the background belongs to no terminal, even while the one it was started from is still there.</summary>
    private sealed class CompositeRegistration(params PosixSignal[] signals) : IDisposable
    {
        private readonly PosixSignalRegistration[] _registrations =
            [.. signals.Select(signal => PosixSignalRegistration.Create(signal, context => context.Cancel = true))];

        public void Dispose()
        {
            foreach (var registration in _registrations)
            {
                registration.Dispose();
            }
        }
    }
}
