using Serverless.Tool.Cloud;

namespace Serverless.Tool.Building;

public sealed class ABuildThatCannotBegin
{
    [Theory]
    [InlineData("package")]
    [InlineData("build")]
    public async Task FailsWithACode(string verb)
    {
        await using var home = new ToolHome();
        var none = await home.RunAsync(verb);
        Assert.Equal((ExitCodes.Failed, ""), (none.ExitCode, none.Output));
        Assert.Contains("error SLS0020", none.Errors, StringComparison.Ordinal);

        home.Write("a.csproj", "<Project />");
        home.Write("b.csproj", "<Project />");
        var several = await home.RunAsync(verb, "--output", "json");
        Assert.Equal((ExitCodes.Failed, ""), (several.ExitCode, several.Output));
        Assert.Equal("SLS0021", System.Text.Json.JsonElement.Parse(several.Errors)[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task IsToldWhichSdkIsMissing()
    {
        await using var home = new ToolHome();
        home.Write("a.csproj", "<Project />");
        home.Write("global.json", """{ "sdk": { "version": "10.0.999", "rollForward": "disable" } }""");
        var result = await home.RunAsync("package");
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Contains("error SLS0023", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("package")]
    [InlineData("build")]
    public async Task SaysThatItsBinaryLogCannotBeWritten(string verb)
    {
        await using var home = new ToolHome();
        var project = home.Write("a.csproj", "<Project />");
        home.Write("taken.binlog/file", "a folder where a file is wanted");
        var result = await home.RunAsync(verb, "--binlog", "taken.binlog");
        Assert.Equal((ExitCodes.Failed, ""), (result.ExitCode, result.Output));
        Assert.Contains($"{project}: error SLS0025: MSBuild gave up: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("taken.binlog", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.0.300", "10.0.1", "9.0.300, but Serverless.Sdk needs 10 or later")]
    [InlineData("11.0.100", "10.0.1", "11.0.100, but this tool runs on .NET 10.0.1")]
    [InlineData("10.0.401", "10.0.1", null)]
    [InlineData("10.0.401", "11.0.0", null)]
    public void TheSdkMustFit(string sdk, string runtime, string? message)
    {
        var complaint = MSBuildRegistration.Mismatch(Version.Parse(sdk), Version.Parse(runtime));
        Assert.Equal(message is null ? null : "SLS0024", complaint?.Code);
        Assert.Contains(message ?? "", complaint?.Message ?? "", StringComparison.Ordinal);
    }
}
