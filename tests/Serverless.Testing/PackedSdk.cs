using System.Globalization;

namespace Serverless.Testing;

/// <summary>
/// The packages as users get them: packed under a version that nothing else has, into a feed of their own. Package
/// caches and the local cloud's state are private to the run as well.
/// </summary>
public sealed class PackedSdk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The packages' version.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"1.0.0-test.{DateTime.UtcNow.Ticks}");

    /// <summary>Folder below which workspaces are made.</summary>
    public string Path => _folder.Path;

    /// <summary>Environment of every program that a test starts.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["NUGET_PACKAGES"] = _folder["packages"],
        ["DOTNET_CLI_HOME"] = _folder["home"],
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",

        // As users have it, whatever this machine says.
        ["UseSharedCompilation"] = "true",
        ["ServerlessReadyToRunCachePath"] = _folder["readytorun"],
        ["SERVERLESS_LOCAL_HOME"] = _folder["local-cloud"],
        ["AWS_EC2_METADATA_DISABLED"] = "true",

        // What the program that runs the tests was told about its own build is not for the programs that it starts.
        ["MSBuildSDKsPath"] = null,
        ["MSBuildExtensionsPath"] = null,
        ["MSBUILD_EXE_PATH"] = null,
        ["GITHUB_STEP_SUMMARY"] = null,
    };

    /// <summary>Packs the SDK and the runtime client.</summary>
    public async Task PackAsync()
    {
        // Empty files end the search for build settings of folders above; the temporary folder may lie anywhere.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            _folder.Write(name, "<Project />");
        }

        _folder.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{_folder["feed"]}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{MachinePackages}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        foreach (var project in (string[])["sdk/Serverless.Sdk.csproj", "src/Serverless.Runtime/Serverless.Runtime.csproj"])
        {
            var pack = await OutsideProgram.RunAsync(
                "dotnet",
                ["pack", Repository.PathOf(project), "-c", "Release", "-o", _folder["feed"], $"-p:PackageVersion={Version}", "-v", "q"],
                Repository.Root);
            pack.Succeeded();
        }
    }

    /// <summary>Stops the run's local cloud and deletes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await OutsideProgram.RunAsync("dotnet", ["exec", ToolAssembly, "local", "stop"], Path, Environment);
        _folder.Dispose();
    }

    /// <summary>The tool inside the SDK package, once a project has been restored with it.</summary>
    public string ToolAssembly => _folder[$"packages/serverless.sdk/{Version}/tools/net10.0/dotnet-serverless.dll"];

    private static string MachinePackages =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? System.IO.Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
