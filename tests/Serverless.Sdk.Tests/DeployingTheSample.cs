using Serverless.Testing;

namespace Serverless.Sdk.Tests;

public sealed class DeployingTheSample(PackedSdkFixture fixture)
{
    private const string Project = "HelloApi/HelloApi.csproj";

    [Fact]
    public async Task TheDeployedFunctionsAnswerAndFollowTheirSources()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        string[] local = ["build", Project, "-p:ServerlessEnvironment=local", "-p:ServerlessStackName=hello-follow"];

        var created = (await app.DotNetAsync([.. local, "-t:Deploy"])).Succeeded();
        Assert.Matches(@"HelloApi -> stack hello-follow: CREATE_COMPLETE, ApiUrl http://127\.0\.0\.1:\d+", created.Output);
        var url = await OutputAsync(app, local, "ApiUrl");
        Assert.Equal("Hello, Ada!", await GetAsync($"{url}/hello/Ada"));

        var unchanged = (await app.DotNetAsync([.. local, "-t:Deploy"])).Succeeded();
        Assert.Contains("HelloApi -> stack hello-follow: unchanged, ApiUrl", unchanged.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Stored", unchanged.Output, StringComparison.Ordinal);

        app.Edit("Greetings/Greeter.cs", "{greeting}, {name}!", "{greeting}, dear {name}!");
        (await app.DotNetAsync([.. local, "-t:Deploy"])).Succeeded();
        Assert.Equal("Hello, dear Ada!", await GetAsync($"{url}/hello/Ada"));

        app.Edit("HelloApi/template.yaml", "GREETING: !Ref Greeting", "GREETING: Ahoy");
        var plan = await app.TargetResultAsync("ServerlessPlan", local);
        Assert.Equal("HelloFunction", Assert.Single(plan)["Identity"]);
        Assert.Equal("Hello, dear Ada!", await GetAsync($"{url}/hello/Ada"));

        var outputs = await app.TargetResultAsync("Deploy", local);
        Assert.Equal(url, Assert.Single(outputs)["Value"]);
        Assert.Equal("Ahoy, dear Ada!", await GetAsync($"{url}/hello/Ada"));

        var refused = await app.DotNetAsync([.. local, "-t:ServerlessDestroy"]);
        Assert.Equal(1, refused.ExitCode);
        (await app.DotNetAsync([.. local, "-t:ServerlessDestroy", "-p:ServerlessConfirmDestroy=hello-follow"])).Succeeded();
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync($"{url}/hello/Ada"));
    }

    [Fact]
    public async Task PublishDeploysToo()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        var published = (await app.DotNetAsync("publish", Project, "-t:Deploy", "-p:ServerlessEnvironment=local", "-p:ServerlessStackName=hello-publish")).Succeeded();
        Assert.Matches("HelloApi -> stack hello-publish: CREATE_COMPLETE", published.Output);
    }

    [Fact]
    public async Task AFailedResourceIsAnErrorAtItsLineInTheTemplate()
    {
        var app = Workspace.OfSample(fixture.Sdk, "HelloApi");
        app.Edit("HelloApi/template.yaml", "Resources:\n", """
            Resources:
              Uploads:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: Not_A_Bucket_Name

            """);
        var result = await app.DotNetAsync("build", Project, "-t:Deploy", "-p:ServerlessEnvironment=local", "-p:ServerlessStackName=hello-fails");
        Assert.Equal(1, result.ExitCode);
        var line = File.ReadLines(app["HelloApi/template.yaml"]).TakeWhile(text => text != "  Uploads:").Count() + 1;
        Assert.Matches($@"template\.yaml\({line},3,{line},10\): error SLS0702: Uploads CREATE_FAILED", result.Output);
    }

    private static async Task<string> OutputAsync(Workspace app, string[] arguments, string name) =>
        (await app.TargetResultAsync("ServerlessOutputs", arguments)).Single(output => output["Identity"] == name)["Value"];

    private static async Task<string> GetAsync(string url)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(url, TestContext.Current.CancellationToken);
    }
}
