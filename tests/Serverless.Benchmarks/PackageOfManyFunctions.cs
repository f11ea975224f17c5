using System.Globalization;
using Serverless.Testing;

namespace Serverless.Benchmarks;

/// <summary>One Package of an app with several function projects, against a bare <c>dotnet publish</c> of each; and of an app with fifty functions in one project.</summary>
public static class PackageOfManyFunctions
{
    private static int _edits;

    /// <summary>Times all of them.</summary>
    public static async Task RunAsync(Measurement measurement)
    {
        var report = measurement.BeginComparison("Many functions: one Package against dotnet publish of each");
        var rounds = measurement.RoundsOr(5);
        await using var sdk = new PackedSdk();
        await sdk.PackAsync();
        var five = Functions(sdk, 5, "");
        foreach (var situation in (string[])["clean", "one edited", "nothing to do"])
        {
            report.Add(await SeveralAsync(sdk, rounds, "five projects and a library", five, situation));
        }

        var four = Functions(sdk, 4, """<PackageReference Include="AWSSDK.S3" Version="4.0.104.11" />""");
        foreach (var situation in (string[])["clean", "clean, images kept"])
        {
            report.Add(await SeveralAsync(sdk, rounds, "four projects with AWSSDK.S3", four, situation));
        }

        report.Add(await FiftyAsync(sdk, rounds));
        report.End(
            "dotnet publish: the same projects on Microsoft.NET.Sdk, one after the other, Release, linux-x64, framework-dependent, ReadyToRun, no apphost; not zipped.",
            "clean: without bin, obj and kept ReadyToRun images, restore included. images kept: those of an earlier build, in another folder perhaps, are there.");
    }

    private static Task<Comparison> SeveralAsync(PackedSdk sdk, int rounds, string app, (Workspace Published, Workspace Packaged, IReadOnlyList<string> Names) projects, string situation)
    {
        return Rounds.CompareAsync(
            $"{app}: {situation}",
            rounds,
            new($"{projects.Names.Count} × dotnet publish", () => PublishAllAsync(projects.Published, projects.Names)) { PrepareAsync = () => PrepareAsync(projects.Published) },
            new("dotnet build -t:Package", () => PackageAsync(projects.Packaged)) { PrepareAsync = () => PrepareAsync(projects.Packaged) });

        Task PrepareAsync(Workspace workspace)
        {
            Prepare(workspace, projects.Names, situation, sdk.Environment["ServerlessReadyToRunCachePath"]!);
            return Task.CompletedTask;
        }
    }

    private static void Prepare(Workspace workspace, IReadOnlyList<string> names, string situation, string images)
    {
        if (situation == "one edited")
        {
            File.AppendAllText(workspace[$"{names[0]}/Program.cs"], string.Create(CultureInfo.InvariantCulture, $"\n// Edit {_edits++}\n"));
        }

        if (!situation.StartsWith("clean", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var folder in names.Append("lib").Append("app").SelectMany(name => (string[])[$"{name}/bin", $"{name}/obj"]).Where(folder => Directory.Exists(workspace[folder])))
        {
            Directory.Delete(workspace[folder], recursive: true);
        }

        if (situation == "clean" && Directory.Exists(images))
        {
            Directory.Delete(images, recursive: true);
        }
    }

    private static async Task<Comparison> FiftyAsync(PackedSdk sdk, int rounds)
    {
        var functions = Enumerable.Range(0, 50).Select(i => $"  F{i}: {{Type: 'AWS::Serverless::Function', Properties: {{CodeUri: ., Handler: app, Runtime: dotnet10}}}}");
        var app = Workspace.Empty(sdk)
            .Write("app/app.csproj", Project("Serverless.Sdk/$(Version)", ""))
            .Write("app/Program.cs", "return;")
            .Write("app/template.yaml", $"Transform: AWS::Serverless-2016-10-31\nResources:\n{string.Join('\n', functions)}\n");
        var artifacts = await app.TargetResultAsync("Package", "build", "app/app.csproj");
        if (artifacts.Count != 1)
        {
            throw new InvalidOperationException($"Fifty functions of one project made {artifacts.Count} artifacts.");
        }

        return await Rounds.CompareAsync(
            "fifty functions of one project: nothing to do",
            rounds,
            new("dotnet build", async () => (await app.DotNetAsync("build", "app/app.csproj")).Succeeded()),
            new("dotnet build -t:Package", () => PackageAsync(app)));
    }

    private static (Workspace Published, Workspace Packaged, IReadOnlyList<string> Names) Functions(PackedSdk sdk, int count, string reference)
    {
        List<string> names = [.. Enumerable.Range(1, count).Select(i => $"fn{i}")];
        var packaged = Write(sdk, names, "Serverless.Sdk/$(Version)", reference)
            .Write("app/app.csproj", $"""
                <Project Sdk="Serverless.Sdk/$(Version)">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup>{string.Concat(names.Select(name => $"<ServerlessFunctionProject Include=\"../{name}/{name}.csproj\" />"))}</ItemGroup>
                </Project>
                """)
            .Write("app/template.yaml", $"""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                {string.Join('\n', names.Select(name => $"  {name}: {{Type: 'AWS::Serverless::Function', Properties: {{CodeUri: ../{name}, Handler: {name}, Runtime: dotnet10}}}}"))}
                """);
        return (Write(sdk, names, "Microsoft.NET.Sdk", reference), packaged, names);
    }

    private static Workspace Write(PackedSdk sdk, IReadOnlyList<string> names, string sdkName, string reference)
    {
        var workspace = Workspace.Empty(sdk)
            .Write("lib/lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
            .Write("lib/Lib.cs", "public static class Lib { public static int One => 1; }");
        return names.Aggregate(workspace, (written, name) => written
            .Write($"{name}/{name}.csproj", Project(sdkName, $"""<ProjectReference Include="../lib/lib.csproj" />{reference}"""))
            .Write($"{name}/Program.cs", "System.Console.WriteLine(Lib.One);"));
    }

    private static string Project(string sdk, string references) => $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
          </PropertyGroup>
          <ItemGroup>{references}</ItemGroup>
        </Project>
        """;

    private static async Task PublishAllAsync(Workspace workspace, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            (await workspace.DotNetAsync(
                "publish", $"{name}/{name}.csproj", "-c", "Release", "-r", "linux-x64", "--self-contained", "false", "-p:PublishReadyToRun=true", "-p:UseAppHost=false")).Succeeded();
        }
    }

    private static async Task PackageAsync(Workspace workspace) => (await workspace.DotNetAsync("build", "app/app.csproj", "-t:Package")).Succeeded();
}
