using System.Diagnostics;
using System.Text.Json;
using Serverless.Local;
using Serverless.Testing;

namespace Serverless.Tool.Cloud;

/// <summary>A home folder of its own for the built tool, run as the process that users run.</summary>
internal sealed class ToolHome : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ToolHome() => Path = _folder["home"];

    /// <summary>What SERVERLESS_LOCAL_HOME names.</summary>
    public string Path { get; init; }

    /// <summary>A folder for files of the test.</summary>
    public string Scratch => _folder.Path;

    /// <summary>The process that the note names.</summary>
    public LocalCloudRecord? Record => LocalCloudRecord.TryRead(Path);

    public string Write(string relativePath, string text) => _folder.Write(relativePath, text);

    public Task<ProgramResult> RunAsync(params string[] arguments) =>
        OutsideProgram.RunAsync(DotNet, ["exec", Tool, .. arguments], Scratch, Variables, TestContext.Current.CancellationToken);

    public async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = (await RunAsync([.. arguments, "--output", "json"])).Succeeded();
        Assert.Equal("", result.Errors);
        return JsonElement.Parse(result.Output);
    }

    /// <summary>Starts the local cloud and returns its address.</summary>
    public async Task<string> StartAsync(params string[] options) =>
        (await JsonAsync(["local", "start", .. options])).GetProperty("url").GetString()!;

    /// <summary>Starts the tool and leaves it running.</summary>
    public Process Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo(DotNet, ["exec", Tool, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Scratch };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task SignalAsync(string signal, int process) =>
        (await OutsideProgram.RunAsync("/bin/kill", [$"-{signal}", $"{process}"], "/", environment: null, TestContext.Current.CancellationToken)).Succeeded();

    /// <summary>Waits for the end of a process; fails when it runs on.</summary>
    public static async Task EndsAsync(int process) =>
        Assert.True(await ProcessLife.EndsAsync(process, TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken), $"Process {process} runs on.");

    public async ValueTask DisposeAsync()
    {
        if (Record is { } record && ProcessLife.IsAlive(record.Pid))
        {
            using var process = Process.GetProcessById(record.Pid);
            process.Kill(entireProcessTree: true);
            await ProcessLife.EndsAsync(record.Pid, TimeSpan.FromSeconds(15), CancellationToken.None);
        }

        _folder.Dispose();
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Tool => System.IO.Path.Combine(AppContext.BaseDirectory, "dotnet-serverless.dll");

    private Dictionary<string, string?> Variables => new() { [LocalFolders.Variable] = Path };
}
