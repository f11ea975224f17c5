using Serverless.Testing;

namespace Serverless.Sdk.Tests;

public sealed class BuildingAnApp(PackedSdkFixture fixture)
{
    [Fact]
    public async Task EveryMistakeInTheTemplateIsAnErrorAtItsLine()
    {
        var app = Apps.OneFunction(fixture.Sdk).Write("template.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Hello:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: ./nowhere
                  Handler: app
                  Runtime: dotnet10
                  Environment:
                    Variables:
                      TABLE: !Ref Tabel
            """);
        var result = await app.DotNetAsync("build");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"template\.yaml\(6,\d+(,\d+,\d+)?\): error SLS03\d\d:", result.Output);
        Assert.Matches(@"template\.yaml\(11,\d+(,\d+,\d+)?\): error SLS02\d\d:", result.Output);
        Assert.DoesNotContain("MSB4018", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecondBuildLeavesTheTemplateAlone()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        (await app.DotNetAsync("build")).Succeeded();
        var stamp = File.GetLastWriteTimeUtc(app["obj/Debug/net10.0/serverless/template.validated"]);
        var second = (await app.DotNetAsync("build", "-v", "d")).Succeeded();
        Assert.Matches("Skipping target \"_ServerlessValidateTemplate\"", second.Output);
        Assert.Equal(stamp, File.GetLastWriteTimeUtc(app["obj/Debug/net10.0/serverless/template.validated"]));
    }

    [Fact]
    public async Task ATouchedTemplateIsCheckedAgain()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        (await app.DotNetAsync("build")).Succeeded();
        app.Edit("template.yaml", "Runtime: dotnet10", "Runtime: dotnet1O");
        var result = await app.DotNetAsync("build");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("dotnet1O", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingTemplateIsReportedByItsPath()
    {
        var result = await Apps.OneFunction(fixture.Sdk).DotNetAsync("build", "-p:ServerlessTemplate=infra/none.yaml");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"none\.yaml.*error SLS01\d\d:", result.Output);
    }

    [Fact]
    public async Task CleanRemovesEverythingThatWasMade()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        (await app.DotNetAsync("build")).Succeeded();
        (await app.DotNetAsync("build", "-t:Package")).Succeeded();
        Assert.True(Directory.Exists(app["bin/Debug/net10.0/serverless"]));
        (await app.DotNetAsync("clean")).Succeeded();
        Assert.False(Directory.Exists(app["bin/Debug/net10.0/serverless"]));
        Assert.False(Directory.Exists(app["obj/Debug/net10.0/serverless"]));
    }

    [Fact]
    public async Task ADesignTimeBuildIsSilentAboutABrokenTemplate()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        (await app.DotNetAsync("restore")).Succeeded();
        app.Write("template.yaml", "Resources: [");
        var result = await app.DotNetAsync(
            "msbuild", "-t:Compile", "-p:DesignTimeBuild=true", "-p:BuildingProject=false", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs");
        result.Succeeded();
        Assert.DoesNotContain("SLS", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWarningCanBeSilencedByItsCode()
    {
        var app = Apps.OneFunction(fixture.Sdk);
        app.Edit("app.csproj", "net10.0", "net8.0");
        app.Edit("template.yaml", "dotnet10", "dotnet8");
        var loud = await app.DotNetAsync("build");
        Assert.Matches(@"template\.yaml\(\d+,\d+(,\d+,\d+)?\): warning SLS03\d\d:", loud.Output);
        var code = System.Text.RegularExpressions.Regex.Match(loud.Output, @"warning (SLS03\d\d)").Groups[1].Value;
        var quiet = await app.DotNetAsync("build", "--no-incremental", $"-p:NoWarn={code}");
        Assert.DoesNotContain($"warning {code}", quiet.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-graph")]
    [InlineData("-m")]
    [InlineData("-mt")]
    public async Task BuildAndPackageWorkUnder(string option)
    {
        var app = Apps.OneFunction(fixture.Sdk);
        (await app.DotNetAsync("build", option)).Succeeded();
        (await app.DotNetAsync("build", "-t:Package", option)).Succeeded();
        Assert.True(File.Exists(app["bin/Debug/net10.0/serverless/serverless.manifest.json"]));
    }
}
