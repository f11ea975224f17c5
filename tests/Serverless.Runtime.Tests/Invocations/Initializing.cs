using System.Text.Json;
using Serverless.Fakes;

namespace Serverless.Invocations;

public sealed class Initializing
{
    [Fact]
    public async Task ThatThrowsIsPostedAndEndsTheFunctionWithOne()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var function = new RunningFunction(api);
        await function.Run.StartAsync(() => throw new InvalidOperationException("no configuration"));
        await function.EndAsync();
        var post = await api.PostAsync();
        Assert.Equal("/2018-06-01/runtime/init/error", post.Path);
        Assert.Equal("no configuration", JsonDocument.Parse(post.Body).RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal((1, 0), (function.ExitCode, api.Polls));
        Assert.Contains("\t\tcrit\tThe function could not be initialized.", function.Log, StringComparison.Ordinal);
    }

    [Theory, InlineData(500), InlineData(403)]
    public async Task ThatThrowsEndsWithOneEvenIfNobodyWantsToKnow(int status)
    {
        await using var api = FakeRuntimeApi.Start().AnswerPost(Replies.Status(status));
        await using var function = new RunningFunction(api);
        await function.Run.StartAsync(() => Task.FromException<FunctionHandler>(new InvalidOperationException("no configuration")));
        await function.EndAsync();
        Assert.Equal(1, function.ExitCode);
    }

    [Fact]
    public async Task WithoutAnAddressNeverBegins()
    {
        var begun = false;
        await using var api = FakeRuntimeApi.Start();
        await using var function = new RunningFunction(api, _ => new FunctionEnvironment());
        await function.Run.StartAsync(() =>
        {
            begun = true;
            return new TaskCompletionSource<FunctionHandler>().Task;
        });
        await function.EndAsync();
        Assert.Equal((1, false), (function.ExitCode, begun));
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", function.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnderSnapStartWaitsToBeRestoredBeforeItAsksForEvents()
    {
        await using var api = FakeRuntimeApi.Start().Next(Replies.Status(200, "{}")).Next(new SomeEvent("after"));
        await using var function = new RunningFunction(api, known => new FunctionEnvironment { RuntimeApi = known.RuntimeApi, IsSnapStart = true });
        function.Run.Start(new StreamHandler((input, _) => Task.FromResult(input)));
        Assert.Equal("after", (await api.PostAsync()).Text);
        Assert.Equal("/2018-06-01/runtime/restore/next", api.PolledPaths[0]);
        Assert.Equal("/2018-06-01/runtime/invocation/next", api.PolledPaths[1]);
    }
}
