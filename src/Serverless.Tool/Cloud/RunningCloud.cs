using System.Diagnostics;
using System.Globalization;
using Serverless.Diagnostics;
using Serverless.Local;
using Serverless.Text;

namespace Serverless.Tool.Cloud;

/// <summary>The local cloud seen from other processes: finding it by its note, starting it in the background, asking it to stop.</summary>
internal static class RunningCloud
{
    /// <summary>The process ended before it answered.</summary>
    public static readonly DiagnosticDescriptor EndedEarly = new("SLS0891", Severity.Error, "The local cloud ended while it was starting");

    /// <summary>The process runs on although it was asked to stop.</summary>
    public static readonly DiagnosticDescriptor RunsOn = new("SLS0893", Severity.Error, "The local cloud did not stop");

    /// <summary>How long a start or stop may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The running local cloud of a folder.</summary>
    public static async Task<LocalAnswer> FindAsync(string home, CancellationToken cancellationToken)
    {
        if (LocalCloudRecord.TryRead(home) is not { } record)
        {
            return new(Running: false);
        }

        using var client = Client();
        return await record.PingAsync(client, cancellationToken) is { } status
            ? new(Running: true, Address(record), Started: false, CloudServer.LogPath(home), status)
            : new(Running: false);
    }

    /// <summary>The running local cloud of a folder, started if necessary.</summary>
    /// <exception cref="DiagnosticException">It could not be started; its own complaint is passed on.</exception>
    public static Task<LocalAnswer> StartAsync(ServerOptions options, CancellationToken cancellationToken) =>
        StartAsync(options.Home, Background(options), Patience, cancellationToken);

    /// <inheritdoc cref="StartAsync(ServerOptions, CancellationToken)"/>
    /// <param name="home">Absolute path of its folder.</param>
    /// <param name="program">The program to start; its first line says that it answers.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal static async Task<LocalAnswer> StartAsync(string home, ProcessStartInfo program, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100, cancellationToken))
        {
            var running = await FindAsync(home, cancellationToken);
            if (running.Running)
            {
                return running;
            }

            var complaints = await LaunchAsync(program, patience, cancellationToken);
            if (complaints.Count == 0)
            {
                return await FindAsync(home, cancellationToken) with { Started = true };
            }

            // One folder has one owner: another one that is just starting will be found, and one that is just ending will be gone.
            if (watch.Elapsed > patience || complaints.All(complaint => complaint.Code != LocalDiagnostics.StateFolderInUse.Code))
            {
                throw new DiagnosticException(complaints);
            }
        }
    }

    /// <summary>Stops the local cloud of a folder and waits until its process is gone.</summary>
    /// <returns>False when none was running.</returns>
    /// <exception cref="DiagnosticException">It runs on.</exception>
    public static async Task<bool> StopAsync(string home, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var client = Client();
        if (LocalCloudRecord.TryRead(home) is not { } record || await record.PingAsync(client, cancellationToken) is null)
        {
            return false;
        }

        try
        {
            using var answer = await client.PostAsync(new Uri(record.Url, "/_serverless/stop"), content: null, cancellationToken);
        }
        catch (HttpRequestException)
        {
            // Somebody else asked a moment ago: it listens no more.
        }

        return await ProcessLife.EndsAsync(record.Pid, patience, cancellationToken) ? true : throw new DiagnosticException(RunsOn.At(
            SourceSpan.None,
            string.Create(CultureInfo.InvariantCulture, $"The local cloud was asked to stop, but its process {record.Pid} still runs after {patience.TotalSeconds} seconds."),
            $"Its log is {CloudServer.LogPath(home)}."));
    }

    // Nothing, or why the process ended.
    private static async Task<IReadOnlyList<Diagnostic>> LaunchAsync(ProcessStartInfo program, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var process = Process.Start(program) ?? throw new InvalidOperationException("The local cloud's process did not start.");
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await process.StandardOutput.ReadLineAsync(limit.Token) is not null ? [] : Early(await process.StandardError.ReadToEndAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return Early(string.Create(CultureInfo.InvariantCulture, $"The local cloud did not answer within {patience.TotalSeconds} seconds."));
        }
    }

    private static IReadOnlyList<Diagnostic> Early(string said) =>
        PassedOn.TryRead(said) ?? [EndedEarly.At(
            SourceSpan.None,
            said.Trim() is { Length: > 0 } text ? text : "The local cloud ended while it was starting and did not say why.",
            "Run 'dotnet serverless local serve' to see it start in this terminal.")];

    private static string Address(LocalCloudRecord record) => record.Url.ToString().TrimEnd('/');

    private static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    // The process outlives this one and whoever waits for this one's output, so it gets pipes of its own and writes to a log.
    private static ProcessStartInfo Background(ServerOptions options) => new(Environment.ProcessPath!, [.. Program(), "local", "serve", .. LocalCommand.Arguments(options)])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory)!,
    };

    // Under `dotnet exec` the process is dotnet itself; the installed tool has a program of its own.
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!) is "dotnet" ? ["exec", typeof(RunningCloud).Assembly.Location] : [];
}
