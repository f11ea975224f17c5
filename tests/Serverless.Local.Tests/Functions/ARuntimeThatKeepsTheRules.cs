using System.Text;

namespace Serverless.Local.Tests.Functions;

public sealed class ARuntimeThatKeepsTheRules
{
    [Fact]
    public async Task IsAnsweredWithAJsonBody()
    {
        RuntimeMessage? accepted = null;
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            accepted = await connection.RespondAsync((await connection.NextAsync()).RequestId, "2");
            await connection.AskAsync();
        });

        Assert.Equal("2", (await host.InvokeAsync()).Text());
        await Eventually.TrueAsync(() => accepted is { Status: 202, Body: """{"status":"OK"}""" });
    }

    [Fact]
    public async Task MaySendItsBodyInChunks()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var id = (await connection.NextAsync()).RequestId;
            await connection.SendAsync($"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {runtime.Address}\r\nTransfer-Encoding: chunked\r\n\r\n");
            await connection.SendAsync("3;name=value\r\n[1,\r\n");
            await connection.SendAsync("2\r\n2]\r\n0\r\n\r\n");
            await connection.ReadAsync();
            await connection.AskAsync();
        });

        Assert.Equal("[1,2]", (await host.InvokeAsync()).Text());
    }

    [Fact]
    public async Task MayWaitForPermissionToSendItsBody()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var id = (await connection.NextAsync()).RequestId;
            await connection.SendAsync($"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {runtime.Address}\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
            var permission = await connection.ReadAsync();
            await connection.ExchangeAsync(permission.Status == 100 ? "7" : "0");
            await connection.AskAsync();
        });

        Assert.Equal("7", (await host.InvokeAsync()).Text());
    }

    [Fact]
    public async Task MayStreamARawResponse()
    {
        await using var host = new ScriptedHost(runtime => StreamAsync(runtime, "5\r\nHello\r\n7\r\n, World\r\n0\r\n\r\n"));
        var result = await host.InvokeAsync();

        Assert.Equal("Hello, World", result.Text());
        Assert.Null(result.HttpResponse);
    }

    [Fact]
    public async Task MayStreamAnHttpResponseWithAPrelude()
    {
        const string Prelude = """{"statusCode":201,"headers":{"X-A":"b"},"multiValueHeaders":{"X-M":["1","2"]},"cookies":["c=1"]}""";
        await using var host = new ScriptedHost(runtime => StreamAsync(runtime, $"{Prelude.Length + 8:x}\r\n{Prelude}\0\0\0\0\0\0\0\0\r\n4\r\nbody\r\n0\r\n\r\n"));
        var result = await host.InvokeAsync();

        Assert.Equal("body", result.Text());
        Assert.Equal(201, result.HttpResponse!.StatusCode);
        Assert.Equal(["X-A=b", "X-M=1", "X-M=2"], result.HttpResponse.Headers.Select(header => $"{header.Key}={header.Value}"));
        Assert.Equal(["c=1"], result.HttpResponse.Cookies);
    }

    [Fact]
    public async Task MayFailInTheMiddleOfAStream()
    {
        var error = Convert.ToBase64String("""{"errorType":"Late","errorMessage":"too late"}"""u8);
        await using var host = new ScriptedHost(runtime => StreamAsync(
            runtime,
            $"4\r\npart\r\n0\r\nLambda-Runtime-Function-Error-Type: Late\r\nLambda-Runtime-Function-Error-Body: {error}\r\n\r\n"));
        var result = await host.InvokeAsync();

        Assert.Equal(("Unhandled", """{"errorType":"Late","errorMessage":"too late"}"""), (result.FunctionError, result.Text()));
    }

    [Fact]
    public async Task ReportsAnErrorWithTheTypeInAHeader()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var id = (await connection.NextAsync()).RequestId;
            await connection.PostAsync($"invocation/{id}/error", "", "Lambda-Runtime-Function-Error-Type: Oops\r\n");
            await connection.AskAsync();
        });
        var result = await host.InvokeAsync();

        Assert.Equal("Unhandled", result.FunctionError);
        Assert.StartsWith("""{"errorType":"Oops",""", result.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MaySendAHeaderOfAMegabyte()
    {
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var id = (await connection.NextAsync()).RequestId;
            await connection.PostAsync($"invocation/{id}/error", """{"errorType":"E"}""", $"Lambda-Runtime-Function-XRay-Error-Cause: {new string('x', 1_000_000)}\r\n");
            await connection.AskAsync();
        });

        Assert.Equal("""{"errorType":"E"}""", (await host.InvokeAsync()).Text());
    }

    [Fact]
    public async Task GetsAndGivesSixMegabytes()
    {
        var payload = "\"" + new string('x', 6_291_554) + "\"";
        await using var host = new ScriptedHost(ScriptedHost.EchoAsync);

        Assert.Equal(payload, (await host.InvokeAsync(payload)).Text());
    }

    [Fact]
    public async Task GetsTheArnWithTheQualifierThatWasAskedFor()
    {
        string? arn = null;
        await using var host = new ScriptedHost(async runtime =>
        {
            var connection = runtime.Connect();
            var next = await connection.NextAsync();
            arn = next.Headers["Lambda-Runtime-Invoked-Function-Arn"];
            await connection.RespondAsync(next.RequestId, "0");
        });
        await host.Host.PutAsync(host.Function with { Version = "1" }, TestContext.Current.CancellationToken);
        host.Host.PutAlias("scripted", "live", "1");
        await host.Host.InvokeAsync(new("scripted", Encoding.UTF8.GetBytes("1")) { Qualifier = "live", WantsLogTail = false }, TestContext.Current.CancellationToken);

        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:scripted:live", arn);
    }

    private static async Task StreamAsync(ScriptedRuntime runtime, string chunks)
    {
        var connection = runtime.Connect();
        var id = (await connection.NextAsync()).RequestId;
        using (var second = runtime.Connect())
        {
            await second.SendAsync(
                $"POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {runtime.Address}\r\nContent-Type: application/vnd.awslambda.http-integration-response\r\n"
                + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n"
                + chunks);
            await second.ReadAsync();
        }

        await connection.AskAsync();
    }
}
