using System.Globalization;
using Serverless.Diagnostics;
using Serverless.Local;
using Serverless.Local.Functions;
using Serverless.Local.Http;

namespace Serverless.Tool.Cloud;

/// <summary>How the local cloud is run.</summary>
/// <param name="Home">Absolute path of the folder for state, logs and the note by which others find it.</param>
/// <param name="Port">Its port; 0 takes the last one again, or a free one.</param>
/// <param name="Settle">How long requests that start work on a stack are held back for its end; zero answers at once, as AWS does.</param>
/// <param name="IsBackground">True for a process that outlives its terminal: it writes to its log alone.</param>
internal sealed record ServerOptions(string Home, int Port, TimeSpan Settle, bool IsBackground);

/// <summary>The process of the local cloud: puts its parts together and runs until it is asked to stop.</summary>
internal static class CloudServer
{
    /// <summary>The first line of a background process, which tells its starter that it answers.</summary>
    public const string Ready = "ready";

    /// <summary>The file with the output of functions and of the local cloud.</summary>
    public static string LogPath(string home) => Path.Combine(home, "local-cloud.log");

    /// <exception cref="OperationCanceledException">The user ended it.</exception>
    public static async Task RunAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        using var background = options.IsBackground ? new BackgroundSignals() : null;
        using var log = ServerLog.Open(options);
        Uri? url = null;
        await using var functions = HomeFolder.Use(options.Home, () => new FunctionHost(new FunctionHostOptions
        {
            CodeFolder = Path.Combine(options.Home, "code"),
            LogFolder = Path.Combine(options.Home, "logs"),
            AwsEndpoint = () => url,
            OnLine = line => log.Write($"{line.FunctionName}: {line.Text}"),
            OnDiagnostic = log.Write,
        }));
        await using var apis = new HttpApiHost(functions, new HttpApiHostOptions { StateFolder = Path.Combine(options.Home, "apis"), FirstPort = 4600, OnDiagnostic = log.Write });
        await using var cloud = await StartAsync(options, functions, apis, cancellationToken);
        url = cloud.Url;
        HomeFolder.Use(options.Home, () => Announce(cloud, options.Home));
        foreach (var diagnostic in cloud.Diagnostics)
        {
            log.Write(diagnostic);
        }

        log.Start(cloud.Url);
        await Task.WhenAny(cloud.StopRequested, background?.Ended ?? Task.Delay(Timeout.Infinite, cancellationToken));
        cloud.Record.Remove(options.Home);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static string PortPath(string home) => Path.Combine(home, "port");

    private static bool Announce(LocalCloud cloud, string home)
    {
        File.WriteAllText(PortPath(home), cloud.Url.Port.ToString(CultureInfo.InvariantCulture));
        cloud.Record.Write(home);
        return true;
    }

    // Clients are set up with the address once, so it should be the same after a restart.
    private static async Task<LocalCloud> StartAsync(ServerOptions options, FunctionHost functions, HttpApiHost apis, CancellationToken cancellationToken)
    {
        var port = options.Port == 0 ? LastPort(options.Home) : options.Port;
        try
        {
            return await LocalCloud.StartAsync(CloudOptions(options, port, functions, apis), cancellationToken);
        }
        catch (DiagnosticException taken) when (port != options.Port && taken.Diagnostics.Any(diagnostic => diagnostic.Descriptor == LocalDiagnostics.PortUnavailable))
        {
            return await LocalCloud.StartAsync(CloudOptions(options, options.Port, functions, apis), cancellationToken);
        }
    }

    private static int LastPort(string home) =>
        File.Exists(PortPath(home)) && ushort.TryParse(File.ReadAllText(PortPath(home)), CultureInfo.InvariantCulture, out var port) ? port : 0;

    private static LocalCloudOptions CloudOptions(ServerOptions options, int port, FunctionHost functions, HttpApiHost apis) => new()
    {
        StateFolder = Path.Combine(options.Home, "state"),
        Functions = functions,
        HttpApis = apis,
        Port = port,
        Settle = options.Settle,
        Version = typeof(CloudServer).Assembly.GetName().Version!.ToString(3),
    };
}
