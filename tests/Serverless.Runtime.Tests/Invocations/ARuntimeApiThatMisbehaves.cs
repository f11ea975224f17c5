using System.Text;
using System.Text.Json;
using Serverless.Fakes;
using Serverless.RuntimeApi;

namespace Serverless.Invocations;

public sealed class ARuntimeApiThatMisbehaves
{
    private static readonly byte[] s_event = new SomeEvent("good").ToResponse();

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(60)]
    public async Task ByResettingThePollIsAskedAgain(int after) => await IsAskedAgainAfter(Replies.ResetAfter(s_event[..after]));

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(60)]
    public async Task ByClosingThePollIsAskedAgain(int after) => await IsAskedAgainAfter(Replies.CloseAfter(s_event[..after]));

    [Fact]
    public async Task ByBreakingOffInTheBodyIsAskedAgain() => await IsAskedAgainAfter(Replies.ResetAfter(s_event[..^2]));

    [Theory]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nLambda-Runtime-Aws-Request-Id: a\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nLambda-Runtime-Aws-Request-Id: a/../b\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nLambda-Runtime-Aws-Request-Id: a b\r\n\r\n{}")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    public async Task BySendingNoEventIsAskedAgain(string wire) => await IsAskedAgainAfter(Replies.Bytes(wire));

    [Fact]
    public async Task BySendingByteByByteIsWaitedFor()
    {
        await using var api = FakeRuntimeApi.Start().Next(Replies.Slowly(s_event));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        Assert.Equal("good", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task ByAnsweringTheFirstPollLateIsWaitedFor()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        await api.PolledAsync(1);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        api.Next(new SomeEvent("late"));
        Assert.Equal("late", (await api.PostAsync()).Text);
        Assert.Equal(1, api.Connections);
    }

    [Fact]
    public async Task ByFailingEveryPollIsGivenUpAfterGrowingPauses()
    {
        await using var api = FakeRuntimeApi.Start();
        for (var i = 0; i < 100; i++)
        {
            api.Next(Replies.CloseAfter([]));
        }

        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        await function.EndAsync();
        Assert.Equal(1, function.ExitCode);
        Assert.Equal(RuntimeApiClient.MaxPollFailures + 1, api.Polls);
        Assert.Equal([10, 20, 40, 80, 160, 320, 640], function.Pauses.Select(pause => pause.TotalMilliseconds));
        Assert.Contains("\tcrit\tThe Runtime API could not be asked for the next event 9 times in a row", function.Log, StringComparison.Ordinal);
    }

    [Theory, InlineData(403), InlineData(404), InlineData(500), InlineData(503)]
    public async Task ByRefusingThePollEndsTheFunctionWithItsReason(int status)
    {
        await using var api = FakeRuntimeApi.Start().Next(Replies.Status(status, """{"errorType":"InvalidState","errorMessage":"no more"}"""));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        await function.EndAsync();
        Assert.Equal(1, function.ExitCode);
        Assert.Contains($"status {status}", function.Log, StringComparison.Ordinal);
        Assert.Contains("no more", function.Log, StringComparison.Ordinal);
    }

    [Theory, InlineData(400), InlineData(403), InlineData(429)]
    public async Task ByRefusingTheResponseIsLoggedAndAskedForTheNextEvent(int status)
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("one")).Next(new SomeEvent("two"))
            .AnswerPost(Replies.Status(status, """{"errorType":"InvalidRequestID"}"""));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        Assert.Equal("one", (await api.PostAsync()).Text);
        Assert.Equal("two", (await api.PostAsync()).Text);
        Assert.Contains($"refused the response: status {status} {{\"errorType\":\"InvalidRequestID\"}}", function.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ByFailingToTakeTheResponseEndsTheFunction()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent()).AnswerPost(Replies.Status(500));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        await function.EndAsync();
        Assert.Equal(1, function.ExitCode);
    }

    [Fact]
    public async Task ByFindingTheResponseTooLargeIsToldAnErrorInstead()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("large") { RequestId = "id-1" }).Next(new SomeEvent("small"))
            .AnswerPost(Replies.Status(413, """{"errorType":"RequestEntityTooLarge"}"""));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        Assert.Equal("large", (await api.PostAsync()).Text);
        var error = await api.PostAsync();
        Assert.Equal("/2018-06-01/runtime/invocation/id-1/error", error.Path);
        Assert.Equal("ResponseTooLargeException", JsonDocument.Parse(error.Body).RootElement.GetProperty("errorType").GetString());
        Assert.Equal("small", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task ByRefusingALongResponseBeforeItHasReadItIsToldAnErrorInstead()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent()).Next(new SomeEvent("small"))
            .AnswerPost(Replies.RefuseEarly(413, """{"errorType":"RequestEntityTooLarge"}"""));
        api.LongestBody = 1_000_000;
        var isFirst = true;
        await using var function = RunningFunction.Start(api, (input, _) =>
        {
            (var large, isFirst) = (isFirst, false);
            return Task.FromResult(large ? new MemoryStream(new byte[40_000_000]) : input);
        });
        await api.PostAsync();
        Assert.Equal("ResponseTooLargeException", (await api.PostAsync()).Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("small", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task ByAcceptingWithAnEmptyAnswerIsFine()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("one")).Next(new SomeEvent("two")).Next(new SomeEvent("three"))
            .AnswerPost(Replies.Bytes("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"))
            .AnswerPost(Replies.Bytes("HTTP/1.1 202 Accepted\r\n\r\n"));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        Assert.Equal("one", (await api.PostAsync()).Text);
        Assert.Equal("two", (await api.PostAsync()).Text);
        Assert.Equal("three", (await api.PostAsync()).Text);
        Assert.Equal("", function.Log);
    }

    [Fact]
    public async Task ByClosingAfterEveryAnswerCostsAConnectionEach()
    {
        var closing = Encoding.ASCII.GetBytes("HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        await using var api = FakeRuntimeApi.Start();
        for (var i = 0; i < 3; i++)
        {
            api.Next(new SomeEvent($"{i}")).AnswerPost(Replies.CloseAfter(closing));
        }

        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"{i}", (await api.PostAsync()).Text);
        }

        await api.PolledAsync(4);
        Assert.Equal(4, api.Connections);
        Assert.Equal("", function.Log);
    }

    [Fact]
    public async Task ByClosingWithoutAcknowledgementIsSentTheResponseOnceMore()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("one")).Next(new SomeEvent("two")).AnswerPost(Replies.CloseAfter([]));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        Assert.Equal("one", (await api.PostAsync()).Text);
        Assert.Equal("one", (await api.PostAsync()).Text);
        Assert.Equal("two", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task ByNeverAcknowledgingIsLoggedAndAskedForTheNextEvent()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("one")).Next(new SomeEvent("two"))
            .AnswerPost(Replies.CloseAfter([])).AnswerPost(Replies.ResetAfter("HTTP/1.1 2"u8.ToArray()));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        Assert.Equal("one", (await api.PostAsync()).Text);
        Assert.Equal("one", (await api.PostAsync()).Text);
        Assert.Equal("two", (await api.PostAsync()).Text);
        Assert.Contains("Posting the response to the Runtime API failed.", function.Log, StringComparison.Ordinal);
    }

    private static async Task IsAskedAgainAfter(Reply fault)
    {
        await using var api = FakeRuntimeApi.Start().Next(fault).Next(new SomeEvent("good"));
        await using var function = RunningFunction.Start(api, (input, _) => Task.FromResult(input));
        Assert.Equal("good", (await api.PostAsync()).Text);
        Assert.InRange(api.Polls, 2, 3);
        Assert.Empty(function.Pauses);
    }
}
