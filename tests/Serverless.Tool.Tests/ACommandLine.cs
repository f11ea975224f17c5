using Serverless.Tool.Cloud;

namespace Serverless.Tool;

public sealed class ACommandLine
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("local", "nonsense")]
    [InlineData("local", "status", "--nonsense")]
    [InlineData("local", "status", "--output", "yaml")]
    [InlineData("local", "start", "--port", "65536")]
    [InlineData("local", "start", "--port", "-1")]
    [InlineData("local", "start", "--port", "http")]
    [InlineData("local", "serve", "--settle", "100000")]
    [InlineData("local")]
    [InlineData("package", "--property", "Stage")]
    [InlineData("package", "--parameter-overrides", "Stage")]
    [InlineData("package", "--verbosity", "loud")]
    [InlineData("package", "one", "two")]
    [InlineData("build", "--size-report", "table")]
    public async Task ThatIsNotUnderstoodIsAUsageError(params string[] arguments)
    {
        await using var home = new ToolHome();

        var result = await home.RunAsync(arguments);

        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.NotEqual("", result.Errors.Trim());
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Path));
    }

    [Fact]
    public async Task ThatAsksForANumberOutOfRangeIsToldTheRange()
    {
        await using var home = new ToolHome();

        Assert.Contains("--port is a number from 0 to 65535, not '99999'.", (await home.RunAsync("local", "start", "--port", "99999")).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("local", "--help")]
    [InlineData("local", "start", "--help")]
    [InlineData("local", "serve", "-h")]
    [InlineData("build", "--help")]
    [InlineData("package", "--help")]
    [InlineData("--version")]
    public async Task ThatAsksForHelpGetsIt(params string[] arguments)
    {
        await using var home = new ToolHome();

        var result = (await home.RunAsync(arguments)).Succeeded();

        Assert.NotEqual("", result.Output.Trim());
        Assert.Equal("", result.Errors);
        Assert.DoesNotContain("--background", result.Output, StringComparison.Ordinal);
    }
}
