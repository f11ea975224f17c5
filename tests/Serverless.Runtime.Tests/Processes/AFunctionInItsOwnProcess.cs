using System.Text.Json;
using Serverless.Fakes;

namespace Serverless.Processes;

public sealed class AFunctionInItsOwnProcess
{
    [Theory]
    [InlineData("json", """{"Value":21}""", """{"Value":42,"FunctionName":"surprise"}""")]
    [InlineData("json-synchronous", """{"Value":21}""", """{"Value":42,"FunctionName":"surprise"}""")]
    [InlineData("json-alone", """{"Value":21}""", """{"Value":42,"FunctionName":"none"}""")]
    [InlineData("json-synchronous-alone", """{"Value":21}""", """{"Value":42,"FunctionName":"none"}""")]
    [InlineData("method", """{"Value":21}""", """{"Value":42,"FunctionName":"surprise"}""")]
    [InlineData("json-initialized", """{"Value":21}""", """{"Value":42,"FunctionName":"surprise"}""")]
    [InlineData("json-sink", """{"Value":21}""", "null")]
    [InlineData("json-streaming", """{"Value":21}""", "42")]
    [InlineData("streaming", "any bytes", "any bytes")]
    [InlineData("echo", "any bytes", "any bytes")]
    [InlineData("from-the-pool", "any bytes", "any bytes")]
    public async Task AnswersThroughEveryWayToRunIt(string surprise, string happening, string answer)
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent(happening)).Next(new SomeEvent(happening));
        await using var program = FunctionProgram.Start(surprise, api.Address);
        Assert.Equal(answer, (await api.PostAsync()).Text);
        Assert.Equal(answer, (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task EndsCleanlyOnSigtermWhileItWaits()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var program = FunctionProgram.Start("echo", api.Address);
        await api.PolledAsync(1);
        await program.TerminateAsync();
        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains("after the run", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FinishesItsInvocationBeforeItEndsOnSigterm()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent("work"));
        await using var program = FunctionProgram.Start("slow", api.Address);
        await program.SaysAsync("working");
        await program.TerminateAsync();
        Assert.Equal("work", (await api.PostAsync()).Text);
        Assert.Equal(0, await program.ExitAsync());
        Assert.Equal(1, api.Polls);
    }

    [Fact]
    public async Task PostsWhyItCouldNotBeInitializedAndExitsWithOne()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var program = FunctionProgram.Start("init-error", api.Address);
        var post = await api.PostAsync();
        Assert.Equal(1, await program.ExitAsync());
        Assert.Equal("/2018-06-01/runtime/init/error", post.Path);
        Assert.Equal("application/vnd.aws.lambda.error+json", post.Headers["Content-Type"]);
        var error = JsonDocument.Parse(post.Body).RootElement;
        Assert.Equal("InvalidOperationException", error.GetProperty("errorType").GetString());
        Assert.Equal("the database is not there", error.GetProperty("errorMessage").GetString());
        Assert.Equal("TimeoutException", error.GetProperty("cause").GetProperty("errorType").GetString());
        Assert.Contains("the database is not there", program.Output, StringComparison.Ordinal);
        Assert.Equal(0, api.Polls);
    }

    [Fact]
    public async Task WithoutAHandlerIsAnErrorOfInitialization()
    {
        await using var api = FakeRuntimeApi.Start();
        await using var program = FunctionProgram.Start("null-handler", api.Address);
        Assert.Contains("was given null as its handler", (await api.PostAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(1, await program.ExitAsync());
    }

    [Fact]
    public async Task StartedByHandSaysWhatItIsAndExitsWithOne()
    {
        await using var program = FunctionProgram.Start("echo", runtimeApi: null);
        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set. This program is an AWS Lambda function", program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithNobodyAtTheAddressGivesUpSoonAndSaysSo()
    {
        await using var program = FunctionProgram.Start("echo", "127.0.0.1:1");
        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains("Connection refused", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetsTheTraceVariableForEachInvocation()
    {
        await using var api = FakeRuntimeApi.Start()
            .Next(new SomeEvent { Headers = "Lambda-Runtime-Trace-Id: Root=1-2-3\r\n" })
            .Next(new SomeEvent());
        await using var program = FunctionProgram.Start("trace", api.Address);
        Assert.Equal("Root=1-2-3", (await api.PostAsync()).Text);
        Assert.Equal("none", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task ReportsAnExceptionOnAnotherThreadBeforeItDies()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var program = FunctionProgram.Start("other-thread", api.Address);
        var post = await api.PostAsync();
        Assert.EndsWith("/error", post.Path, StringComparison.Ordinal);
        Assert.Contains("thrown on a thread of its own", post.Text, StringComparison.Ordinal);
        Assert.NotEqual(0, await program.ExitAsync());
        Assert.Contains("An exception that nobody caught", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogsATaskThatFailedUnobserved()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent()).Next(new SomeEvent()).Next(new SomeEvent());
        await using var program = FunctionProgram.Start("unobserved", api.Address);
        await api.PostAsync();
        await api.PostAsync();
        await api.PostAsync();
        await program.SaysAsync("thrown in a task that nobody awaits");
    }

    [Fact]
    public async Task ShowsTheExceptionInsideAStaticConstructor()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var program = FunctionProgram.Start("static-constructor", api.Address);
        var error = JsonDocument.Parse((await api.PostAsync()).Body).RootElement;
        Assert.Equal("FormatException", error.GetProperty("errorType").GetString());
        Assert.Contains("'not a number'", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Contains("while the static fields of Broken were initialized", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReportsThatItRanOutOfMemoryAndGoesOn()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var program = FunctionProgram.Start("memory", api.Address, ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"));
        var post = await api.PostAsync();
        Assert.Equal("OutOfMemoryException", post.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains("The function has 128 MB of memory.", post.Text, StringComparison.Ordinal);
        await api.PolledAsync(2);
    }

    [Fact]
    public async Task HasTheHeapThatItsMemorySizeAllows()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent());
        await using var program = FunctionProgram.Start("memory-limit", api.Address, ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"));
        Assert.Equal("268435456", (await api.PostAsync()).Text);
    }

    [Fact]
    public async Task ThatNeverReturnsSaysWhatItIsDoingBeforeItIsKilled()
    {
        await using var api = FakeRuntimeApi.Start().Next(new SomeEvent { Deadline = DateTimeOffset.UtcNow.AddSeconds(2) });
        await using var program = FunctionProgram.Start("stuck", api.Address);
        await program.SaysAsync("has not returned its task: it computes, or blocks its thread");
    }
}
