using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>An artifact changes when anything that goes into it does, however far away it lies, and at no other time.</summary>
public sealed class KnowingWhatChanged(PackedSdkFixture fixture)
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Fn: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ., Handler: app, Runtime: dotnet10}}
        """;

    [Fact]
    public async Task EveryInputCounts()
    {
        var app = App();
        var hash = await PackageAsync(app);
        foreach (var (what, edit) in Edits(app))
        {
            edit();
            var changed = await PackageAsync(app);
            Assert.True(changed != hash, $"{what} did not change the artifact.");
            hash = changed;
        }
    }

    [Fact]
    public async Task NothingElseDoes()
    {
        var app = App();
        var hash = await PackageAsync(app);
        var zip = Directory.EnumerateFiles(app["app/bin/Debug/net10.0/serverless"], "*.zip").Single();
        var written = File.GetLastWriteTimeUtc(zip);

        foreach (var file in (string[])["app/Program.cs", "deep/Deep.cs", "shared/Linked.cs", "app/data.json", "Directory.Build.props"])
        {
            File.SetLastWriteTimeUtc(app[file], DateTime.UtcNow);
        }

        (await app.DotNetAsync("build", "app/app.csproj")).Succeeded();
        (await app.DotNetAsync("build", "app/app.csproj", "-c", "Release", "-p:BuildingInsideVisualStudio=true")).Succeeded();
        Assert.Equal(hash, await PackageAsync(app));
        Assert.Equal(written, File.GetLastWriteTimeUtc(zip));
    }

    private static IEnumerable<(string What, Action Edit)> Edits(Workspace app) =>
    [
        ("A project that is referenced by a referenced one", () => app.Edit("deep/Deep.cs", "1", "2")),
        ("A linked file", () => app.Edit("shared/Linked.cs", "1", "2")),
        ("A content file", () => app.Write("app/data.json", "{\"changed\": true}")),
        ("A content file that is gone", () => File.Delete(app["app/more.json"])),
        ("Directory.Build.props", () => app.Edit("Directory.Build.props", "1.2.3", "1.2.4")),
        ("A new source that only a pattern finds", () => app.Write("deep/more/More.cs", "public static class More;")),
        ("A Directory.Build.targets that was not there", () => app.Write("near/Directory.Build.targets", "<Project><PropertyGroup><AssemblyTitle>Another</AssemblyTitle></PropertyGroup></Project>")),
        ("A package's version", () => app.Edit("app/app.csproj", "18.1.0", "16.3.0")),
    ];

    private Workspace App() =>
        Workspace.Empty(fixture.Sdk)
            .Write("Directory.Build.props", "<Project><PropertyGroup><Version>1.2.3</Version></PropertyGroup></Project>")
            .Write("app/app.csproj", Apps.Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">", """
                <ItemGroup>
                  <Compile Include="../shared/Linked.cs" Link="Linked.cs" />
                  <Content Include="*.json" CopyToOutputDirectory="PreserveNewest" />
                  <ProjectReference Include="../near/near.csproj" />
                  <PackageReference Include="YamlDotNet" Version="18.1.0" />
                </ItemGroup>
                """))
            .Write("app/Program.cs", "System.Console.WriteLine(Near.Value + Linked.Value + typeof(YamlDotNet.Core.Parser).Name);")
            .Write("app/data.json", "{}")
            .Write("app/more.json", "{}")
            .Write("app/template.yaml", Template)
            .Write("shared/Linked.cs", "static class Linked { public static string Value => \"1\"; }")
            .Write("near/near.csproj", Library("<ProjectReference Include=\"../deep/deep.csproj\" />"))
            .Write("near/Near.cs", "public static class Near { public static string Value => Deep.Value; }")
            .Write("deep/deep.csproj", Library(""))
            .Write("deep/Deep.cs", "public static class Deep { public static string Value => \"1\"; }");

    private static string Library(string references) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>{references}</ItemGroup>
        </Project>
        """;

    private static async Task<string> PackageAsync(Workspace app) => Assert.Single(await app.TargetResultAsync("Package", "build", "app/app.csproj"))["ContentHash"];
}
