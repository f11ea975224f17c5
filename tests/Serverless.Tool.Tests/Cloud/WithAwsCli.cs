using System.Text.Json;
using Serverless.Testing;

namespace Serverless.Tool.Cloud;

/// <summary>The tool's own process under AWS's own client, with a function that runs.</summary>
public sealed class WithAwsCli
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Memory: {Type: Number, Default: 512}
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: hello
              Runtime: dotnet10
              Handler: TestFunction
              CodeUri: app
              Timeout: 20
              MemorySize: !Ref Memory
              FunctionUrlConfig: {AuthType: NONE}
              Events:
                Get: {Type: HttpApi, Properties: {Method: GET, Path: '/hello/{name}'}}
        Outputs:
          FunctionUrl: {Value: !GetAtt HelloUrl.FunctionUrl}
          ApiUrl: {Value: !Sub 'https://${ServerlessHttpApi}.execute-api.${AWS::Region}.amazonaws.com'}
        """;

    [Fact]
    public async Task ADeployedFunctionAnswersOverHttpAndInvokeUntilItsStackIsDeleted()
    {
        Assert.SkipWhen(OutsideProgram.Find("aws") is null, "aws-cli is not installed");
        await using var home = new ToolHome();
        home.Write("template.yaml", Template);
        home.Write("event.json", """{"who":"Ada"}""");
        TestFunctionCode.CopyTo(Path.Combine(home.Scratch, "app"));
        var endpoint = await home.StartAsync("--settle", "20");
        Task<ProgramResult> Aws(params string[] arguments) => AwsAsync(home, endpoint, arguments);

        (await Aws("s3", "mb", "s3://artifacts")).Succeeded();
        (await Aws("s3", "cp", "event.json", "s3://artifacts/events/event.json")).Succeeded();
        Assert.Contains("13 event.json", (await Aws("s3", "ls", "s3://artifacts/events/")).Succeeded().Output, StringComparison.Ordinal);

        (await Aws("cloudformation", "package", "--template-file", "template.yaml", "--s3-bucket", "artifacts", "--output-template-file", "packaged.yaml")).Succeeded();
        (await Aws(Deploy)).Succeeded();
        async Task<string> OutputAsync(string key) =>
            (await Aws("cloudformation", "describe-stacks", "--stack-name", "cli", "--query", $"Stacks[0].Outputs[?OutputKey=='{key}'].OutputValue", "--output", "text")).Succeeded().Output.Trim();
        var url = await OutputAsync("ApiUrl");
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+$", url);
        Assert.Equal("/hello/Ada", await GetPathAsync($"{url}/hello/Ada"));

        Assert.Equal("/from/anywhere", await GetPathAsync($"{(await OutputAsync("FunctionUrl")).TrimEnd('/')}/from/anywhere"));

        (await Aws("lambda", "invoke", "--function-name", "hello", "--payload", "file://event.json", "answer.json")).Succeeded();
        Assert.Equal("""{"who":"Ada"}""", await File.ReadAllTextAsync(Path.Combine(home.Scratch, "answer.json"), TestContext.Current.CancellationToken));
        Assert.Contains("No changes to deploy", (await Aws(Deploy)).Succeeded().All, StringComparison.Ordinal);

        (await Aws([.. Deploy, "--parameter-overrides", "Memory=1024"])).Succeeded();
        Assert.Equal("/hello/Ada", await GetPathAsync($"{url}/hello/Ada"));
        Assert.NotEqual(0, (await Aws([.. Deploy, "--parameter-overrides", "Memory=64"])).ExitCode);
        var status = (await Aws("cloudformation", "describe-stacks", "--stack-name", "cli", "--query", "Stacks[0].StackStatus", "--output", "text")).Succeeded();
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", status.Output.Trim());
        Assert.Equal("/hello/Bob", await GetPathAsync($"{url}/hello/Bob"));

        (await Aws("cloudformation", "delete-stack", "--stack-name", "cli")).Succeeded();
        await Assert.ThrowsAsync<HttpRequestException>(() => GetPathAsync($"{url}/hello/Ada"));
        Assert.Empty((await home.JsonAsync("local", "status")).GetProperty("status").GetProperty("functions").EnumerateArray());
    }

    private static string[] Deploy =>
        ["cloudformation", "deploy", "--template-file", "packaged.yaml", "--stack-name", "cli", "--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset"];

    // The function echoes its event.
    private static async Task<string?> GetPathAsync(string url)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var answer = await client.GetStringAsync(new Uri(url), TestContext.Current.CancellationToken);
        return JsonElement.Parse(answer).GetProperty("rawPath").GetString();
    }

    // The CLI asks for the credentials of a machine in EC2 and for the user's files unless it is told otherwise.
    private static Task<ProgramResult> AwsAsync(ToolHome home, string endpoint, string[] arguments) => OutsideProgram.RunAsync(
        "aws",
        arguments,
        home.Scratch,
        new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL"] = endpoint,
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_SESSION_TOKEN"] = null,
            ["AWS_PROFILE"] = null,
            ["AWS_CONFIG_FILE"] = Path.Combine(home.Scratch, "no-config"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(home.Scratch, "no-credentials"),
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_PAGER"] = "",
        },
        TestContext.Current.CancellationToken);
}
