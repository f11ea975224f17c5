using Microsoft.Build.Locator;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Tool.Building;

/// <summary>
/// Makes MSBuild of a .NET SDK that of this process. Nothing that mentions a type of Microsoft.Build may be called before, because
/// the tool brings none of its assemblies.
/// </summary>
internal static class MSBuildRegistration
{
    private const int OldestMajor = 10;

    /// <summary>Registers the .NET SDK that <c>dotnet</c> takes in a folder, global.json included.</summary>
    /// <exception cref="DiagnosticException">There is none, it is too old, or this process is too old for it.</exception>
    public static void Register(string folder)
    {
        if (MSBuildLocator.IsRegistered)
        {
            return;
        }

        var sdk = Find(folder);
        if (Mismatch(sdk.Version, Environment.Version) is { } complaint)
        {
            throw new DiagnosticException(complaint);
        }

        MSBuildLocator.RegisterInstance(sdk);
        UseHostOf(sdk.MSBuildPath);
    }

    /// <summary>What is wrong with the version of a .NET SDK for a tool that runs on a version of .NET; null for nothing.</summary>
    internal static Diagnostic? Mismatch(Version sdk, Version runtime) => sdk.Major switch
    {
        < OldestMajor => BuildDiagnostics.WrongSdk.At(
            SourceSpan.None, $"The .NET SDK of this folder is {sdk}, but Serverless.Sdk needs {OldestMajor} or later.", "Install it, or change the version in global.json."),
        var major when major > runtime.Major => BuildDiagnostics.WrongSdk.At(
            SourceSpan.None,
            $"The .NET SDK of this folder is {sdk}, but this tool runs on .NET {runtime}, which cannot load it.",
            "Set DOTNET_ROLL_FORWARD=LatestMajor, or choose an older SDK in global.json."),
        _ => null,
    };

    private static VisualStudioInstance Find(string folder)
    {
        try
        {
            return MSBuildLocator.QueryVisualStudioInstances(new VisualStudioInstanceQueryOptions
            {
                DiscoveryTypes = DiscoveryType.DotNetSdk,
                WorkingDirectory = folder,
                AllowAllRuntimeVersions = true,
            }).FirstOrDefault() ?? throw None(folder, "There is no .NET SDK on this machine.");
        }
        catch (InvalidOperationException broken)
        {
            throw None(folder, $"The .NET SDK for this folder is not found: {broken.Message.TrimEnd('.')}.");
        }
    }

    private static DiagnosticException None(string folder, string message) => new(BuildDiagnostics.NoSdk.At(
        SourceSpan.None, message, $"'dotnet --version' in {folder} says what is wanted; install it, or change global.json."));

    // Compilers and further nodes of MSBuild are started with it, as the .NET SDK's own command line has it.
    private static void UseHostOf(string msbuildPath)
    {
        var host = Path.GetFullPath(Path.Combine(msbuildPath, "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        if (File.Exists(host))
        {
            Environment.SetEnvironmentVariable("DOTNET_HOST_PATH", host);
        }
    }
}
