using System.Globalization;
using Serverless.Local.Functions;

namespace Serverless.Local.Tests.Functions;

public sealed class AnEnvironmentOverTime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HasTheFunctionsTimeoutForAnEvent()
    {
        var waits = new TaskCompletionSource<RuntimeMessage>();
        await using var host = new ScriptedHost(async runtime => waits.SetResult(await runtime.Connect().NextAsync()), ScriptedHost.EchoAsync);
        var invocation = host.InvokeAsync();
        var next = await waits.Task;

        Assert.Equal(
            host.Clock.GetUtcNow().ToUnixTimeMilliseconds() + 3000,
            long.Parse(next.Headers["Lambda-Runtime-Deadline-Ms"], CultureInfo.InvariantCulture));
        host.Clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(invocation.IsCompleted);
        host.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Contains("Task timed out after 3.00 seconds", (await invocation).Text(), StringComparison.Ordinal);
        Assert.Equal("2", (await host.InvokeAsync("2")).Text());
    }

    [Fact]
    public async Task IsReplacedWhenItIsNotReadInTenSeconds()
    {
        var started = new TaskCompletionSource();
        await using var host = new ScriptedHost(
            runtime =>
            {
                started.SetResult();
                return Task.CompletedTask;
            },
            ScriptedHost.EchoAsync);
        var invocation = host.InvokeAsync("3");
        await started.Task;
        await Task.Delay(20, Cancellation);
        host.Clock.Advance(TimeSpan.FromSeconds(10.1));

        Assert.Equal("3", (await invocation).Text());
        Assert.Equal(2, host.Starts);
    }

    [Fact]
    public async Task ThatIsSlowASecondTimeCountsAsTimeout()
    {
        await using var host = new ScriptedHost(_ => Task.CompletedTask);
        var invocation = host.InvokeAsync();
        await Eventually.TrueAsync(() => host.Starts == 1);
        await Task.Delay(20, Cancellation);
        host.Clock.Advance(TimeSpan.FromSeconds(10.1));
        await Eventually.TrueAsync(() => host.Starts == 2);
        await Task.Delay(20, Cancellation);
        host.Clock.Advance(TimeSpan.FromSeconds(3.1));

        Assert.Contains("Sandbox.Timedout", (await invocation).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndsWhenItIdlesAndAnotherIsThere()
    {
        var gate = new TaskCompletionSource();
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            while (true)
            {
                var next = await connection.NextAsync();
                await gate.Task;
                await connection.RespondAsync(next.RequestId, next.Body);
            }
        });
        await host.Host.PutAsync(host.Function, Cancellation);
        var both = Task.WhenAll(host.InvokeAsync("1"), host.InvokeAsync("2"));
        await Eventually.TrueAsync(() => host.Host.CountEnvironments("scripted") == 2);
        gate.SetResult();
        await both;
        await Task.Delay(50, Cancellation);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await Eventually.TrueAsync(() => host.Host.CountEnvironments("scripted") == 1);
        host.Clock.Advance(TimeSpan.FromMinutes(60));

        Assert.Equal(1, host.Host.CountEnvironments("scripted"));
        Assert.Equal("4", (await host.InvokeAsync("4")).Text());
        Assert.Equal(2, host.Starts);
    }

    [Fact]
    public async Task IsNotStartedBeyondTheLimitAndThenThrottles()
    {
        var gate = new TaskCompletionSource();
        await using var host = new ScriptedHost(
            options => options with { MaxEnvironments = 2, MaxWaiting = 3 },
            async runtime =>
            {
                var connection = runtime.Connect();
                while (true)
                {
                    var next = await connection.NextAsync();
                    await gate.Task;
                    await connection.RespondAsync(next.RequestId, next.Body);
                }
            });
        await host.Host.PutAsync(host.Function, Cancellation);
        var running = new[] { host.InvokeAsync("1"), host.InvokeAsync("2") };
        await Eventually.TrueAsync(() => host.Lines.Count(line => line.Text.StartsWith("START", StringComparison.Ordinal)) == 2);
        var waiting = new[] { host.InvokeAsync("3"), host.InvokeAsync("4"), host.InvokeAsync("5") };
        var throttled = await host.InvokeAsync("6");
        gate.SetResult();

        Assert.True(throttled.IsThrottled);
        Assert.Contains("TooManyRequestsException", throttled.Text(), StringComparison.Ordinal);
        Assert.Equal(["1", "2", "3", "4", "5"], (await Task.WhenAll([.. running, .. waiting])).Select(result => result.Text()));
        Assert.Equal(2, host.Starts);
    }

    [Fact]
    public async Task IsReusedByACallerWhoComesBeforeItHasAskedAgain()
    {
        await using var host = new ScriptedHost(ScriptedHost.EchoAsync);
        for (var i = 0; i < 300; i++)
        {
            await host.InvokeAsync($"{i}");
        }

        Assert.Equal(1, host.Starts);
    }

    [Fact]
    public async Task ThatGoesOnWorkingAfterItsAnswerIsNotWaitedFor()
    {
        await using var host = new ScriptedHost(
            async runtime =>
            {
                var connection = runtime.Connect();
                await connection.RespondAsync((await connection.NextAsync()).RequestId, "1");
            },
            ScriptedHost.EchoAsync);
        await host.InvokeAsync();
        var second = host.InvokeAsync("2");
        await Task.Delay(20, Cancellation);
        host.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("2", (await second).Text());
        Assert.Equal(2, host.Starts);
    }

    [Fact]
    public async Task ThatNeverAsksAgainIsEndedAtTheDeadline()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            await connection.RespondAsync((await connection.NextAsync()).RequestId, "1");
        });
        await host.InvokeAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(3.1));

        await Eventually.TrueAsync(() => host.Host.CountEnvironments("scripted") == 0);
    }

    [Fact]
    public async Task IsLeftByACallerWhoCancels()
    {
        using var cancel = new CancellationTokenSource();
        var answered = new TaskCompletionSource();
        await using var host = new ScriptedHost(
            async runtime =>
            {
                var connection = runtime.Connect();
                var next = await connection.NextAsync();
                await cancel.CancelAsync();
                await answered.Task;
                await connection.RespondAsync(next.RequestId, "1");
                await ScriptedHost.EchoAsync(runtime);
            },
            ScriptedHost.EchoAsync);
        await host.Host.PutAsync(host.Function, Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Host.InvokeAsync(new InvocationRequest("scripted", "1"u8.ToArray()), cancel.Token));
        answered.SetResult();

        Assert.Equal("2", (await host.InvokeAsync("2")).Text());
    }

    [Fact]
    public async Task AnswersItsCallerWithAnErrorWhenTheFunctionIsRemoved()
    {
        var taken = new TaskCompletionSource();
        await using var host = new ScriptedHost(async runtime =>
        {
            await runtime.Connect().NextAsync();
            taken.SetResult();
        });
        var invocation = host.InvokeAsync();
        await taken.Task;
        await host.Host.RemoveAsync("scripted", Cancellation);

        Assert.Contains("Sandbox.Stopped", (await invocation).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsRetiredByAnotherConfigurationAndHandsItsQueueOver()
    {
        var gate = new TaskCompletionSource();
        await using var host = new ScriptedHost(
            options => options with { MaxEnvironments = 1 },
            async runtime =>
            {
                var connection = runtime.Connect();
                var next = await connection.NextAsync();
                await gate.Task;
                await connection.RespondAsync(next.RequestId, "\"old\"");
            },
            async runtime =>
            {
                var connection = runtime.Connect();
                await connection.RespondAsync((await connection.NextAsync()).RequestId, "\"new\"");
            });
        var first = host.InvokeAsync();
        await Eventually.TrueAsync(() => host.Lines.Any(line => line.Text.StartsWith("START", StringComparison.Ordinal)));
        var waiting = host.InvokeAsync();
        await Task.Delay(20, Cancellation);
        await host.Host.PutAsync(host.Function with { MemorySize = 999 }, Cancellation);

        Assert.Equal("\"new\"", (await waiting).Text());
        gate.SetResult();
        Assert.Equal("\"old\"", (await first).Text());
        host.Clock.Advance(TimeSpan.FromSeconds(2.5));
        await Eventually.TrueAsync(() => host.Host.CountEnvironments("scripted") == 1);
    }

    [Fact]
    public async Task RefusesAnEventOverSixMegabytes()
    {
        await using var host = new ScriptedHost(ScriptedHost.EchoAsync);
        var result = await host.InvokeAsync(new string('1', 6_291_557));

        Assert.True(result.IsRequestTooLarge);
        Assert.Contains("RequestEntityTooLargeException", result.Text(), StringComparison.Ordinal);
        Assert.Equal(0, host.Starts);
    }
}
