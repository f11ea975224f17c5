using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Serverless.Benchmarks.Starting;

/// <summary>A program, published into a folder of its own.</summary>
internal sealed record PublishedProgram(string Folder, string FileName, string[] Arguments)
{
    /// <summary>Publishes a program of tests/functions.</summary>
    internal static PublishedProgram Publish(string repository, string name, CompileMode mode, string folder) =>
        PublishProject(Path.Combine(repository, "tests", "functions", name, name + ".csproj"), name, mode, folder);

    /// <summary>Publishes a project whose assembly has the name.</summary>
    internal static PublishedProgram PublishProject(string project, string name, CompileMode mode, string folder)
    {
        var output = Path.Combine(folder, mode.Name, name);
        var identifier = OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "osx" : "win";
        string[] arguments =
        [
            "publish", project, "-c", "Release", "-v", "q",
            "-r", $"{identifier}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}",
            "--artifacts-path", Path.Combine(folder, mode.Name, "artifacts"), "-o", output, .. mode.PublishArguments,
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var log = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode != 0)
        {
            Console.Error.WriteLine($"dotnet {string.Join(' ', arguments)}{Environment.NewLine}{log}");
            throw new PublishFailedException($"dotnet publish ended with exit code {publish.ExitCode}.");
        }

        var program = Path.Combine(output, name);
        return mode.NeedsHost ? new(output, "dotnet", ["exec", program + ".dll"]) : new(output, OperatingSystem.IsWindows() ? program + ".exe" : program, []);
    }

    internal Process Start(string runtimeApi)
    {
        var start = new ProcessStartInfo(FileName, Arguments);
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        start.Environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "512";
        return Process.Start(start)!;
    }
}
