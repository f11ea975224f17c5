using System.Net;
using System.Text;

namespace Serverless.Local.Cloud;

public sealed class InvokingAFunction : IAsyncLifetime
{
    private RunningCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RunningCloud.StartAsync();
        await _cloud.PutCodeAsync("code", "hello.zip");
        await _cloud.DeployAsync("hello", Some.Api.Replace("Runtime: provided.al2023", "FunctionName: greeter\n      Runtime: provided.al2023", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Theory]
    [InlineData("greeter")]
    [InlineData("greeter:$LATEST")]
    [InlineData("000000000000:function:greeter")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:greeter")]
    [InlineData("arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Agreeter%3A%24LATEST")]
    public async Task EveryWayToNameItWorks(string name)
    {
        var answer = await InvokeAsync(name, """{"a":1}""", ("X-Amz-Log-Type", "Tail"));
        Assert.Equal("""{"event":{"a":1},"greeting":"Hello"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("$LATEST", Assert.Single(answer.Headers.GetValues("X-Amz-Executed-Version")));
        Assert.Equal("a line of log\n", Encoding.UTF8.GetString(Convert.FromBase64String(Assert.Single(answer.Headers.GetValues("X-Amz-Log-Result")))));
        Assert.False(answer.Headers.Contains("X-Amz-Function-Error"));
    }

    [Fact]
    public async Task AFailureIsAnAnswerWithAHeader()
    {
        var answer = await InvokeAsync("greeter", "\"boom\"");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Unhandled", Assert.Single(answer.Headers.GetValues("X-Amz-Function-Error")));
    }

    [Theory]
    [InlineData("nobody", "{}", "RequestResponse", HttpStatusCode.NotFound, "ResourceNotFoundException")]
    [InlineData("greeter:9", "{}", "RequestResponse", HttpStatusCode.NotFound, "ResourceNotFoundException")]
    [InlineData("greeter", "{", "RequestResponse", HttpStatusCode.BadRequest, "InvalidRequestContentException")]
    [InlineData("greeter", "{}", "Sometimes", HttpStatusCode.BadRequest, "InvalidParameterValueException")]
    public async Task WhatCannotBeInvokedIsRefused(string name, string payload, string type, HttpStatusCode status, string code)
    {
        var answer = await InvokeAsync(name, payload, ("X-Amz-Invocation-Type", type));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, Assert.Single(answer.Headers.GetValues("x-amzn-ErrorType")));
    }

    [Fact]
    public async Task AnEventIsTakenAndADryRunIsNot()
    {
        Assert.Equal(HttpStatusCode.Accepted, (await InvokeAsync("greeter", "1", ("X-Amz-Invocation-Type", "Event"))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await InvokeAsync("greeter", "2", ("X-Amz-Invocation-Type", "DryRun"))).StatusCode);
        for (var i = 0; i < 500 && _cloud.Functions.Invocations.IsEmpty; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal("1", Assert.Single(_cloud.Functions.Invocations).Payload.ToArray().Utf8());
    }

    [Fact]
    public async Task ItCanBeListed() =>
        Assert.Contains("\"FunctionName\":\"greeter\"", await _cloud.Client.GetStringAsync("/2015-03-31/functions/", TestContext.Current.CancellationToken), StringComparison.Ordinal);

    private Task<HttpResponseMessage> InvokeAsync(string name, string payload, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/2015-03-31/functions/{name}/invocations") { Content = new StringContent(payload) };
        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return _cloud.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
