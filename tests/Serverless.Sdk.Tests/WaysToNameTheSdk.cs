using Serverless.Testing;

namespace Serverless.Sdk.Tests;

public sealed class WaysToNameTheSdk(PackedSdkFixture fixture)
{
    [Fact]
    public async Task TheProjectElementWithAVersionBuilds() =>
        (await Apps.OneFunction(fixture.Sdk).DotNetAsync("build")).Succeeded();

    [Fact]
    public async Task TheProjectElementWithTheVersionInGlobalJsonBuilds()
    {
        var app = Apps.OneFunction(fixture.Sdk)
            .Write("app.csproj", Apps.Project("<Project Sdk=\"Serverless.Sdk\">"))
            .Write("global.json", """{ "msbuild-sdks": { "Serverless.Sdk": "$(Version)" } }""");
        (await app.DotNetAsync("build")).Succeeded();
    }

    [Fact]
    public async Task AnAdditionalSdkElementBesideMicrosoftNetSdkBuildsAndPackages()
    {
        var app = Apps.OneFunction(fixture.Sdk)
            .Write("app.csproj", Apps.Project("<Project Sdk=\"Microsoft.NET.Sdk\"><Sdk Name=\"Serverless.Sdk\" Version=\"$(Version)\" />"));
        (await app.DotNetAsync("build")).Succeeded();
        Assert.Single(await app.TargetResultAsync("Package", "build"));
    }

    [Fact]
    public async Task APackageReferenceIsRefusedWithWhatToWriteInstead()
    {
        // A package type of MSBuildSdk is refused by NuGet itself; whoever gets past that meets the error of build/.
        var app = Workspace.Empty(fixture.Sdk)
            .Write("app.csproj", Apps.Project("<Project Sdk=\"Microsoft.NET.Sdk\">", "<ItemGroup><PackageReference Include=\"Serverless.Sdk\" Version=\"$(Version)\" /></ItemGroup>"))
            .Write("Program.cs", Apps.Program);
        var result = await app.DotNetAsync("build");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Matches("SLS0002|NU1213|NU1212", result.Output);
    }

    [Fact]
    public async Task TheTargetsInBuildRefuseAPackageReference()
    {
        var app = Apps.OneFunction(fixture.Sdk)
            .Write("referenced.proj", $"<Project><Import Project=\"{Repository.PathOf("sdk/build/Serverless.Sdk.targets")}\" /><Target Name=\"Build\" /></Project>");
        var result = await app.DotNetAsync("msbuild", "referenced.proj");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error SLS0002: Serverless.Sdk is an MSBuild SDK", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOldMSBuildIsRefusedReadably()
    {
        var result = await Apps.OneFunction(fixture.Sdk).DotNetAsync("msbuild", "-p:_ServerlessMSBuildVersion=17.14.8", "-t:ValidateTemplate");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error SLS0001: Serverless.Sdk", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4018", result.Output, StringComparison.Ordinal);
    }
}
