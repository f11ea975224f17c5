using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>An app that nests an application of the AWS Serverless Application Repository.</summary>
public sealed class ApplicationsOfTheRepository(PackedSdkFixture fixture)
{
    private const string Application = "arn:aws:serverlessrepo:us-east-1:123456789012:applications/login";

    private static readonly string[] _deploy = ["build", "shop.csproj", "-t:Deploy", "-p:ServerlessStackName=repository", "-p:ServerlessRegion=us-east-1"];

    private static readonly Dictionary<string, string?> _keys = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_SESSION_TOKEN"] = null, ["AWS_PROFILE"] = null,
    };

    [Fact]
    public async Task AreAskedForAndDeployedAndTheirRefusalsStandInTheTemplate()
    {
        var app = App();
        using var repository = new LoopbackApplicationRepository(await StartCloudAsync(app));
        repository.Template = """
            {"Parameters": {"Name": {"Type": "String"}},
             "Resources": {"Users": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Name"}}}},
             "Outputs": {"Greeting": {"Value": {"Fn::Sub": "Hello ${Name}"}}}}
            """;
        repository.Preparations = 2;
        string[] deploy = [.. _deploy, $"-p:ServerlessEndpointUrl={repository.Url}"];

        var deployed = (await app.DotNetAsync(deploy, _keys)).Succeeded();
        Assert.Contains("shop -> stack repository: CREATE_COMPLETE, Greeting Hello ada", deployed.Output, StringComparison.Ordinal);
        Assert.Equal(
            [$"POST /applications/{Application}/templates {{\"semanticVersion\":\"1.0.4\"}}", $"GET /applications/{Application}/templates/t-1", $"GET /applications/{Application}/templates/t-1"],
            repository.Questions);

        await AssertRefusedAsync((404, "NotFoundException", "No application with that ARN."), "SLS0251: Resource with id [Login] is invalid. No application with that ARN.");
        await AssertRefusedAsync((403, "ForbiddenException", "You are not allowed."), "SLS0251: Resource with id [Login] is invalid. You are not allowed.");
        await AssertRefusedAsync((403, "ExpiredTokenException", "The security token is expired"), "SLS0605: ");

        async Task AssertRefusedAsync((int, string, string) refusal, string error)
        {
            repository.Refusal = refusal;
            var refused = await app.DotNetAsync([.. deploy, "--no-restore"], _keys);
            Assert.Equal(1, refused.ExitCode);
            var line = Array.FindIndex(await File.ReadAllLinesAsync(app["template.yaml"]), text => text.Contains("ApplicationId", StringComparison.Ordinal)) + 1;
            Assert.Contains(error.StartsWith("SLS0251", StringComparison.Ordinal) ? $"template.yaml({line},24,{line},{24 + Application.Length}): error {error}" : $"error {error}", refused.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AreBuiltAndPackagedWithoutAskingAndUnknownToTheLocalCloud()
    {
        var app = App();
        (await app.DotNetAsync("build", "shop.csproj", "-t:Package")).Succeeded();
        var refused = await app.DotNetAsync("build", "shop.csproj", "-t:Deploy", "-p:ServerlessEnvironment=local", "-p:ServerlessStackName=unknown", "--no-restore");
        Assert.Equal(1, refused.ExitCode);
        Assert.Matches(@"template\.yaml\(\d+,24,\d+,\d+\): error SLS0251: Resource with id \[Login\] is invalid\. The service 'serverlessrepo' is not emulated by the local cloud\.", refused.Output);
        Assert.Contains("Deploy it to AWS", refused.Output, StringComparison.Ordinal);
    }

    private static async Task<string> StartCloudAsync(Workspace app) =>
        (await app.DotNetAsync("build", "shop.csproj", "-restore", "-t:_ServerlessConnect", "-p:ServerlessEnvironment=local", "-getProperty:_ServerlessLocalEndpointUrl")).Succeeded().Output.Trim();

    private Workspace App() =>
        Workspace.Empty(fixture.Sdk, "shop")
            .Write("shop.csproj", """
                <Project Sdk="Serverless.Sdk/$(Version)">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                  </PropertyGroup>
                </Project>
                """)
            .Write("template.yaml", $$"""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Login:
                    Type: AWS::Serverless::Application
                    Properties:
                      Location:
                        ApplicationId: {{Application}}
                        SemanticVersion: 1.0.4
                      Parameters: { Name: ada }
                Outputs:
                  Greeting: { Value: !GetAtt Login.Outputs.Greeting }
                """);
}
