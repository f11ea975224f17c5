using Serverless.Fakes;

namespace Serverless.Invocations;

public sealed class ADeadline
{
    [Fact]
    public async Task FiresTheTokenShortlyBeforeItComes()
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(1);
        var fired = DateTimeOffset.MinValue;
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent { Deadline = deadline });
        await using var function = RunningFunction.Start(api, async (input, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            fired = DateTimeOffset.UtcNow;
            return input;
        });
        await api.PostAsync();
        Assert.InRange(fired, deadline.AddMilliseconds(-300), deadline.AddSeconds(3));
        Assert.Contains("awaits something that has not come", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogsThatTheHandlerHasNotReturnedItsTask()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent { Deadline = DateTimeOffset.UtcNow.AddMilliseconds(400) });
        await using var function = RunningFunction.Start(api, (input, _) =>
        {
            Thread.Sleep(600);
            return Task.FromResult(input);
        });
        await api.PostAsync();
        Assert.Contains("\twarn\tThe handler is still running", function.Log, StringComparison.Ordinal);
        Assert.Contains("computes, or blocks its thread", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfAnInvocationThatHasEndedIsForgotten()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent { Deadline = DateTimeOffset.UtcNow.AddMilliseconds(300) });
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        await api.PostAsync();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal("", function.Log);
    }

    [Fact]
    public async Task ThatComesSoonerThanTheOneBeforeIsKept()
    {
        await using var api = FakeRuntimeApi.Start()
            .Next(new SomeEvent { Deadline = DateTimeOffset.UtcNow.AddSeconds(60) })
            .Next(new SomeEvent { Deadline = DateTimeOffset.UtcNow.AddMilliseconds(500) });
        await using var function = RunningFunction.Start(api, async (input, context) =>
        {
            if (context.RemainingTime < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            }

            return input;
        });
        await api.PostAsync();
        Assert.EndsWith("/error", (await api.PostAsync()).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfOneInvocationAfterTheOtherIsWatchedEachTime()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var function = RunningFunction.Start(api, async (input, context) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20), context.CancellationToken);
            return input;
        });
        for (var i = 0; i < 3; i++)
        {
            api.Next(new SomeEvent { Deadline = DateTimeOffset.UtcNow.AddMilliseconds(300) });
            Assert.Contains("TaskCanceledException", (await api.PostAsync()).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhoseCallbackThrowsIsLoggedAndHarmless()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent { Deadline = DateTimeOffset.UtcNow.AddMilliseconds(300) });
        await using var function = RunningFunction.Start(api, async (input, context) =>
        {
            context.CancellationToken.Register(() => throw new InvalidOperationException("bad callback"));
            await Task.Delay(500);
            return input;
        });
        Assert.EndsWith("/response", (await api.PostAsync()).Path, StringComparison.Ordinal);
        Assert.Contains("A callback that was registered on the CancellationToken threw.", function.Log, StringComparison.Ordinal);
    }

    [Theory, InlineData(100, 10), InlineData(3000, 300), InlineData(5000, 500), InlineData(900_000, 500), InlineData(0, 0)]
    public void LeavesATenthOfTheTimeAndAtMostHalfASecond(long available, long margin) => Assert.Equal(margin, DeadlineWatch.Margin(available));
}
