using Serverless.Local.Http;

namespace Serverless.Local.Tests.Http;

public sealed class CrossOriginRequests
{
    private static readonly HttpApiCors Rules = new()
    {
        AllowOrigins = ["https://app.example", "http://*"],
        AllowMethods = ["GET", "POST"],
        AllowHeaders = ["authorization", "x-a"],
        ExposeHeaders = ["x-b"],
        MaxAge = 300,
        AllowCredentials = true,
    };

    [Theory]
    [InlineData("https://app.example", "https://app.example")]
    [InlineData("http://anything.example:8080", "http://anything.example:8080")]
    [InlineData("https://evil.example", null)]
    [InlineData("https://app.example.evil.example", null)]
    public async Task AskPermissionWithoutReachingAFunction(string origin, string? allowed)
    {
        await using var api = await ServeAsync(Rules);
        var response = await SendAsync(api, HttpMethod.Options, origin, ("Access-Control-Request-Method", "POST"));

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal(allowed, Header(response, "access-control-allow-origin"));
        Assert.Equal(allowed is null ? null : "GET,POST", Header(response, "access-control-allow-methods"));
        Assert.Equal(allowed is null ? null : "authorization,x-a", Header(response, "access-control-allow-headers"));
        Assert.Equal(allowed is null ? null : "300", Header(response, "access-control-max-age"));
        Assert.Equal(allowed is null ? null : "true", Header(response, "access-control-allow-credentials"));
        Assert.Empty(api.Functions.Calls);
    }

    [Fact]
    public async Task GetTheApisHeadersInsteadOfTheFunctions()
    {
        await using var api = await ServeAsync(Rules);
        var response = await SendAsync(api, HttpMethod.Get, "https://app.example");

        Assert.Equal("https://app.example", Header(response, "access-control-allow-origin"));
        Assert.Equal("x-b", Header(response, "access-control-expose-headers"));
        Assert.Equal("kept", Header(response, "x-own"));
        Assert.Single(api.Functions.Calls);
    }

    [Fact]
    public async Task WithoutAnOriginGetNoHeaders()
    {
        await using var api = await ServeAsync(Rules);
        var response = await api.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Null(Header(response, "access-control-allow-origin"));
    }

    [Fact]
    public async Task OfAnyOriginGetAnAsterisk()
    {
        await using var api = await ServeAsync(new HttpApiCors { AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["*"] });
        var response = await SendAsync(api, HttpMethod.Options, "https://any.example", ("Access-Control-Request-Method", "PUT"));

        Assert.Equal(("*", "*", "*"), (Header(response, "access-control-allow-origin"), Header(response, "access-control-allow-methods"), Header(response, "access-control-allow-headers")));
    }

    [Fact]
    public async Task GoToTheFunctionWhenTheApiHasNoRules()
    {
        await using var api = await ServeAsync(null);
        var response = await SendAsync(api, HttpMethod.Options, "https://app.example", ("Access-Control-Request-Method", "POST"));

        Assert.Equal("https://functions.own", Header(response, "access-control-allow-origin"));
        Assert.Single(api.Functions.Calls);
    }

    [Fact]
    public async Task ThatAreNoPreflightsGoToTheFunction()
    {
        await using var api = await ServeAsync(Rules);
        await SendAsync(api, HttpMethod.Options, "https://app.example");

        Assert.Single(api.Functions.Calls);
    }

    private static Task<ServedHttpApi> ServeAsync(HttpApiCors? cors) => ServedHttpApi.StartAsync(
        new ScriptedFunctions("""{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"https://functions.own","X-Own":"kept"}}"""),
        new HttpApiDefinition("abcdefghij", "test") { Cors = cors, Routes = [new HttpApiRoute("$default", ServedHttpApi.Arn)] });

    private static Task<HttpResponseMessage> SendAsync(ServedHttpApi api, HttpMethod method, string origin, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, "/") { Headers = { { "Origin", origin } } };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : null;
}
