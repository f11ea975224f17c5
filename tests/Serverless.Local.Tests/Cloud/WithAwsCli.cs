using Serverless.Testing;

namespace Serverless.Local.Cloud;

/// <summary>The local cloud under AWS's own client, unchanged: an independent reading of every wire protocol.</summary>
public sealed class WithAwsCli
{
    [Fact]
    public async Task ItPackagesDeploysDescribesInvokesAndDeletes()
    {
        Assert.SkipWhen(OutsideProgram.Find("aws") is null, "aws-cli is not installed");
        // Held back until the stack has settled: aws-cli would wait 30 seconds before it asks again.
        await using var cloud = await RunningCloud.StartAsync(options => options with { Settle = TimeSpan.FromSeconds(20) });
        Directory.CreateDirectory(Path.Combine(cloud.Scratch, "app"));
        await File.WriteAllTextAsync(Path.Combine(cloud.Scratch, "app", "bootstrap"), "#!/bin/sh\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(cloud.Scratch, "event.json"), """{"who":"Ada"}""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(cloud.Scratch, "template.yaml"), Template, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(cloud.Scratch, "big.bin"), new byte[20 * 1024 * 1024], TestContext.Current.CancellationToken);

        Assert.Contains("000000000000", (await AwsAsync(cloud, "sts", "get-caller-identity")).Succeeded().Output, StringComparison.Ordinal);
        (await AwsAsync(cloud, "s3", "mb", "s3://artifacts")).Succeeded();
        (await AwsAsync(cloud, "s3", "cp", "big.bin", "s3://artifacts/a folder/big.bin")).Succeeded();
        Assert.Contains("20971520 big.bin", (await AwsAsync(cloud, "s3", "ls", "s3://artifacts/a folder/")).Succeeded().Output, StringComparison.Ordinal);
        (await AwsAsync(cloud, "s3", "cp", "s3://artifacts/a folder/big.bin", "back.bin")).Succeeded();
        Assert.Equal(20 * 1024 * 1024, new FileInfo(Path.Combine(cloud.Scratch, "back.bin")).Length);
        (await AwsAsync(cloud, "s3", "rm", "s3://artifacts/a folder/big.bin")).Succeeded();

        (await AwsAsync(cloud, "cloudformation", "package", "--template-file", "template.yaml", "--s3-bucket", "artifacts", "--output-template-file", "packaged.yaml")).Succeeded();
        (await DeployAsync(cloud)).Succeeded();
        Assert.Contains("No changes to deploy", (await DeployAsync(cloud)).Succeeded().All, StringComparison.Ordinal);
        (await DeployAsync(cloud, "--parameter-overrides", "Greeting=Hi")).Succeeded();
        Assert.NotEqual(0, (await DeployAsync(cloud, "--parameter-overrides", "Greeting=Hi", "Memory=64")).ExitCode);

        var stack = (await AwsAsync(cloud, "cloudformation", "describe-stacks", "--stack-name", "cli", "--query", "Stacks[0].[StackStatus,Outputs[0].OutputValue]", "--output", "text")).Succeeded();
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE\tgreeter", stack.Output.Trim());
        var invoked = (await AwsAsync(cloud, "lambda", "invoke", "--function-name", "greeter", "--payload", "file://event.json", "answer.json")).Succeeded();
        Assert.Contains("$LATEST", invoked.Output, StringComparison.Ordinal);
        Assert.Equal("""{"event":{"who":"Ada"},"greeting":"Hi"}""", await File.ReadAllTextAsync(Path.Combine(cloud.Scratch, "answer.json"), TestContext.Current.CancellationToken));

        Assert.NotEqual(0, (await DeployAsync(cloud, "--stack-name", "broken", "--parameter-overrides", "Name=other", "Memory=64")).ExitCode);
        var broken = (await AwsAsync(cloud, "cloudformation", "describe-stacks", "--stack-name", "broken", "--query", "Stacks[0].StackStatus", "--output", "text")).Succeeded();
        Assert.Equal("ROLLBACK_COMPLETE", broken.Output.Trim());
        var events = (await AwsAsync(cloud, "cloudformation", "describe-stack-events", "--stack-name", "broken", "--query", "StackEvents[?ResourceStatus=='CREATE_FAILED'].LogicalResourceId", "--output", "text")).Succeeded();
        Assert.Equal("Hello", events.Output.Trim());
        (await AwsAsync(cloud, "cloudformation", "delete-stack", "--stack-name", "broken")).Succeeded();

        (await AwsAsync(cloud, "cloudformation", "delete-stack", "--stack-name", "cli")).Succeeded();
        (await AwsAsync(cloud, "cloudformation", "wait", "stack-delete-complete", "--stack-name", "cli")).Succeeded();
        (await AwsAsync(cloud, "s3", "rb", "s3://artifacts", "--force")).Succeeded();
    }

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Name: {Type: String, Default: greeter}
          Greeting: {Type: String, Default: Hello}
          Memory: {Type: Number, Default: 128}
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: !Ref Name
              Runtime: provided.al2023
              Handler: bootstrap
              CodeUri: app
              MemorySize: !Ref Memory
              Environment: {Variables: {GREETING: !Ref Greeting}}
        Outputs:
          Name: {Value: !Ref Hello}
        """;

    private static async Task<ProgramResult> DeployAsync(RunningCloud cloud, params string[] more)
    {
        // aws-cli names change sets by the second, and two deployments fit into one here.
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        return await AwsAsync(cloud, ["cloudformation", "deploy", "--template-file", "packaged.yaml", "--stack-name", "cli", "--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset", .. more]);
    }

    private static Task<ProgramResult> AwsAsync(RunningCloud cloud, params string[] arguments) => OutsideProgram.RunAsync(
        "aws",
        arguments,
        cloud.Scratch,
        new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL"] = cloud.Cloud.Url.ToString().TrimEnd('/'),
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_SESSION_TOKEN"] = null,
            ["AWS_PROFILE"] = null,
            ["AWS_CONFIG_FILE"] = Path.Combine(cloud.Scratch, "no-config"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(cloud.Scratch, "no-credentials"),
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_PAGER"] = "",
        },
        TestContext.Current.CancellationToken);
}
