using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>A build asks NuGet for packages when something has changed that a restore reads or writes, and not otherwise.</summary>
public sealed class RestoringWhatHasChanged(PackedSdkFixture fixture)
{
    [Fact]
    public async Task ABuildThatChangesNothingOfItDoesNotAskNuGet()
    {
        var app = App();
        Assert.True(await AsksAsync(app));
        Assert.False(await AsksAsync(app));
        app.Edit("lib/Lib.cs", "1", "2").Write("app/More.cs", "internal static class More;");
        Assert.False(await AsksAsync(app));
        Assert.False(await AsksAsync(app, "-t:Package"));
        Assert.False(await AsksAsync(app, "-graph"));
        Assert.True((await app.DotNetAsync("build", "app/app.csproj", "-tl:off")).Succeeded().Output.Contains("app -> ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APackageOfAReferencedProjectIsThereInTheBuildThatNamesItFirst()
    {
        var app = App();
        await AsksAsync(app);
        await AsksAsync(app);
        app.Edit("lib/lib.csproj", "</Project>", """<ItemGroup><PackageReference Include="Serverless.Runtime" Version="$(Version)" /></ItemGroup></Project>""")
            .Write("lib/Uses.cs", "public static class Uses { public static System.Type It => typeof(Serverless.ServerlessFunction); }");
        Assert.True(await AsksAsync(app));
        Assert.False(await AsksAsync(app));
        app.Edit("lib/lib.csproj", "Serverless.Runtime", "Serverless.Runtine");
        var broken = await app.DotNetAsync("build", "app/app.csproj");
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("error NU1101", broken.Output, StringComparison.Ordinal);
        app.Edit("lib/lib.csproj", "Serverless.Runtine", "Serverless.Runtime");
        Assert.True(await AsksAsync(app));
    }

    [Fact]
    public async Task WhatRestoreWroteIsWrittenAgainWhenItIsGone()
    {
        var app = App();
        await AsksAsync(app);
        File.Delete(app["lib/obj/project.assets.json"]);
        Assert.True(await AsksAsync(app));
        Assert.True(File.Exists(app["lib/obj/project.assets.json"]));
        Directory.Delete(app["app/obj"], recursive: true);
        Assert.True(await AsksAsync(app));
        Assert.False(await AsksAsync(app));
        (await app.DotNetAsync("clean", "app/app.csproj")).Succeeded();
        (await app.DotNetAsync("build", "app/app.csproj")).Succeeded();
    }

    [Fact]
    public async Task WhoAsksForARestoreGetsOne()
    {
        var app = App();
        await AsksAsync(app);
        Assert.Contains("up-to-date for restore", (await app.DotNetAsync("restore", "app/app.csproj", "-v:n")).Succeeded().Output, StringComparison.Ordinal);
        Assert.True(await AsksAsync(app, "--force"));
        Assert.True(await AsksAsync(app, "-p:ServerlessSkipUnchanged=false"));
        Assert.True(await AsksAsync(app, "-r", "linux-arm64"));
    }

    [Fact]
    public async Task AProjectWithATaskOfItsOwnIsRestoredEachTime()
    {
        var app = App().Write("Directory.Build.targets", """
            <Project><Target Name="Versions" BeforeTargets="CollectPackageReferences"><Exec Command="dotnet --version" StandardOutputImportance="low" /></Target></Project>
            """);
        Assert.True(await AsksAsync(app));
        Assert.True(await AsksAsync(app));
        Assert.Contains("Directory.Build.targets(1) uses the task Exec", File.ReadAllText(Assert.Single(Directory.GetFiles(app["app/obj/serverless/results"], "restore.*.none"))), StringComparison.Ordinal);
    }

    private Workspace App() => Workspace.Empty(fixture.Sdk)
        .Write("app/app.csproj", """
            <Project Sdk="Serverless.Sdk/$(Version)">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>
            </Project>
            """)
        .Write("app/template.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              One: {Type: 'AWS::Serverless::Function', Properties: {CodeUri: ., Handler: app, Runtime: dotnet10}}
            """)
        .Write("app/Program.cs", "return Lib.Value + 1;")
        .Write("lib/lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
        .Write("lib/Lib.cs", "public static class Lib { public static int Value => 1; }");

    // NuGet says what it did, or that there was nothing to do.
    private static async Task<bool> AsksAsync(Workspace app, params string[] arguments)
    {
        var result = (await app.DotNetAsync(["build", "app/app.csproj", "-v:n", "-tl:off", .. arguments])).Succeeded();
        return result.Output.Contains("up-to-date for restore", StringComparison.Ordinal) || result.Output.Contains("Restored ", StringComparison.Ordinal);
    }
}
