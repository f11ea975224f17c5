using System.IO.Compression;
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
    public static async Task<Report> RunAsync()
    {
        await using var sdk = new PackedSdk();
        await sdk.PackAsync();
        PackEmptySdk(Path.Combine(sdk.Path, "feed", "Empty.Sdk.1.0.0.nupkg"));
        var empty = Project(sdk, "Empty.Sdk/1.0.0");
        var bare = Project(sdk, "Microsoft.NET.Sdk");
        var ours = Project(sdk, "Serverless.Sdk/$(Version)").Write("template.yaml", Template);
        var comparison = await Rounds.CompareAsync("no-op", 31, Build("empty SDK package", empty), Build("Microsoft.NET.Sdk", bare), Build("Serverless.Sdk", ours));
        return Report.Compare("dotnet build, nothing to do", comparison);
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

    private static void PackEmptySdk(string path)
    {
        using var package = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(package, "Empty.Sdk.nuspec", """
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>Empty.Sdk</id><version>1.0.0</version><authors>nobody</authors><description>Does nothing.</description>
                <packageTypes><packageType name="MSBuildSdk" /></packageTypes>
              </metadata>
            </package>
            """);
        Add(package, "Sdk/Sdk.props", """<Project><Import Sdk="Microsoft.NET.Sdk" Project="Sdk.props" /></Project>""");
        Add(package, "Sdk/Sdk.targets", """<Project><Import Sdk="Microsoft.NET.Sdk" Project="Sdk.targets" /></Project>""");
    }

    private static void Add(ZipArchive package, string name, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(name).Open());
        writer.Write(text);
    }
}
