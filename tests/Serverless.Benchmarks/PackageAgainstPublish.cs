using Serverless.Testing;

namespace Serverless.Benchmarks;

/// <summary>Package of the sample against a bare <c>dotnet publish</c> of the same project: clean, after an edit, and with nothing to do.</summary>
public static class PackageAgainstPublish
{
    private const string Greeter = "Greetings/Greeter.cs";

    /// <summary>Times both in three situations.</summary>
    public static async Task<Report> RunAsync()
    {
        await using var sdk = new PackedSdk();
        await sdk.PackAsync();
        var published = Workspace.OfSample(sdk, "HelloApi");
        var packaged = Workspace.OfSample(sdk, "HelloApi");
        List<Series> all = [];
        foreach (var (situation, prepare) in Situations)
        {
            all.AddRange(await Rounds.RunAsync(
                5,
                new Contestant($"dotnet publish, {situation}", () => PublishAsync(published)) { PrepareAsync = () => prepare(published) },
                new Contestant($"-t:Package, {situation}", () => PackageAsync(packaged)) { PrepareAsync = () => prepare(packaged) }));
        }

        return new("One project, Package against dotnet publish", "ms", all);
    }

    private static (string Name, Func<Workspace, Task> PrepareAsync)[] Situations =>
    [
        ("clean", workspace =>
        {
            foreach (var folder in (string[])["HelloApi/bin", "HelloApi/obj", "Greetings/bin", "Greetings/obj"])
            {
                if (Directory.Exists(workspace[folder]))
                {
                    Directory.Delete(workspace[folder], recursive: true);
                }
            }

            return Task.CompletedTask;
        }),
        ("one file touched", workspace =>
        {
            File.AppendAllText(workspace[Greeter], "\n// touched\n");
            return Task.CompletedTask;
        }),
        ("nothing to do", _ => Task.CompletedTask),
    ];

    private static async Task PublishAsync(Workspace workspace) =>
        (await workspace.DotNetAsync("publish", "HelloApi/HelloApi.csproj", "-c", "Release", "-r", "linux-x64", "--self-contained", "false")).Succeeded();

    private static async Task PackageAsync(Workspace workspace) =>
        (await workspace.DotNetAsync("build", "HelloApi/HelloApi.csproj", "-t:Package")).Succeeded();
}
