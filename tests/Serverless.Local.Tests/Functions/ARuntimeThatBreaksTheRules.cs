using Serverless.Local.Functions;

namespace Serverless.Local.Tests.Functions;

public sealed class ARuntimeThatBreaksTheRules
{
    [Fact]
    public async Task ByAnsweringTwiceIsToldSo()
    {
        RuntimeMessage? second = null;
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var id = (await connection.NextAsync()).RequestId;
            await connection.RespondAsync(id, "1");
            second = await connection.RespondAsync(id, "2");
        });

        Assert.Equal("1", (await host.InvokeAsync()).Text());
        await Eventually.TrueAsync(() => second is not null);
        Assert.Equal(400, second!.Status);
        Assert.Contains("\"errorType\":\"InvalidStateTransition\"", second.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("5fa9c9c6-6dcd-4d9a-ae19-9ba5c5a5d3a9")]
    [InlineData("not-an-id")]
    public async Task ByAnsweringAnotherIdIsToldSoAndMayAnswerTheRightOne(string id)
    {
        RuntimeMessage? refused = null;
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var next = await connection.NextAsync();
            refused = await connection.RespondAsync(id, "1");
            await connection.RespondAsync(next.RequestId, "2");
        });

        Assert.Equal("2", (await host.InvokeAsync()).Text());
        Assert.Equal(400, refused!.Status);
        Assert.Contains("\"errorType\":\"InvalidRequestID\"", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByAskingForAnEventWhileItHasOneFailsThatInvocation()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            await connection.NextAsync();
            var next = await connection.NextAsync();
            await connection.RespondAsync(next.RequestId, "2");
        });
        var lost = await host.InvokeAsync();
        var next = await host.InvokeAsync();

        Assert.Equal("Unhandled", lost.FunctionError);
        Assert.Contains("Runtime.InvalidStateTransition", lost.Text(), StringComparison.Ordinal);
        Assert.Equal("2", next.Text());
        Assert.Equal(1, host.Starts);
    }

    [Fact]
    public async Task ByAskingTwiceAtOnceIsToldSo()
    {
        RuntimeMessage? refused = null;
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var next = await connection.NextAsync();
            await connection.RespondAsync(next.RequestId, "1");
            await connection.AskAsync();
            await Task.Delay(50);
            refused = await runtime.Connect().NextAsync();
        });
        await host.InvokeAsync();

        await Eventually.TrueAsync(() => refused is { Status: 400 });
    }

    [Fact]
    public async Task ByAnsweringTooMuchFailsTheInvocationAndIsTold()
    {
        RuntimeMessage? refused = null;
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            refused = await connection.RespondAsync((await connection.NextAsync()).RequestId, new string('x', 6_291_557));
            await connection.AskAsync();
        });
        var result = await host.InvokeAsync();

        Assert.Equal("""{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}""", result.Text());
        await Eventually.TrueAsync(() => refused is { Status: 413 });
    }

    [Fact]
    public async Task ByAnsweringTooMuchInChunksIsTheSame()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var id = (await connection.NextAsync()).RequestId;
            await connection.SendAsync($"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {runtime.Address}\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var i = 0; i < 7; i++)
            {
                await connection.SendAsync($"{1024 * 1024:x}\r\n{new string('x', 1024 * 1024)}\r\n");
            }

            await connection.SendAsync("0\r\n\r\n");
            await connection.ReadAsync();
        });

        Assert.Contains("Function.ResponseSizeTooLarge", (await host.InvokeAsync()).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByDyingWithAnEventFailsTheInvocation()
    {
        await using var host = new ScriptedHost(
            async runtime =>
            {
                await runtime.Connect().NextAsync();
                runtime.Say("about to fall");
                runtime.Die(134);
            },
            ScriptedHost.EchoAsync);
        var result = await host.InvokeAsync(wantsTail: true);

        Assert.Contains("\"errorType\":\"Runtime.ExitError\"", result.Text(), StringComparison.Ordinal);
        Assert.Contains("exit status 134", result.Text(), StringComparison.Ordinal);
        Assert.Contains("about to fall\n", result.LogTail, StringComparison.Ordinal);
        Assert.Equal("5", (await host.InvokeAsync("5")).Text());
    }

    [Fact]
    public async Task ByDyingWithoutAnEventCostsNobodyAnything()
    {
        var died = false;
        await using var host = new ScriptedHost(
            async runtime =>
            {
                var connection = runtime.Connect();
                await connection.RespondAsync((await connection.NextAsync()).RequestId, "1");
                await connection.AskAsync();
                await Task.Delay(20);
                runtime.Die(0);
                died = true;
            },
            ScriptedHost.EchoAsync);
        await host.InvokeAsync();
        await Eventually.TrueAsync(() => died);

        Assert.Equal("6", (await host.InvokeAsync("6")).Text());
    }

    [Fact]
    public async Task ByLeavingItsConnectionWhileItWaitsLosesNoEvent()
    {
        var hasLeft = false;
        await using var host = new ScriptedHost(
            async runtime =>
            {
                var connection = runtime.Connect();
                await connection.RespondAsync((await connection.NextAsync()).RequestId, "1");
                await connection.AskAsync();
                await Task.Delay(20);
                connection.Dispose();
                hasLeft = true;
            },
            ScriptedHost.EchoAsync);
        await host.InvokeAsync();
        await Eventually.TrueAsync(() => hasLeft);

        // The system tells the host of the closed connection in its own time; until then an event could be handed to nobody.
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.Equal("7", (await host.InvokeAsync("7")).Text());
    }

    [Fact]
    public async Task ByBreakingOffAStreamFailsTheInvocation()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var id = (await connection.NextAsync()).RequestId;
            using var second = runtime.Connect();
            await second.SendAsync($"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {runtime.Address}\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHel");
        });

        Assert.Contains("Runtime.TruncatedResponse", (await host.InvokeAsync()).Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("GET /2018-06-01/runtime/invocation/next HTTP/2.0\r\n\r\n")]
    [InlineData("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost : x\r\n\r\n")]
    [InlineData("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nX: a\nb\r\n\r\n")]
    [InlineData("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx")]
    [InlineData("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n")]
    public async Task BySendingGarbageLosesTheConnectionAndNothingElse(string garbage)
    {
        RuntimeMessage? refused = null;
        var closed = false;
        await using var host = new ScriptedHost(async runtime =>
        {
            var bad = runtime.Connect();
            await bad.SendAsync(garbage.Replace("{host}", runtime.Address, StringComparison.Ordinal));
            refused = await bad.ReadAsync();
            closed = await bad.IsClosedAsync();
            await ScriptedHost.EchoAsync(runtime);
        });

        Assert.Equal("8", (await host.InvokeAsync("8")).Text());
        Assert.Equal(400, refused!.Status);
        Assert.True(closed);
    }

    [Fact]
    public async Task ByCallingUnderAnotherNameIsRefused()
    {
        RuntimeMessage? refused = null;
        await using var host = new ScriptedHost(async runtime =>
        {
            refused = await runtime.Connect().ExchangeAsync("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: evil.example\r\n\r\n");
            await ScriptedHost.EchoAsync(runtime);
        });

        Assert.Equal("1", (await host.InvokeAsync()).Text());
        Assert.Equal(403, refused!.Status);
    }

    [Theory]
    [InlineData("GET /2020-01-01/extension/event/next")]
    [InlineData("GET /2018-06-01/runtime/invocation/next/")]
    [InlineData("PUT /2018-06-01/runtime/invocation/next")]
    public async Task ByCallingWhatIsNotThereGetsNotFound(string call)
    {
        RuntimeMessage? refused = null;
        await using var host = new ScriptedHost(async runtime =>
        {
            refused = await runtime.Connect().ExchangeAsync($"{call} HTTP/1.1\r\nHost: {runtime.Address}\r\n\r\n");
            await ScriptedHost.EchoAsync(runtime);
        });

        Assert.Equal("1", (await host.InvokeAsync()).Text());
        Assert.Equal(404, refused!.Status);
    }
}
