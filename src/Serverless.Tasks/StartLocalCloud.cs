using System.Diagnostics;
using System.Text.Json;
using Microsoft.Build.Framework;
using Serverless.Diagnostics;

namespace Serverless.Tasks;

/// <summary>
/// Finds the local cloud, starting it when it is not running. It lives in a process of its own, which the tool inside the SDK
/// package starts: <c>dotnet-serverless local start --output json</c>.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class StartLocalCloud : ServerlessTask
{
    /// <summary>Path of the <c>dotnet</c> that runs this build; empty under an MSBuild that is not hosted by one.</summary>
    public string DotNetHost { get; set; } = "";

    /// <summary>Folder of the .NET installation in use, for hosts that leave <see cref="DotNetHost"/> empty.</summary>
    public string NetCoreRoot { get; set; } = "";

    /// <summary>Path of the tool's assembly.</summary>
    [Required]
    public string Tool { get; set; } = "";

    /// <summary>Where the local cloud answers.</summary>
    [Output]
    public string EndpointUrl { get; private set; } = "";

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartInfo()) ?? throw new InvalidOperationException($"{Tool} did not start.");
        var complaints = process.StandardError.ReadToEndAsync(cancellationToken);
        var answer = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new DiagnosticException(LocalCloudDiagnostics.NotStarted((await complaints).Trim()));
        }

        EndpointUrl = JsonDocument.Parse(answer).RootElement.GetProperty("url").GetString()!;
        Log.LogMessage(MessageImportance.Normal, "The local cloud answers at {0}.", EndpointUrl);
    }

    private ProcessStartInfo StartInfo() => new(Host(), ["exec", Tool, "local", "start", "--output", "json"])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetDirectoryName(Tool)!,
    };

    private string Host()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return DotNetHost.Length > 0 ? DotNetHost : NetCoreRoot.Length > 0 ? Path.Combine(NetCoreRoot, name) : name;
    }
}
