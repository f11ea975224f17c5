using System.Net;
using System.Net.Sockets;

namespace Serverless.Tool.Cloud;

public sealed class StartingAndStopping
{
    [Fact]
    public async Task StartAnswersWithTheAddressAndASecondStartFindsTheSameOne()
    {
        await using var home = new ToolHome();

        var first = await home.JsonAsync("local", "start");
        var second = await home.JsonAsync("local", "start");
        var text = (await home.RunAsync("local", "start")).Succeeded();

        var url = first.GetProperty("url").GetString();
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+$", url);
        Assert.True(first.GetProperty("started").GetBoolean());
        Assert.Equal((url, false), (second.GetProperty("url").GetString(), second.GetProperty("started").GetBoolean()));
        Assert.StartsWith($"The local cloud is running at {url}", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusTellsStacksInBothForms()
    {
        await using var home = new ToolHome();
        var idle = (await home.RunAsync("local", "status")).Succeeded();
        var idleJson = await home.JsonAsync("local", "status");
        var url = await home.StartAsync();
        await StackRequests.CreateAsync(url, "kept", StackRequests.Bucket);

        var text = (await home.RunAsync("local", "status")).Succeeded();
        var stack = (await home.JsonAsync("local", "status")).GetProperty("status").GetProperty("stacks")[0];

        Assert.Equal("The local cloud is not running.", idle.Output.Trim());
        Assert.False(idleJson.GetProperty("running").GetBoolean());
        Assert.Contains("stack kept: CREATE_COMPLETE, Name remembered", text.Output, StringComparison.Ordinal);
        Assert.Equal("kept", stack.GetProperty("name").GetString());
        Assert.Equal("remembered", stack.GetProperty("outputs").GetProperty("Name").GetString());
    }

    [Fact]
    public async Task StopEndsTheProcessAndASecondStopSaysThatNoneWasRunning()
    {
        await using var home = new ToolHome();
        await home.StartAsync();
        var process = home.Record!.Pid;

        var first = (await home.RunAsync("local", "stop")).Succeeded();
        var isAlive = ProcessLife.IsAlive(process);
        var second = (await home.RunAsync("local", "stop")).Succeeded();

        Assert.Equal("The local cloud has been stopped.", first.Output.Trim());
        Assert.False(isAlive);
        Assert.Null(home.Record);
        Assert.Equal("The local cloud was not running.", second.Output.Trim());
        Assert.False((await home.JsonAsync("local", "stop")).GetProperty("stopped").GetBoolean());
    }

    [Fact]
    public async Task ARestartHasTheSamePortAndTheSameStacks()
    {
        await using var home = new ToolHome();
        var before = await home.StartAsync();
        await StackRequests.CreateAsync(before, "kept", StackRequests.Bucket);
        await home.RunAsync("local", "stop");

        var after = await home.JsonAsync("local", "start");

        Assert.Equal(before, after.GetProperty("url").GetString());
        Assert.Equal("CREATE_COMPLETE", after.GetProperty("status").GetProperty("stacks")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task ARestartTakesAnotherPortWhenTheLastOneIsTaken()
    {
        await using var home = new ToolHome();
        var before = new Uri(await home.StartAsync());
        await home.RunAsync("local", "stop");
        using var other = new TcpListener(IPAddress.Loopback, before.Port);
        other.Start();

        Assert.NotEqual(before, new Uri(await home.StartAsync()));
    }

    [Fact]
    public async Task TwoStartsAtOnceEndWithOneLocalCloud()
    {
        await using var home = new ToolHome();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => home.JsonAsync("local", "start")));

        Assert.Single(answers.Select(answer => answer.GetProperty("status").GetProperty("pid").GetInt32()).Distinct());
        Assert.Single(answers, answer => answer.GetProperty("started").GetBoolean());
        var log = await File.ReadAllTextAsync(CloudServer.LogPath(home.Path), TestContext.Current.CancellationToken);
        Assert.Equal($"The local cloud answers at {home.Record!.Url}", log.Trim());
    }

    [Fact]
    public async Task TheNoteOfAKilledProcessMisleadsNobody()
    {
        await using var home = new ToolHome();
        await home.StartAsync();
        await ToolHome.SignalAsync("KILL", home.Record!.Pid);
        await ToolHome.EndsAsync(home.Record!.Pid);

        Assert.False((await home.JsonAsync("local", "status")).GetProperty("running").GetBoolean());
        Assert.True((await home.JsonAsync("local", "start")).GetProperty("started").GetBoolean());
    }
}
