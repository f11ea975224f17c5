using System.Text.Json;
using Serverless.Fakes;

namespace Serverless.Invocations;

public sealed class AHandlerThatFails
{
    [Fact]
    public async Task IsPostedAsAnErrorAndLoggedAndTheNextEventIsTaken()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent { RequestId = "id-1" }).Next(new SomeEvent("fine"));
        var isFirst = true;
        await using var function = RunningFunction.Start(api, async (input, _) =>
        {
            await Task.Yield();
            (var failing, isFirst) = (isFirst, false);
            return failing ? throw new InvalidOperationException("boom!", new ArgumentException("inner")) : input;
        });
        var post = await api.PostAsync();
        Assert.Equal("/2018-06-01/runtime/invocation/id-1/error", post.Path);
        Assert.Equal("application/vnd.aws.lambda.error+json", post.Headers["Content-Type"]);
        Assert.Equal("InvalidOperationException", post.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("boom!", JsonDocument.Parse(post.Headers["Lambda-Runtime-Function-XRay-Error-Cause"]).RootElement.GetProperty("exceptions")[0].GetProperty("message").GetString());
        var error = JsonDocument.Parse(post.Body).RootElement;
        Assert.Equal("boom!", error.GetProperty("errorMessage").GetString());
        Assert.StartsWith("at Serverless.Invocations.AHandlerThatFails", error.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("inner", error.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Equal("fine", (await api.PostAsync()).Text);
        Assert.Contains("\tid-1\tfail\tThe invocation failed.\nSystem.InvalidOperationException: boom!", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithATypeNameOutsideAsciiCannotHarmTheHeader()
    {
        var post = await FailureOf(new Größenfehler());
        Assert.Equal("Gr??enfehler", post.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("Größenfehler", JsonDocument.Parse(post.Body).RootElement.GetProperty("errorType").GetString());
    }

    [Fact]
    public async Task WithLineBreaksInItsMessageCannotHarmTheHeader()
    {
        var post = await FailureOf(new InvalidOperationException("one\r\nX-Injected: yes\r\n\r\ntwo"));
        Assert.DoesNotContain("X-Injected", post.Headers.Keys);
        Assert.Contains("one\r\nX-Injected", JsonDocument.Parse(post.Body).RootElement.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithSeveralExceptionsListsThemAll()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new JsonSinkHandler<JsonElement>(
            (_, _) => Task.WhenAll(Task.FromException(new ArgumentException("one")), Task.FromException(new FormatException("two"))), TestJson.Default.JsonElement));
        var error = JsonDocument.Parse((await api.PostAsync()).Body).RootElement;
        Assert.Equal("AggregateException", error.GetProperty("errorType").GetString());
        Assert.Equal(["ArgumentException", "FormatException"], error.GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("errorType").GetString()));
    }

    [Fact]
    public async Task ByReturningNoTaskSaysSo()
    {
        Task<Stream>? nothing = null;
        var post = await FailureOf((_, _) => nothing!);
        Assert.Contains("returned null instead of a Task", post.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByReturningNoStreamSaysSo()
    {
        var post = await FailureOf((_, _) => Task.FromResult<Stream>(null!));
        Assert.Contains("returned null instead of a Stream", post.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByReturningAClosedStreamSaysSo()
    {
        var closed = new MemoryStream();
        await closed.DisposeAsync();
        var post = await FailureOf((_, _) => Task.FromResult<Stream>(closed));
        Assert.Contains("cannot be read", post.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByACancelledTaskIsToldWhereThatMayComeFrom()
    {
        var post = await FailureOf((_, _) => Task.FromCanceled<Stream>(new CancellationToken(canceled: true)));
        Assert.Equal("TaskCanceledException", post.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains("context.CancellationToken", post.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByReturningAStreamWithoutEndIsStoppedAtTheLimit()
    {
        var post = await FailureOf((_, _) => Task.FromResult<Stream>(new EndlessStream()));
        Assert.Equal("InvalidResponseException", post.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains("is longer than 67108864 bytes", post.Text, StringComparison.Ordinal);
    }

    private static Task<ReceivedRequest> FailureOf(Exception exception) => FailureOf((_, _) => throw exception);

    private static async Task<ReceivedRequest> FailureOf(Func<Stream, InvocationContext, Task<Stream>> handler)
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, handler);
        var post = await api.PostAsync();
        Assert.EndsWith("/error", post.Path, StringComparison.Ordinal);
        await api.PolledAsync(2);
        return post;
    }

    private sealed class Größenfehler : Exception;

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
