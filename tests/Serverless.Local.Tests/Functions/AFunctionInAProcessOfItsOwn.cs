using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Serverless.Local.Functions;

namespace Serverless.Local.Tests.Functions;

public sealed class AFunctionInAProcessOfItsOwn(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnswersItsEvent()
    {
        var result = await fixture.PutAndInvokeAsync(fixture.TestFunction("echo"), """{"hello":"Ada"}""");

        Assert.Null(result.FunctionError);
        Assert.Equal("""{"hello":"Ada"}""", result.Text());
        Assert.Equal("$LATEST", result.ExecutedVersion);
        Assert.Equal('4', Guid.Parse(result.RequestId).ToString()[14]);
    }

    [Fact]
    public async Task StaysWarmBetweenInvocations()
    {
        var function = fixture.TestFunction("warm");
        var first = await fixture.PutAndInvokeAsync(function, """{"do":"count"}""");
        var second = await fixture.InvokeAsync("warm", """{"do":"count"}""");

        Assert.Equal(1, Number(first, "count"));
        Assert.Equal(2, Number(second, "count"));
        Assert.Equal(Number(first, "process"), Number(second, "process"));
    }

    [Fact]
    public async Task KeepsItsProcessWhenTheSameConfigurationIsPutAgain()
    {
        var function = fixture.TestFunction("unchanged") with { Environment = new Dictionary<string, string> { ["A"] = "1" } };
        var first = await fixture.PutAndInvokeAsync(function, """{"do":"count"}""");
        var second = await fixture.PutAndInvokeAsync(function with { Environment = new Dictionary<string, string> { ["A"] = "1" } }, """{"do":"count"}""");

        Assert.Equal(Number(first, "process"), Number(second, "process"));
    }

    [Fact]
    public async Task GetsAnotherProcessWhenItsConfigurationChanges()
    {
        var function = fixture.TestFunction("changed");
        var first = await fixture.PutAndInvokeAsync(function, """{"do":"count"}""");
        var second = await fixture.PutAndInvokeAsync(function with { MemorySize = 300 }, """{"do":"count"}""");

        Assert.NotEqual(Number(first, "process"), Number(second, "process"));
        await Eventually.TrueAsync(() => !IsAlive(Number(first, "process")));
    }

    [Fact]
    public async Task FinishesAnInvocationThatAConfigurationChangeMeets()
    {
        var function = fixture.TestFunction("overtaken");
        await fixture.PutAndInvokeAsync(function, "1");
        var slow = fixture.InvokeAsync("overtaken", """{"do":"sleep","milliseconds":300}""");
        var fast = await fixture.PutAndInvokeAsync(function with { MemorySize = 300 }, "2");

        Assert.Equal("2", fast.Text());
        Assert.Null((await slow).FunctionError);
    }

    [Fact]
    public async Task SeesTheEnvironmentOfLambda()
    {
        var function = fixture.TestFunction("variables") with
        {
            MemorySize = 512,
            Environment = new Dictionary<string, string> { ["TABLE"] = "orders", ["LANG"] = "C" },
        };
        var result = await fixture.PutAndInvokeAsync(function, """{"do":"environment"}""");
        var variables = JsonSerializer.Deserialize<Dictionary<string, string>>(result.Payload.Span)!;

        Assert.Equal("orders", variables["TABLE"]);
        Assert.Equal("C", variables["LANG"]);
        Assert.Equal(":UTC", variables["TZ"]);
        Assert.Equal("variables", variables["AWS_LAMBDA_FUNCTION_NAME"]);
        Assert.Equal("$LATEST", variables["AWS_LAMBDA_FUNCTION_VERSION"]);
        Assert.Equal("512", variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]);
        Assert.Equal("/aws/lambda/variables", variables["AWS_LAMBDA_LOG_GROUP_NAME"]);
        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$", variables["AWS_LAMBDA_LOG_STREAM_NAME"]);
        Assert.Equal("TestFunction", variables["_HANDLER"]);
        Assert.Equal("AWS_Lambda_dotnet10", variables["AWS_EXECUTION_ENV"]);
        Assert.Equal("on-demand", variables["AWS_LAMBDA_INITIALIZATION_TYPE"]);
        Assert.Equal("us-east-1", variables["AWS_REGION"]);
        Assert.Equal("http://127.0.0.1:4599", variables["AWS_ENDPOINT_URL"]);
        Assert.True(File.Exists(Path.Combine(variables["LAMBDA_TASK_ROOT"], "TestFunction.dll")));
        Assert.Matches(@"^127\.0\.0\.1:\d+$", variables["AWS_LAMBDA_RUNTIME_API"]);
    }

    [Fact]
    public async Task SeesNothingElseOfTheOwnersEnvironment()
    {
        var result = await fixture.PutAndInvokeAsync(fixture.TestFunction("private"), """{"do":"environment"}""");
        var variables = JsonSerializer.Deserialize<Dictionary<string, string>>(result.Payload.Span)!;

        Assert.Equal("local", variables["AWS_SECRET_ACCESS_KEY"]);
        Assert.NotEqual(Environment.GetEnvironmentVariable("HOME"), variables["HOME"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(variables["HOME"]));
        var known = fixture.Options.MachineVariables.Keys.Except(FunctionVariables.Inherited).ToHashSet();
        var leaked = variables.Keys.Where(name => known.Contains(name) && variables[name] == Environment.GetEnvironmentVariable(name));
        Assert.Empty(leaked.Except(["DOTNET_NOLOGO", "DOTNET_CLI_TELEMETRY_OPTOUT", "LANG", "DOTNET_ROOT"]));
    }

    [Fact]
    public async Task GetsTheHeadersOfTheRuntimeApi()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await fixture.Host.PutAsync(fixture.TestFunction("headers"), Cancellation);
        var result = await fixture.Host.InvokeAsync(
            new InvocationRequest("headers", """{"do":"headers"}"""u8.ToArray()) { ClientContext = """{"custom":{"å":"ö"}}""" },
            Cancellation);
        var headers = new Dictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(result.Payload.Span)!, StringComparer.OrdinalIgnoreCase);

        Assert.Equal(result.RequestId, headers["Lambda-Runtime-Aws-Request-Id"]);
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:headers", headers["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$", headers["Lambda-Runtime-Trace-Id"]);
        Assert.Equal("""{"custom":{"å":"ö"}}""", headers["Lambda-Runtime-Client-Context"]);
        Assert.InRange(long.Parse(headers["Lambda-Runtime-Deadline-Ms"], CultureInfo.InvariantCulture), before + 19_000, before + 60_000);
    }

    [Fact]
    public async Task HasAHeapOfItsMemorySize()
    {
        var result = await fixture.PutAndInvokeAsync(fixture.TestFunction("memory") with { MemorySize = 200 }, """{"do":"limit"}""");

        Assert.Equal(200 * 1024 * 1024, Number(result, "limit"));
    }

    [Fact]
    public async Task ReportsAnExceptionAsAFunctionErrorAndStaysWarm()
    {
        await fixture.PutAndInvokeAsync(fixture.TestFunction("throws"), "0");
        var failed = await fixture.InvokeAsync("throws", """{"do":"throw"}""");
        var after = await fixture.InvokeAsync("throws", """{"do":"count"}""");

        Assert.Equal("Unhandled", failed.FunctionError);
        Assert.Equal("""{"errorType":"InvalidOperationException","errorMessage":"thrown on purpose"}""", failed.Text());
        Assert.Equal(3, Number(after, "count"));
    }

    [Fact]
    public async Task ThatExitsGivesItsStatusAndStartsAgain()
    {
        var failed = await fixture.PutAndInvokeAsync(fixture.TestFunction("exits"), """{"do":"exit","code":7}""");
        var after = await fixture.InvokeAsync("exits", """{"do":"count"}""");

        Assert.Equal($$"""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: {{failed.RequestId}} Error: Runtime exited with error: exit status 7"}""", failed.Text());
        Assert.Equal(1, Number(after, "count"));
    }

    [Fact]
    public async Task ThatIsKilledNamesTheSignal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        var failed = await fixture.PutAndInvokeAsync(fixture.TestFunction("killed"), """{"do":"kill"}""");

        Assert.Contains("Runtime exited with error: signal: killed", failed.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatExceedsItsTimeoutIsKilled()
    {
        await fixture.PutAndInvokeAsync(fixture.TestFunction("slow") with { TimeoutSeconds = 1 }, "0");
        var process = Number(await fixture.InvokeAsync("slow", """{"do":"count"}"""), "process");
        var clock = Stopwatch.StartNew();
        var failed = await fixture.InvokeAsync("slow", """{"do":"sleep","milliseconds":60000}""");

        Assert.InRange(clock.Elapsed.TotalSeconds, 0.99, 5);
        Assert.Equal($$"""{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {{failed.RequestId}} Error: Task timed out after 1.00 seconds"}""", failed.Text());
        Assert.Contains($"{failed.RequestId} Task timed out after 1.00 seconds", failed.LogTail, StringComparison.Ordinal);
        Assert.False(IsAlive(process));
        Assert.Equal(1, Number(await fixture.InvokeAsync("slow", """{"do":"count"}"""), "count"));
    }

    [Fact]
    public async Task ThatFailsToInitializeTellsTheCallerAndTriesAgainAtTheNextCall()
    {
        var function = fixture.TestFunction("initfails") with { Environment = new Dictionary<string, string> { ["INIT"] = "error" } };
        var first = await fixture.PutAndInvokeAsync(function, "0");
        var second = await fixture.InvokeAsync("initfails", "0");

        Assert.Equal("""{"errorType":"InvalidOperationException","errorMessage":"the constructor failed"}""", first.Text());
        Assert.Equal(first.Text(), second.Text());
        Assert.NotEqual(first.RequestId, second.RequestId);
    }

    [Fact]
    public async Task ThatExitsBeforeItsFirstEventGivesItsStatusAndItsLastWords()
    {
        var function = fixture.TestFunction("initexits") with { Environment = new Dictionary<string, string> { ["INIT"] = "exit" } };
        var result = await fixture.PutAndInvokeAsync(function, "0");

        Assert.Contains("Runtime exited with error: exit status 3", result.Text(), StringComparison.Ordinal);
        Assert.Contains("giving up before the first event", string.Join('\n', fixture.Lines.Where(line => line.FunctionName == "initexits").Select(line => line.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeavesNoProcessBehindWhenItIsRemoved()
    {
        var process = Number(await fixture.PutAndInvokeAsync(fixture.TestFunction("removed"), """{"do":"count"}"""), "process");
        await fixture.Host.RemoveAsync("removed", Cancellation);

        Assert.False(IsAlive(process));
        Assert.Null(fixture.Host.Find("removed"));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => fixture.InvokeAsync("removed", "0"));
    }

    [Fact]
    public async Task TakesItsChildrenAlong()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs sleep(1) and /proc");
        await fixture.PutAndInvokeAsync(fixture.TestFunction("parent"), "0");
        var child = Number(await fixture.InvokeAsync("parent", """{"do":"spawn"}"""), "process");
        Assert.True(IsAlive(child));
        await fixture.InvokeAsync("parent", """{"do":"exit","code":1}""");

        await Eventually.TrueAsync(() => !IsAlive(child));
    }

    [Fact]
    public async Task RunsTheVersionThatAnAliasNames()
    {
        var function = fixture.TestFunction("versions");
        await fixture.Host.PutAsync(function, Cancellation);
        await fixture.Host.PutAsync(function with { Version = "1", Environment = new Dictionary<string, string> { ["V"] = "one" } }, Cancellation);
        await fixture.Host.PutAsync(function with { Version = "2", Environment = new Dictionary<string, string> { ["V"] = "two" } }, Cancellation);
        fixture.Host.PutAlias("versions", "live", "1");
        var one = await fixture.InvokeAsync("versions", """{"do":"environment"}""", "live");
        fixture.Host.PutAlias("versions", "live", "2");
        var two = await fixture.InvokeAsync("versions", """{"do":"environment"}""", "live");

        Assert.Equal(("1", "2"), (one.ExecutedVersion, two.ExecutedVersion));
        Assert.Contains("\"V\":\"one\"", one.Text(), StringComparison.Ordinal);
        Assert.Contains("\"V\":\"two\"", two.Text(), StringComparison.Ordinal);
        Assert.Equal("2", fixture.Host.Find("versions", "live")!.Version);
        fixture.Host.RemoveAlias("versions", "live");
        Assert.Null(fixture.Host.Find("versions", "live"));
        await fixture.Host.RemoveVersionAsync("versions", "2", Cancellation);
        Assert.Null(fixture.Host.Find("versions", "2"));
    }

    [Fact]
    public async Task AnswersManyCallersAtOnce()
    {
        await fixture.Host.PutAsync(fixture.TestFunction("many"), Cancellation);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => fixture.InvokeAsync("many", $"[{number}]")));

        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"[{number}]"), results.Select(result => result.Text()));
        Assert.InRange(fixture.Host.CountEnvironments("many"), 1, 2);
    }

    private static long Number(InvocationResult result, string name)
    {
        using var document = JsonDocument.Parse(result.Payload);
        return document.RootElement.GetProperty(name).GetInt64();
    }

    private static bool IsAlive(long id)
    {
        try
        {
            using var process = Process.GetProcessById((int)id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
