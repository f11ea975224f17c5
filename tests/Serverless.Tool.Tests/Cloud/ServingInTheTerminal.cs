using Serverless.Testing;

namespace Serverless.Tool.Cloud;

public sealed class ServingInTheTerminal
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task EndsAsCancelledWithItsNoteRemoved(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix'");
        if (signal == "INT")
        {
            InterruptSignal.SkipWhereIgnored();
        }

        await using var home = new ToolHome();
        using var server = home.Launch("local", "serve");
        var first = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"The local cloud answers at {home.Record!.Url}", first);

        await ToolHome.SignalAsync(signal, server.Id);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Cancelled, server.ExitCode);
        Assert.Equal("", await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Null(home.Record);
    }

    [Fact]
    public async Task EndsWellWhenItIsAskedToStop()
    {
        await using var home = new ToolHome();
        using var server = home.Launch("local", "serve");
        await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        (await home.RunAsync("local", "stop")).Succeeded();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Done, server.ExitCode);
    }
}
