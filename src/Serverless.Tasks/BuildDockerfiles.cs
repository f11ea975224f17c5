using System.Diagnostics;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Artifacts;
using Serverless.Artifacts.Images;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary>Has docker build the Dockerfiles that functions name, and save what comes of them. Docker knows by itself what changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildDockerfiles : ServerlessTask
{
    private const int LinesOfFailure = 12;

    /// <summary>
    /// The ids of artifacts, with <c>Context</c> and <c>Dockerfile</c> (absolute paths), <c>Platform</c>, <c>Stage</c> and <c>Arguments</c>,
    /// which are separated by line breaks.
    /// </summary>
    [Required]
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary>Absolute path of the folder for the archives.</summary>
    [Required]
    public string OutputPath { get; set; } = "";

    /// <summary>The archives, with the <c>Id</c> of their artifact.</summary>
    [Output]
    public ITaskItem[] Images { get; private set; } = [];

    /// <summary>The item for a source.</summary>
    internal static ITaskItem ToItem(string id, DockerfileSource source)
    {
        var item = new TaskItem(id);
        item.SetMetadata("Context", EscapedText.Of(source.ContextPath));
        item.SetMetadata("Dockerfile", EscapedText.Of(source.Path));
        item.SetMetadata("Platform", source.Platform);
        item.SetMetadata("Stage", EscapedText.Of(source.Target ?? ""));
        item.SetMetadata("Arguments", EscapedText.Of(string.Join('\n', source.Arguments)));
        return item;
    }

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(OutputPath);
        var images = new List<ITaskItem>();
        foreach (var file in Dockerfiles)
        {
            var name = $"serverless-sdk/{file.ItemSpec.ToLowerInvariant()}";
            var archive = Path.Combine(OutputPath, $"{file.ItemSpec}.tar");
            await DockerAsync(file, BuildArguments(file, name), cancellationToken);
            await DockerAsync(file, ["save", "--output", archive, name], cancellationToken);
            var image = new TaskItem(EscapedText.Of(archive));
            image.SetMetadata("Id", file.ItemSpec);
            images.Add(image);
        }

        Images = [.. images];
    }

    private static IEnumerable<string> BuildArguments(ITaskItem file, string name) =>
    [
        "build", "--platform", file.GetMetadata("Platform"), "--tag", name, "--file", file.GetMetadata("Dockerfile"),
        .. file.GetMetadata("Stage") is { Length: > 0 } target ? (string[])["--target", target] : [],
        .. file.GetMetadata("Arguments").Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(argument => (string[])["--build-arg", argument]),
        file.GetMetadata("Context"),
    ];

    private async System.Threading.Tasks.Task DockerAsync(ITaskItem file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("docker", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = file.GetMetadata("Context"),
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("docker did not start.");
        await using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        var lines = new List<string>();
        await System.Threading.Tasks.Task.WhenAll(ListenAsync(process.StandardOutput, lines), ListenAsync(process.StandardError, lines));
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new DiagnosticException(PackageDiagnostics.DockerFailed.At(
                SourceSpan.File(file.GetMetadata("Dockerfile")),
                $"'docker {start.ArgumentList[0]}' for '{file.ItemSpec}' ended with {process.ExitCode}: {string.Join(' ', lines.TakeLast(LinesOfFailure).Select(line => line.Trim()))}"));
        }
    }

    private async System.Threading.Tasks.Task ListenAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Log.LogMessage(MessageImportance.Low, "{0}", line);
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }
}
