using System.Net;
using System.Net.Sockets;
using System.Text;
using Serverless.Local.Functions;
using Serverless.Local.Http;
using Serverless.Local.Tests.Functions;
using Serverless.Testing;

namespace Serverless.Local.Tests.Http;

public sealed class AGateway
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnswersUnknownRoutesWithNotFound()
    {
        await using var api = await ServedHttpApi.StartAsync("1", new HttpApiRoute("GET /a", ServedHttpApi.Arn));

        await AssertAsync(api.Client.GetAsync(new Uri("/b", UriKind.Relative), Cancellation), HttpStatusCode.NotFound, """{"message":"Not Found"}""");
        await AssertAsync(api.Client.PostAsync(new Uri("/a", UriKind.Relative), null, Cancellation), HttpStatusCode.NotFound, """{"message":"Not Found"}""");
        Assert.Empty(api.Functions.Calls);
    }

    [Fact]
    public async Task AnswersAFailedFunctionWithInternalServerError()
    {
        await using var api = await ServeAsync(_ => Task.FromResult(ScriptedFunctions.Answer("""{"errorMessage":"secret"}""", "Unhandled")));

        await AssertAsync(GetAsync(api), HttpStatusCode.InternalServerError, """{"message":"Internal Server Error"}""");
    }

    [Fact]
    public async Task AnswersAMissingFunctionWithInternalServerError()
    {
        await using var api = await ServeAsync(_ => throw new KeyNotFoundException());

        await AssertAsync(GetAsync(api), HttpStatusCode.InternalServerError, """{"message":"Internal Server Error"}""");
    }

    [Fact]
    public async Task AnswersAThrottledCallWithServiceUnavailable()
    {
        await using var api = await ServeAsync(_ => Task.FromResult(ScriptedFunctions.Answer("{}", "Unhandled") with { IsThrottled = true }));

        await AssertAsync(GetAsync(api), HttpStatusCode.ServiceUnavailable, """{"message":"Service Unavailable"}""");
    }

    [Fact]
    public async Task WaitsThirtySecondsForAFunctionAndNoLonger()
    {
        var clock = new ManualClock();
        var called = new TaskCompletionSource();
        await using var api = await ServedHttpApi.StartAsync(
            new ScriptedFunctions(_ =>
            {
                called.SetResult();
                return new TaskCompletionSource<InvocationResult>().Task;
            }),
            new HttpApiDefinition("abcdefghij", "test") { Routes = [new HttpApiRoute("$default", ServedHttpApi.Arn)] },
            clock);
        var answer = GetAsync(api);
        await called.Task;
        await Task.Delay(50, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(29.9));
        await Task.Delay(50, Cancellation);
        Assert.False(answer.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));

        await AssertAsync(answer, HttpStatusCode.ServiceUnavailable, """{"message":"Service Unavailable"}""");
    }

    [Theory]
    [InlineData("it needs the authorizer 'Users', which is not emulated", ServedHttpApi.Arn)]
    [InlineData(null, null)]
    public async Task NeverOpensARouteThatItCannotServe(string? reason, string? arn)
    {
        await using var api = await ServedHttpApi.StartAsync("1", new HttpApiRoute("GET /", arn) { RefusedBecause = reason });
        var response = await GetAsync(api);

        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
        Assert.StartsWith("{\"message\":\"Not Implemented: the local cloud does not serve the route 'GET /', because " + (reason ?? "its integration is not emulated"), await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(api.Functions.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RefusesBodiesOverTenMegabytes(bool hasLength)
    {
        await using var api = await ServedHttpApi.StartAsync("1", new HttpApiRoute("POST /", ServedHttpApi.Arn));
        using var content = new StreamContent(new MemoryStream(new byte[(10 * 1024 * 1024) + 1]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.TransferEncodingChunked = !hasLength;

        await AssertAsync(api.Client.SendAsync(request, Cancellation), HttpStatusCode.RequestEntityTooLarge, """{"message":"Request Entity Too Large"}""");
        Assert.Empty(api.Functions.Calls);
    }

    [Fact]
    public async Task TakesBodiesOfTenMegabytes()
    {
        await using var api = await ServedHttpApi.StartAsync("1", new HttpApiRoute("POST /", ServedHttpApi.Arn));
        using var content = new StringContent(new string('x', 10 * 1024 * 1024), Encoding.UTF8, "text/plain");

        await AssertAsync(api.Client.PostAsync(new Uri("/", UriKind.Relative), content, Cancellation), HttpStatusCode.OK, "1");
    }

    [Fact]
    public async Task PassesTheQualifierOfTheIntegrationOn()
    {
        await using var api = await ServedHttpApi.StartAsync("1", new HttpApiRoute("GET /", ServedHttpApi.Arn + ":live"));
        await GetAsync(api);

        Assert.True(api.Functions.Calls.TryDequeue(out var call));
        Assert.Equal(("hello", "live", false), (call.Request.FunctionName, call.Request.Qualifier, call.Request.WantsLogTail));
    }

    [Fact]
    public async Task PassesTheTraceOn()
    {
        await using var api = await ServedHttpApi.StartAsync("1", new HttpApiRoute("GET /", ServedHttpApi.Arn));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793" } } };
        await api.Client.SendAsync(request, Cancellation);

        Assert.True(api.Functions.Calls.TryDequeue(out var call));
        Assert.Matches("^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=0$", call.Request.TraceId!);
        Assert.Contains("\"x-amzn-trace-id\":\"Root=1-5759e988-bd862e3fe1be46a994272793\"", call.Event, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServesAnotherDefinitionFromTheNextRequestOn()
    {
        await using var api = await ServedHttpApi.StartAsync("1", new HttpApiRoute("GET /", ServedHttpApi.Arn));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api)).StatusCode);
        await api.Host.PutAsync(new HttpApiDefinition("abcdefghij", "test"), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(api)).StatusCode);
        Assert.Equal(api.Address, await api.Host.ReserveAsync("abcdefghij", Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(api)).StatusCode);
    }

    [Fact]
    public async Task FinishesARequestThatAnotherDefinitionMeets()
    {
        var called = new TaskCompletionSource();
        var answer = new TaskCompletionSource<InvocationResult>();
        await using var api = await ServeAsync(_ =>
        {
            called.TrySetResult();
            return answer.Task;
        });
        var response = GetAsync(api);
        await called.Task;
        await api.Host.PutAsync(new HttpApiDefinition("abcdefghij", "test"), Cancellation);
        answer.SetResult(ScriptedFunctions.Answer("\"done\""));

        await AssertAsync(response, HttpStatusCode.OK, "done");
    }

    [Fact]
    public async Task ReachesARealFunction()
    {
        await using var fixture = new ProcessFixture();
        await fixture.Host.PutAsync(fixture.TestFunction("hello"), Cancellation);
        using var folder = new TemporaryFolder();
        await using var apis = new HttpApiHost(fixture.Host, new HttpApiHostOptions { StateFolder = folder.Path });
        var address = await apis.ReserveAsync("abcdefghij", Cancellation);
        await apis.PutAsync(new HttpApiDefinition("abcdefghij", "real") { Routes = [new HttpApiRoute("GET /hello/{name}", ServedHttpApi.Arn)] }, Cancellation);
        using var client = new HttpClient();
        var answer = await client.GetStringAsync(new Uri(address, "/hello/Ada"), Cancellation);

        Assert.Contains("\"pathParameters\":{\"name\":\"Ada\"}", answer, StringComparison.Ordinal);
    }

    private static Task<ServedHttpApi> ServeAsync(Func<InvocationRequest, Task<InvocationResult>> answer) =>
        ServedHttpApi.StartAsync(new ScriptedFunctions(answer), new HttpApiDefinition("abcdefghij", "test") { Routes = [new HttpApiRoute("$default", ServedHttpApi.Arn)] });

    private static Task<HttpResponseMessage> GetAsync(ServedHttpApi api) => api.Client.GetAsync(new Uri("/", UriKind.Relative), Cancellation);

    private static async Task AssertAsync(Task<HttpResponseMessage> request, HttpStatusCode status, string body)
    {
        using var response = await request;
        Assert.Equal((status, body), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Matches("^[0-9A-Za-z]{15}=$", Assert.Single(response.Headers.GetValues("apigw-requestid")));
    }
}
