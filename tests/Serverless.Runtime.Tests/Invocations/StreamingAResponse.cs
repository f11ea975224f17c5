using System.Text;
using System.Text.Json;
using Serverless.Fakes;

namespace Serverless.Invocations;

public sealed class StreamingAResponse
{
    [Fact]
    public async Task SendsOneChunkPerWriteAndAnEnd()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent { RequestId = "id-1" });
        await using var function = RunningFunction.Start(api, new RawStreamingHandler(async (_, output, _) =>
        {
            await output.WriteAsync("Hello, "u8.ToArray());
            await output.WriteAsync(Array.Empty<byte>());
            await output.FlushAsync();
            output.Write("streamed world!!"u8);
        }));
        var post = await api.PostAsync();
        Assert.Equal(
            "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n"
            + $"Host: {api.Address}\r\nUser-Agent: serverless-runtime/1.0.0\r\nContent-Type: application/octet-stream\r\n"
            + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
            + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n"
            + "7\r\nHello, \r\n10\r\nstreamed world!!\r\n0\r\n\r\n",
            post.RawText);
        await api.PolledAsync(2);
        Assert.Equal(1, api.Connections);
    }

    [Fact]
    public async Task AsHttpBeginsWithAPreludeAndEightZeros()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, output, _) =>
        {
            output.BeginHttp(new HttpResponsePrelude { StatusCode = 201, Headers = { ["X-A"] = "b" }, Cookies = { "id=1; HttpOnly" } });
            output.Write("body"u8);
            return Task.CompletedTask;
        }));
        var post = await api.PostAsync();
        var prelude = """{"statusCode":201,"headers":{"X-A":"b"},"cookies":["id=1; HttpOnly"]}""" + "\0\0\0\0\0\0\0\0";
        Assert.Equal("application/vnd.awslambda.http-integration-response", post.Headers["Content-Type"]);
        Assert.EndsWith($"\r\n\r\n{prelude.Length:x}\r\n{prelude}\r\n4\r\nbody\r\n0\r\n\r\n", post.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutWritingAnythingIsEmpty()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, _, _) => Task.CompletedTask));
        var post = await api.PostAsync();
        Assert.EndsWith("/response", post.Path, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n0\r\n\r\n", post.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CutsWhatIsLongIntoChunks()
    {
        var body = new byte[200_000];
        new Random(1).NextBytes(body);
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, output, _) =>
        {
            output.Write(body);
            return Task.CompletedTask;
        }));
        Assert.Equal(body, (await api.PostAsync()).Body);
    }

    [Fact]
    public async Task ThatFailsBeforeTheFirstWriteIsAnOrdinaryError()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, _, _) => throw new InvalidOperationException("early")));
        var post = await api.PostAsync();
        Assert.EndsWith("/error", post.Path, StringComparison.Ordinal);
        Assert.Contains("early", post.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatFailsLaterSaysSoInTrailers()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent()).Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler(async (_, output, _) =>
        {
            await output.WriteAsync("begun"u8.ToArray());
            throw new InvalidOperationException("in the middle");
        }));
        var post = await api.PostAsync();
        Assert.Equal("begun", post.Text);
        Assert.Equal("InvalidOperationException", post.Trailers["Lambda-Runtime-Function-Error-Type"]);
        var error = JsonDocument.Parse(Convert.FromBase64String(post.Trailers["Lambda-Runtime-Function-Error-Body"])).RootElement;
        Assert.Equal("in the middle", error.GetProperty("errorMessage").GetString());
        Assert.Equal("begun", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task ToAPeerThatGoesAwayFailsTheWriteAndTakesTheNextEventOnANewConnection()
    {
        Exception? seen = null;
        var isFirst = true;
        await using var api = FakeRuntimeApi.Start()
            .Next(async connection =>
            {
                // The event, and then nobody to take its response.
                await connection.SendAsync(new SomeEvent().ToResponse());
                await Task.Delay(20);
                return false;
            })
            .Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler(async (_, output, _) =>
        {
            if (!isFirst)
            {
                await output.WriteAsync("second"u8.ToArray());
                return;
            }

            isFirst = false;
            try
            {
                for (var i = 0; i < 200; i++)
                {
                    await output.WriteAsync(new byte[1000]);
                    await Task.Delay(5);
                }
            }
            catch (IOException exception)
            {
                seen = exception;
                throw;
            }
        }));
        Assert.Equal("second", (await api.PostAsync()).Text);
        Assert.NotNull(seen);
        Assert.Equal(2, api.Connections);
        Assert.Contains("The connection broke while the response was streamed.", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedByTheRuntimeApiIsLogged()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent()).AnswerPost(Replies.Status(400, "no"));
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, output, _) => output.WriteAsync("x"u8.ToArray()).AsTask()));
        await api.PolledAsync(2);
        Assert.Contains("refused the streamed response: status 400 no", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FoundTooLargeIsPostedAsAnError()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent()).AnswerPost(Replies.Status(413));
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, output, _) => output.WriteAsync("x"u8.ToArray()).AsTask()));
        Assert.Equal("x", (await api.PostAsync()).Text);
        Assert.Equal("ResponseTooLargeException", (await api.PostAsync()).Headers["Lambda-Runtime-Function-Error-Type"]);
        await api.PolledAsync(2);
    }

    [Theory, InlineData(99), InlineData(199), InlineData(600)]
    public async Task AStatusThatIsNoneIsRefusedBeforeAnythingIsSent(int status)
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, output, _) =>
        {
            output.BeginHttp(new HttpResponsePrelude { StatusCode = status });
            return Task.CompletedTask;
        }));
        Assert.Equal("ArgumentOutOfRangeException", (await api.PostAsync()).Headers["Lambda-Runtime-Function-Error-Type"]);
    }

    [Fact]
    public async Task TheStreamIsClosedWhenTheInvocationEnds()
    {
        ResponseStream? kept = null;
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, output, _) =>
        {
            kept = output;
            return Task.CompletedTask;
        }));
        await api.PolledAsync(2);
        Assert.False(kept!.CanWrite);
        Assert.Throws<ObjectDisposedException>(() => kept.Write("late"u8));
        Assert.Throws<ObjectDisposedException>(() => kept.BeginHttp(new HttpResponsePrelude()));
    }

    [Fact]
    public async Task ThePreludeMayNotComeLate()
    {
        Exception? seen = null;
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler((_, output, _) =>
        {
            output.Write("x"u8);
            seen = Record.Exception(() => output.BeginHttp(new HttpResponsePrelude()));
            return Task.CompletedTask;
        }));
        await api.PostAsync();
        Assert.IsType<InvalidOperationException>(seen);
    }

    [Fact]
    public async Task AWriterOverItMayBeDisposed()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent()).Next(new SomeEvent());
        await using var function = RunningFunction.Start(api, new RawStreamingHandler(async (_, output, _) =>
        {
            await using var writer = new StreamWriter(output, new UTF8Encoding(false));
            await writer.WriteAsync("text");
        }));
        Assert.Equal("text", (await api.PostAsync()).Text);
        Assert.Equal("text", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task IsSeenByTheCallerWhileTheHandlerRuns()
    {
        var seen = new TaskCompletionSource();
        await using var api = FakeRuntimeApi.Start().Next(async connection =>
        {
            await connection.SendAsync(new SomeEvent().ToResponse());
            var received = new StringBuilder();
            var buffer = new byte[4096];
            while (!received.ToString().Contains("5\r\nfirst\r\n", StringComparison.Ordinal))
            {
                received.Append(Encoding.ASCII.GetString(buffer, 0, await connection.ReceiveAsync(buffer)));
            }

            seen.SetResult();
            return false;
        });
        await using var function = RunningFunction.Start(api, new RawStreamingHandler(async (_, output, _) =>
        {
            await output.WriteAsync("first"u8.ToArray());
            await seen.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }));
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
