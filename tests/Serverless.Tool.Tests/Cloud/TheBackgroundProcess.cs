using System.Text.Json;

namespace Serverless.Tool.Cloud;

public sealed class TheBackgroundProcess
{
    [Fact]
    public async Task OutlivesItsStarterAndHoldsNoneOfItsPipes()
    {
        await using var home = new ToolHome();
        using var starter = home.Launch("local", "start");

        // Both ends would stay open with a process that inherited them.
        var output = starter.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = starter.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(output, errors).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await starter.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (starter.ExitCode, await errors));
        Assert.True(ProcessLife.IsAlive(home.Record!.Pid));
    }

    [Fact]
    public async Task IsDeafToItsTerminal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix'");
        await using var home = new ToolHome();
        await home.StartAsync();
        var process = home.Record!.Pid;

        await ToolHome.SignalAsync("INT", process);
        await ToolHome.SignalAsync("HUP", process);
        await ToolHome.SignalAsync("QUIT", process);

        Assert.False(await ProcessLife.EndsAsync(process, TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken));
        Assert.True((await home.JsonAsync("local", "status")).GetProperty("running").GetBoolean());
    }

    [Fact]
    public async Task EndsWithItsFunctionsWhenAskedBySignal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix'");
        await using var home = new ToolHome();
        var function = await StartWithFunctionAsync(home);
        var process = home.Record!.Pid;

        await ToolHome.SignalAsync("TERM", process);
        await ToolHome.EndsAsync(process);
        await ToolHome.EndsAsync(function);

        Assert.Null(home.Record);
        Assert.True((await home.JsonAsync("local", "start")).GetProperty("started").GetBoolean());
    }

    [Fact]
    public async Task EndsWithItsFunctionsWhenStopped()
    {
        await using var home = new ToolHome();
        var function = await StartWithFunctionAsync(home);

        (await home.RunAsync("local", "stop")).Succeeded();

        Assert.False(ProcessLife.IsAlive(function));
    }

    [Fact]
    public async Task LeavesNoFunctionBehindWhenItIsKilled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are Unix'");
        await using var home = new ToolHome();
        var function = await StartWithFunctionAsync(home);

        await ToolHome.SignalAsync("KILL", home.Record!.Pid);

        await ToolHome.EndsAsync(function);
    }

    [Fact]
    public async Task WritesTheOutputOfFunctionsToItsLog()
    {
        await using var home = new ToolHome();
        var url = await home.StartAsync();
        await StackRequests.CreateFunctionAsync(url, "talker");

        await StackRequests.InvokeAsync(url, "talker", """{"do":"say","text":"good morning"}""");
        await home.RunAsync("local", "stop");

        Assert.Contains("talker: good morning", await File.ReadAllTextAsync(CloudServer.LogPath(home.Path), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<int> StartWithFunctionAsync(ToolHome home)
    {
        var url = await home.StartAsync();
        await StackRequests.CreateFunctionAsync(url, "worker");
        var process = JsonElement.Parse(await StackRequests.InvokeAsync(url, "worker", """{"do":"count"}""")).GetProperty("process").GetInt32();
        Assert.True(ProcessLife.IsAlive(process));
        return process;
    }
}
