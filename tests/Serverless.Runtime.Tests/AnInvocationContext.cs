namespace Serverless;

public sealed class AnInvocationContext
{
    [Fact]
    public void MadeByATestHasEmptyTextsAndNoDeadline()
    {
        var context = new InvocationContext();
        Assert.Equal(("", "", null), (context.RequestId, context.FunctionName, context.TraceId));
        Assert.Equal(TimeSpan.MaxValue, context.RemainingTime);
        Assert.False(context.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public void CountsDownOnTheGivenClock()
    {
        var clock = new SetClock { Now = DateTimeOffset.UnixEpoch };
        var context = new InvocationContext { Deadline = DateTimeOffset.UnixEpoch.AddSeconds(3), Time = clock };
        Assert.Equal(TimeSpan.FromSeconds(3), context.RemainingTime);
        clock.Now = clock.Now.AddSeconds(2.75);
        Assert.Equal(TimeSpan.FromMilliseconds(250), context.RemainingTime);
        clock.Now = clock.Now.AddSeconds(2);
        Assert.Equal(TimeSpan.Zero, context.RemainingTime);
    }

    [Fact]
    public void TakesTheTokenThatATestGivesIt()
    {
        using var source = new CancellationTokenSource();
        Assert.Equal(source.Token, new InvocationContext { CancellationToken = source.Token }.CancellationToken);
    }

    [Fact]
    public void WhoseTimeIsUpGivesATokenThatHasFired()
    {
        var context = new InvocationContext();
        context.Cancel();
        Assert.True(context.CancellationToken.IsCancellationRequested);
    }

    private sealed class SetClock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
