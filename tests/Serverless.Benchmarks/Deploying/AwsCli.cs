using Serverless.Testing;

namespace Serverless.Benchmarks.Deploying;

/// <summary>AWS's own client, as an installed program.</summary>
internal static class AwsCli
{
    private const string Bucket = "artifacts";

    public static bool IsInstalled => OutsideProgram.Find("aws") is not null;

    public static async Task<string> VersionAsync(DeployedApp app)
    {
        var words = (await RunAsync(new("http://127.0.0.1"), app, "--version")).Output.Split(' ');
        return $"{words[0]} on {words[1]}";
    }

    /// <summary>Makes the bucket that packages go to.</summary>
    public static Task MakeBucketAsync(Uri endpoint, DeployedApp app) => RunAsync(endpoint, app, "s3", "mb", $"s3://{Bucket}");

    /// <summary><c>cloudformation package</c> and <c>deploy</c>.</summary>
    public static async Task DeployAsync(Uri endpoint, DeployedApp app)
    {
        await RunAsync(endpoint, app, "cloudformation", "package", "--template-file", "template.yaml", "--s3-bucket", Bucket, "--output-template-file", "packaged.yaml");
        await RunAsync(
            endpoint, app, "cloudformation", "deploy", "--template-file", "packaged.yaml", "--stack-name", app.StackName, "--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset");
    }

    private static async Task<ProgramResult> RunAsync(Uri endpoint, DeployedApp app, params string[] arguments) => (await OutsideProgram.RunAsync(
        "aws",
        arguments,
        app.Path,
        new Dictionary<string, string?>
        {
            ["AWS_ENDPOINT_URL"] = endpoint.ToString().TrimEnd('/'),
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_SESSION_TOKEN"] = null,
            ["AWS_PROFILE"] = null,
            ["AWS_CONFIG_FILE"] = Path.Combine(app.Path, "no-config"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(app.Path, "no-credentials"),
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_PAGER"] = "",
        })).Succeeded();
}
