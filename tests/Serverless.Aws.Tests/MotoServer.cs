using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Serverless.Testing;

namespace Serverless.Aws;

/// <summary>A moto_server of its own, where it is installed: another author's reading of S3, STS and CloudFormation.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private Process? _process;

    /// <summary>Its address; null when it is not installed.</summary>
    public string? Url { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (OutsideProgram.Find("moto_server") is not { } program)
        {
            return;
        }

        var port = FreePort();
        var start = new ProcessStartInfo(program, ["-H", "127.0.0.1", "-p", $"{port}"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // S3 addresses in templates have to be at a host of this name for moto to know them.
        Url = await AnswersAsync(port) ? $"http://localhost:{port}" : null;
    }

    public ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TimeSpan.FromSeconds(10));
            _process.Dispose();
        }

        return default;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromSeconds(60);)
        {
            try
            {
                using var answer = await http.GetAsync($"http://127.0.0.1:{port}/moto-api/");
                return true;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(100);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
