using System.Net;
using System.Net.Sockets;
using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Local.Cloud;

public sealed class StartingAndStopping
{
    [Fact]
    public async Task EverythingIsThereAgainAfterARestart()
    {
        await using var cloud = await RunningCloud.StartAsync();
        await cloud.PutCodeAsync("code", "hello.zip");
        await cloud.DeployAsync("hello", Some.Api);
        var (function, api) = (cloud.Functions.Functions.Values.Single(), cloud.Apis.Apis.Values.Single());
        var events = await cloud.EventsAsync("hello");
        await cloud.StopAsync();
        await cloud.StartAgainAsync();

        Assert.Empty(cloud.Cloud.Diagnostics);
        Assert.Equal(function with { Environment = cloud.Functions.Functions.Values.Single().Environment }, cloud.Functions.Functions.Values.Single());
        Assert.Equal("Hello", cloud.Functions.Functions.Values.Single().Environment["GREETING"]);
        Assert.Equal(api.Routes, cloud.Apis.Apis.Values.Single().Routes);
        Assert.Equal(events, await cloud.EventsAsync("hello"));
        Assert.StartsWith("FAILED: The submitted information didn't contain changes.", await cloud.DeployAsync("hello", Some.Api, "UPDATE"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "CREATE_FAILED")]
    [InlineData(true, "UPDATE_FAILED")]
    public async Task WhatWasAtWorkWhenItStoppedHasFailedAndCanGoOn(bool isUpdate, string status)
    {
        await using var cloud = await RunningCloud.StartAsync(options => isUpdate ? options : options with { StepDelay = TimeSpan.FromMinutes(1) });
        if (isUpdate)
        {
            await cloud.DeployAsync("slow", Some.Queues("One"));
            await cloud.StopAsync();
            await cloud.StartAgainAsync(options => options with { StepDelay = TimeSpan.FromMinutes(1) });
        }

        (await cloud.CallAsync(isUpdate ? "UpdateStack" : "CreateStack", ("StackName", "slow"), ("TemplateBody", Some.Queues("One", "Two")))).Succeeded();
        await cloud.StopAsync();
        await cloud.StartAgainAsync();
        Assert.Equal(status, await cloud.SettledAsync("slow"));
        Assert.Equal("UPDATE_COMPLETE", await cloud.DeployAsync("slow", Some.Queues("One", "Two"), "UPDATE"));
        Assert.Equal(2, (await cloud.CallAsync("ListStackResources", ("StackName", "slow"))).Members("StackResourceSummaries").Count);
    }

    [Fact]
    public async Task ASecondOneInTheSameFolderIsRefused()
    {
        await using var cloud = await RunningCloud.StartAsync();
        Assert.Equal("SLS0803", await CodeAsync(new() { StateFolder = cloud.StateFolder, Functions = new FakeFunctionHost(), HttpApis = new FakeHttpApiHost() }));
    }

    [Fact]
    public async Task APortThatIsTakenIsRefused()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Assert.Equal("SLS0802", await CodeAsync(Options(folder["state"]) with { Port = port }));
        // The folder is free again.
        await using var cloud = await LocalCloud.StartAsync(Options(folder["state"]), TestContext.Current.CancellationToken);
        Assert.True(cloud.Url.IsLoopback);
    }

    [Fact]
    public async Task AFolderThatCannotBeMadeIsRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "");
        Assert.Equal("SLS0801", await CodeAsync(Options(folder["file/state"])));
    }

    [Fact]
    public async Task AStackThatCannotBeReadIsNotForgottenSilently()
    {
        using var folder = new TemporaryFolder();
        folder.Write("state/stacks/x.json", "{ not json");
        Assert.Equal("SLS0804", await CodeAsync(Options(folder["state"])));
    }

    [Fact]
    public async Task AFunctionThatCannotBeBroughtBackIsAWarning()
    {
        await using var cloud = await RunningCloud.StartAsync();
        await cloud.PutCodeAsync("code", "hello.zip");
        await cloud.DeployAsync("hello", Some.Api);
        await cloud.StopAsync();
        await cloud.StartAgainAsync(options =>
        {
            ((FakeFunctionHost)options.Functions).Fault = _ => new IOException("No such file.");
            return options;
        });
        var warning = Assert.Single(cloud.Cloud.Diagnostics);
        Assert.Equal(("SLS0805", Severity.Warning), (warning.Code, warning.Severity));
        Assert.Contains("Hello", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OthersFindItByItsRecordAndMayStopIt()
    {
        await using var cloud = await RunningCloud.StartAsync();
        using var folder = new TemporaryFolder();
        cloud.Cloud.Record.Write(folder.Path);
        var record = LocalCloudRecord.TryRead(folder.Path)!;
        var status = await record.PingAsync(cloud.Client, TestContext.Current.CancellationToken);
        Assert.Equal(cloud.StateFolder, status!.StateFolder);
        Assert.Null(await (record with { Pid = 1 }).PingAsync(cloud.Client, TestContext.Current.CancellationToken));

        using var stop = new HttpRequestMessage(HttpMethod.Post, "/_serverless/stop");
        Assert.Equal(HttpStatusCode.Accepted, (await cloud.Client.SendAsync(stop, TestContext.Current.CancellationToken)).StatusCode);
        await cloud.Cloud.StopRequested.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await cloud.StopAsync();
        Assert.Null(await record.PingAsync(cloud.Client, TestContext.Current.CancellationToken));
        record.Remove(folder.Path);
        Assert.Null(LocalCloudRecord.TryRead(folder.Path));
    }

    [Theory]
    [InlineData("Host", "attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Host", "localhost", HttpStatusCode.Accepted)]
    public async Task AWebPageCannotStopIt(string header, string value, HttpStatusCode status)
    {
        await using var cloud = await RunningCloud.StartAsync();
        using var stop = new HttpRequestMessage(HttpMethod.Post, "/_serverless/stop");
        stop.Headers.TryAddWithoutValidation(header, value);
        Assert.Equal(status, (await cloud.Client.SendAsync(stop, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(status == HttpStatusCode.Accepted, await Task.WhenAny(cloud.Cloud.StopRequested, Task.Delay(100, TestContext.Current.CancellationToken)) == cloud.Cloud.StopRequested);
    }

    private static LocalCloudOptions Options(string folder) => new() { StateFolder = folder, Functions = new FakeFunctionHost(), HttpApis = new FakeHttpApiHost() };

    private static async Task<string> CodeAsync(LocalCloudOptions options) =>
        Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => LocalCloud.StartAsync(options, TestContext.Current.CancellationToken))).Diagnostics).Code;
}
