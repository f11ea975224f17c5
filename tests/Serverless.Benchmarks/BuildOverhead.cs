using Serverless.Testing;

namespace Serverless.Benchmarks;

/// <summary>What the SDK adds to a <c>dotnet build</c> that has nothing to do, against an SDK package that does nothing at all.</summary>
public static class BuildOverhead
{
    private const string Code = "System.Console.WriteLine(1);";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: app
              Runtime: dotnet10
              Events:
                Get:
                  Type: HttpApi
                  Properties: { Method: GET, Path: /hello }
        """;

    /// <summary>Builds the same project on an empty SDK package, on Microsoft.NET.Sdk and on ours.</summary>
    public static async Task RunAsync(Measurement measurement)
    {
        var report = measurement.BeginComparison("dotnet build, nothing to do");
        await using var sdk = new PackedSdk();
        await sdk.PackAsync();
        EmptySdk.Pack(sdk);
        var empty = Project(sdk, EmptySdk.Name);
        var bare = Project(sdk, "Microsoft.NET.Sdk");
        var ours = Project(sdk, "Serverless.Sdk/$(Version)").Write("template.yaml", Template);
        report.Add(await Rounds.CompareAsync(
            "no-op", measurement.RoundsOr(31), Build("empty SDK package", empty), Build("Microsoft.NET.Sdk", bare), Build("Serverless.Sdk", ours)));
        report.End();
    }

    private static Contestant Build(string name, Workspace workspace) =>
        new(name, async () => (await workspace.DotNetAsync("build", "app.csproj")).Succeeded());

    private static Workspace Project(PackedSdk sdk, string name) =>
        Workspace.Empty(sdk).Write("Program.cs", Code).Write("app.csproj", $"""
            <Project Sdk="{name}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
            </Project>
            """);
}
