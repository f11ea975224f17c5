using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>Package builds the projects whose inputs have changed, and no others; what cannot be known to be unchanged is built.</summary>
public sealed class SkippingWhatIsUnchanged(PackedSdkFixture fixture)
{
    [Fact]
    public async Task OnlyProjectsWithChangesAreBuiltAgain()
    {
        var app = TwoFunctions("");
        Assert.Equal(["first", "lib", "second"], await BuiltAsync(app));
        Assert.Empty(await BuiltAsync(app));

        app.Edit("first/Program.cs", "1", "2");
        Assert.Equal(["first", "lib"], await BuiltAsync(app));
        app.Edit("lib/Lib.cs", "1", "2");
        Assert.Equal(["first", "lib", "second"], await BuiltAsync(app));
        Assert.Empty(await BuiltAsync(app));
        Assert.Equal(["first", "lib", "second"], await BuiltAsync(app, "-p:ServerlessSkipUnchanged=false"));
    }

    [Fact]
    public async Task ProjectsOnTheOrdinarySdkAreSkippedAlike()
    {
        var app = TwoFunctions("", "Microsoft.NET.Sdk");
        await BuiltAsync(app);
        await BuiltAsync(app);
        Assert.Empty(await BuiltAsync(app));
        app.Edit("second/Program.cs", "1", "2");
        Assert.Equal(["lib", "second"], await BuiltAsync(app));
    }

    [Fact]
    public async Task SkippedProjectsGiveTheSameArtifacts()
    {
        var app = TwoFunctions("");
        var first = await app.TargetResultAsync("Package", "build", "app/app.csproj");
        var second = await app.TargetResultAsync("Package", "build", "app/app.csproj");
        Directory.Delete(app["app/bin"], recursive: true);
        var third = await app.TargetResultAsync("Package", "build", "app/app.csproj");
        Assert.Equal(first.Select(artifact => artifact["Sha256"]), second.Select(artifact => artifact["Sha256"]));
        Assert.Equal(first.Select(artifact => artifact["Sha256"]), third.Select(artifact => artifact["Sha256"]));
    }

    [Fact]
    public async Task AProjectWithATaskOfItsOwnIsBuiltEachTime()
    {
        var app = TwoFunctions("""
            <Target Name="ReadVersion" BeforeTargets="GetAssemblyVersion">
              <ReadLinesFromFile File="../version.txt"><Output TaskParameter="Lines" PropertyName="InformationalVersion" /></ReadLinesFromFile>
            </Target>
            """).Write("version.txt", "1.2.3");
        var before = await app.TargetResultAsync("Package", "build", "app/app.csproj");
        app.Write("version.txt", "1.2.4");
        Assert.Equal(["first", "lib"], await BuiltAsync(app));
        var after = await app.TargetResultAsync("Package", "build", "app/app.csproj");
        Assert.Equal([true, false], before.Zip(after, (one, other) => one["ContentHash"] != other["ContentHash"]));
    }

    [Fact]
    public async Task AnEnvironmentVariableMayChangeWhatIsBuilt()
    {
        var app = TwoFunctions("");
        await BuiltAsync(app);
        Assert.Equal(["first", "lib", "second"], await BuiltAsync(app, new Dictionary<string, string?> { ["Company"] = "Another" }));
    }

    private Workspace TwoFunctions(string ofFirst, string sdk = "Serverless.Sdk/$(Version)")
    {
        var app = Workspace.Empty(fixture.Sdk)
            .Write("app/app.csproj", """
                <Project Sdk="Serverless.Sdk/$(Version)">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><ServerlessFunctionProject Include="../first/first.csproj;../second/second.csproj" /></ItemGroup>
                </Project>
                """)
            .Write("app/template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  First: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ../first, Handler: first, Runtime: dotnet10}}
                  Second: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ../second, Handler: second, Runtime: dotnet10}}
                """)
            .Write("lib/lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
            .Write("lib/Lib.cs", "public static class Lib { public static int Value => 1; }");
        const string Library = """<ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>""";
        return app
            .Write("first/first.csproj", Apps.Project($"<Project Sdk=\"{sdk}\">", Library + ofFirst))
            .Write("first/Program.cs", "return Lib.Value + 1;")
            .Write("second/second.csproj", Apps.Project($"<Project Sdk=\"{sdk}\">", Library))
            .Write("second/Program.cs", "return Lib.Value - 1;");
    }

    private static Task<string[]> BuiltAsync(Workspace app, params string[] arguments) => BuiltAsync(app, new Dictionary<string, string?>(), arguments);

    // A build tells of each project that it has built.
    private static async Task<string[]> BuiltAsync(Workspace app, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var result = await app.DotNetAsync(["build", "app/app.csproj", "-t:Package", .. arguments], environment);
        result.Succeeded();
        return [.. ((string[])["first", "lib", "second"]).Where(name => result.Output.Contains($"  {name} -> ", StringComparison.Ordinal))];
    }
}
