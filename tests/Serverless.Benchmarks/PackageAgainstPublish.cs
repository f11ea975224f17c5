using Serverless.Testing;

namespace Serverless.Benchmarks;

/// <summary>
/// Package of the sample against a bare <c>dotnet publish</c> of the same project: clean, after an edit, and with nothing to do. The
/// published copy is on Microsoft.NET.Sdk and asks for what Package makes: ReadyToRun, no apphost.
/// </summary>
public static class PackageAgainstPublish
{
    private const string Project = "HelloApi/HelloApi.csproj";
    private const string Greeter = "Greetings/Greeter.cs";

    private static int _edits;

    private static (string Name, Action<Workspace> Prepare)[] Situations =>
    [
        ("clean, restore included", Clean),
        ("a referenced library edited", Edit),
        ("nothing to do", _ => { }),
    ];

    /// <summary>Times both in three situations.</summary>
    public static async Task RunAsync(Measurement measurement)
    {
        var report = measurement.BeginComparison("One project: Package against dotnet publish");
        await using var sdk = new PackedSdk();
        await sdk.PackAsync();
        var published = Workspace.OfSample(sdk, "HelloApi");
        published.Edit(Project, $"Serverless.Sdk/{sdk.Version}", "Microsoft.NET.Sdk");
        EmptySdk.Pack(sdk);
        var resolved = Workspace.OfSample(sdk, "HelloApi");
        resolved.Edit(Project, $"Serverless.Sdk/{sdk.Version}", EmptySdk.Name);
        var packaged = Workspace.OfSample(sdk, "HelloApi");
        foreach (var (situation, prepare) in Situations)
        {
            report.Add(await Rounds.CompareAsync(
                situation,
                measurement.RoundsOr(5),
                Contestant("dotnet publish", published, prepare, Publish),
                Contestant("dotnet publish, on an empty SDK package", resolved, prepare, Publish),
                Contestant("dotnet build -t:Package", packaged, prepare, Package)));
        }

        report.End("dotnet publish: the same project on Microsoft.NET.Sdk, Release, linux-x64, framework-dependent, ReadyToRun, no apphost; its output is not zipped. On an empty SDK package: what resolving any SDK package costs.");
    }

    private static string[] Publish => ["publish", Project, "-c", "Release", "-r", "linux-x64", "--self-contained", "false", "-p:PublishReadyToRun=true", "-p:UseAppHost=false"];

    private static string[] Package => ["build", Project, "-t:Package"];

    private static Contestant Contestant(string name, Workspace workspace, Action<Workspace> prepare, string[] arguments) =>
        new(name, async () => (await workspace.DotNetAsync(arguments)).Succeeded())
        {
            PrepareAsync = () =>
            {
                prepare(workspace);
                return Task.CompletedTask;
            },
        };

    private static void Clean(Workspace workspace)
    {
        foreach (var folder in (string[])["HelloApi/bin", "HelloApi/obj", "Greetings/bin", "Greetings/obj"])
        {
            if (Directory.Exists(workspace[folder]))
            {
                Directory.Delete(workspace[folder], recursive: true);
            }
        }
    }

    private static void Edit(Workspace workspace) => File.AppendAllText(workspace[Greeter], $"{Environment.NewLine}// Edit {_edits++}{Environment.NewLine}");
}
