using System.Runtime.InteropServices;

namespace Serverless.Local.Functions;

/// <summary>Finds the <c>dotnet</c> command that managed functions run on.</summary>
public static class DotnetCommand
{
    private static string FileName => OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>
    /// The absolute path, or null when there is none: first what the SDK says (<c>DOTNET_HOST_PATH</c>), then the command this process
    /// runs on, then the installation that its runtime belongs to, then <c>DOTNET_ROOT</c> and <c>PATH</c>.
    /// </summary>
    public static string? Find() => Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } fromSdk)
        {
            yield return fromSdk;
        }

        if (Environment.ProcessPath is { } own && Path.GetFileName(own) == FileName)
        {
            yield return own;
        }

        // …/dotnet/shared/Microsoft.NETCore.App/10.0.0/
        yield return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", FileName));

        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
        {
            yield return Path.Combine(root, FileName);
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return Path.Combine(folder, FileName);
        }
    }
}
