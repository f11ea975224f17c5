using Serverless.Fakes;

namespace Serverless.Invocations;

public sealed class Stopping
{
    [Fact]
    public async Task EndsAnIdleFunctionAtOnce()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        await api.PolledAsync(1);
        function.Run.Stop();
        await function.EndAsync();
        Assert.Equal(0, function.ExitCode);
        Assert.Equal("", function.Log);
    }

    [Fact]
    public async Task LetsTheInvocationInProgressFinish()
    {
        var begun = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("work")).Next(new SomeEvent("never"));
        await using var function = RunningFunction.Start(api, async (input, _) =>
        {
            begun.SetResult();
            await go.Task;
            return input;
        });
        await begun.Task;
        function.Run.Stop();
        Assert.False(function.End.IsCompleted);
        go.SetResult();
        Assert.Equal("work", (await api.PostAsync()).Text);
        await function.EndAsync();
        Assert.Equal((0, 1), (function.ExitCode, api.Polls));
    }

    [Fact]
    public async Task DuringInitializationEndsAtOnce()
    {
        var initialized = new TaskCompletionSource<FunctionHandler>();
        await using var api = FakeRuntimeApi.Start();
        await using var function = new RunningFunction(api);
        var start = function.Run.StartAsync(() => initialized.Task);
        function.Run.Stop();
        await function.EndAsync();
        initialized.SetResult(new StreamHandler((input, _) => Task.FromResult(input)));
        await start;
        Assert.Equal((0, 0), (function.ExitCode, api.Polls));
    }

    [Fact]
    public async Task EndsAllLoops()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var function = new RunningFunction(api, known => new FunctionEnvironment { RuntimeApi = known.RuntimeApi, Concurrency = 4 });
        function.Run.Start(new StreamHandler((input, _) => Task.FromResult(input)));
        await api.PolledAsync(4);
        function.Run.Stop();
        await function.EndAsync();
        Assert.Equal(0, function.ExitCode);
    }
}
