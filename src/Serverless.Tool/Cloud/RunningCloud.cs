using System.Diagnostics;
using System.Text.Json;
using Serverless.Diagnostics;
using Serverless.Local;
using Serverless.Text;

namespace Serverless.Tool.Cloud;

/// <summary>The local cloud seen from other processes: finding it by its note, starting it in the background, asking it to stop.</summary>
internal static class RunningCloud
{
    /// <summary>The process ended before it answered.</summary>
    public static readonly DiagnosticDescriptor EndedEarly = new("SLS0891", Severity.Error, "The local cloud ended while it was starting");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
    public static async Task<LocalAnswer> StartAsync(string home, int port, CancellationToken cancellationToken)
    {
        var running = await FindAsync(home, cancellationToken);
        if (running.Running)
        {
            return running;
        }

        using var process = Process.Start(Background(port)) ?? throw new InvalidOperationException("The local cloud's process did not start.");
        process.StandardInput.Close();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        if (await process.StandardOutput.ReadLineAsync(patience.Token) is null)
        {
            // Somebody else may have started one at the same moment: one state folder has one owner.
            var complaint = await process.StandardError.ReadToEndAsync(patience.Token);
            var other = await FindAsync(home, cancellationToken);
            return other.Running ? other : throw new DiagnosticException(Early(complaint, home));
        }

        return await FindAsync(home, cancellationToken) with { Started = true };
    }

    /// <summary>Stops the local cloud of a folder and waits until its process is gone.</summary>
    /// <returns>False when none was running.</returns>
    public static async Task<bool> StopAsync(string home, CancellationToken cancellationToken)
    {
        if (LocalCloudRecord.TryRead(home) is not { } record)
        {
            return false;
        }

        using var client = Client();
        if (await record.PingAsync(client, cancellationToken) is null)
        {
            return false;
        }

        using var process = TryGetProcess(record.Pid);
        using var answer = await client.PostAsync(new Uri(record.Url, "/_serverless/stop"), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        if (process is not null)
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }

        return true;
    }

    private static string Address(LocalCloudRecord record) => record.Url.ToString().TrimEnd('/');

    private static Diagnostic Early(string complaint, string home) =>
        EndedEarly.At(
            SourceSpan.None,
            complaint.Trim() is { Length: > 0 } said ? said : "The local cloud ended while it was starting and did not say why.",
            $"Its log is {CloudServer.LogPath(home)}.");

    private static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    private static Process? TryGetProcess(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // The process outlives this one and whoever waits for this one's output, so it gets pipes of its own and writes to a log.
    private static ProcessStartInfo Background(int port) => new(Environment.ProcessPath!, [.. Program(), "local", "serve", "--background", "--port", JsonSerializer.Serialize(port)])
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
