using System.IO.Compression;
using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>An app that nests the template of another one, with projects, plain folders and files of its own.</summary>
public sealed class NestedTemplates(PackedSdkFixture fixture)
{
    private const string Project = "shop/shop.csproj";

    [Fact]
    public async Task AreBuiltDeployedAndUpdatedWithTheirParent()
    {
        var app = Shop();
        string[] local = ["build", Project, "-p:ServerlessEnvironment=local", "-p:ServerlessStackName=shop"];
        var deployed = await app.TargetResultAsync("Deploy", local);
        var url = deployed.Single(output => output["Identity"] == "Url")["Value"];
        Assert.Equal("Hello, Ada!", await GetAsync($"{url}/hello/Ada"));

        // The folder of the package is all that it takes, so that nothing of it may lead back to the sources.
        var package = app["shop/bin/Debug/net10.0/serverless"];
        Assert.Equal(
            ["HelloApi-linux-x64.zip", "Tidy.zip", "packaged.yaml", "serverless.manifest.json", "template.yaml", "templates/template.packaged.yaml", "templates/template.yaml"],
            Directory.EnumerateFiles(package, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(package, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        await using (var zip = await ZipFile.OpenReadAsync(Path.Combine(package, "Tidy.zip"), TestContext.Current.CancellationToken))
        {
            Assert.Equal(["certs/ca.pem", "index.mjs", "run.sh"], zip.Entries.Select(entry => entry.FullName));
        }

        var unchanged = (await app.DotNetAsync([.. local, "-t:Deploy"])).Succeeded();
        Assert.Contains("shop -> stack shop: unchanged", unchanged.Output, StringComparison.Ordinal);

        app.Edit("HelloApi/template.yaml", "GREETING: !Ref Greeting", "GREETING: Ahoy");
        (await app.DotNetAsync([.. local, "-t:Deploy"])).Succeeded();
        Assert.Equal("Ahoy, Ada!", await GetAsync($"{url}/hello/Ada"));

        app.Edit("HelloApi/template.yaml", "Resources:\n", "Resources:\n  Uploads:\n    Type: AWS::S3::Bucket\n    Properties: { BucketName: Not_A_Bucket_Name }\n");
        var failed = await app.DotNetAsync([.. local, "-t:Deploy"]);
        Assert.Equal(1, failed.ExitCode);
        var line = File.ReadLines(app["HelloApi/template.yaml"]).TakeWhile(text => text != "  Uploads:").Count() + 1;
        Assert.Matches($@"HelloApi.template\.yaml\({line},3,{line},10\): error SLS0702: Hello\.Uploads CREATE_FAILED", failed.Output);
        (await app.DotNetAsync([.. local, "-t:ServerlessDestroy", "-p:ServerlessConfirmDestroy=shop"])).Succeeded();
    }

    [Fact]
    public async Task AreCheckedAgainWhenTheyChangeAndOnlyThen()
    {
        var app = Shop();
        var stamp = app["shop/obj/Debug/net10.0/serverless/template.validated"];
        (await app.DotNetAsync("build", Project)).Succeeded();
        var time = File.GetLastWriteTimeUtc(stamp);
        (await app.DotNetAsync("build", Project, "--no-restore")).Succeeded();
        Assert.Equal(time, File.GetLastWriteTimeUtc(stamp));

        app.Edit("HelloApi/template.yaml", "Resources:\n", "Resources:\n  Wrong: { Type: AWS::Serverless::Function, Properties: { CodeUri: nowhere, Runtime: dotnet10, Handler: x } }\n");
        var broken = await app.DotNetAsync("build", Project, "--no-restore");
        Assert.Equal(1, broken.ExitCode);
        Assert.Matches(@"HelloApi.template\.yaml\(\d+,\d+(,\d+,\d+)?\): error SLS0301", broken.Output);
    }

    [Fact]
    public async Task FunctionsOfTheirLoopsAndIncludesArePublishedAndDeployed()
    {
        var app = Shop()
            .Write("shop/template.yaml", """
                Resources:
                  Words:
                    Type: AWS::CloudFormation::Stack
                    Properties:
                      TemplateURL: ../words/template.yaml
                      Parameters: { Greetings: "hello,howdy" }
                Outputs:
                  Url: { Value: !GetAtt Words.Outputs.Url }
                """)
            .Write("words/template.yaml", """
                Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
                Parameters:
                  Greetings: { Type: CommaDelimitedList }
                Globals:
                  Function: { Runtime: dotnet10, Handler: HelloApi }
                Resources:
                  Fn::Transform: { Name: AWS::Include, Parameters: { Location: included.yaml } }
                  Fn::ForEach::Words:
                    - Word
                    - !Ref Greetings
                    - Say${Word}:
                        Type: AWS::Serverless::Function
                        Properties:
                          CodeUri: ../HelloApi
                          Environment: { Variables: { ROUTE: hello, GREETING: "${Word}" } }
                          Events:
                            Say: { Type: HttpApi, Properties: { Method: GET, Path: "/${Word}/{name}" } }
                Outputs:
                  Url: { Value: !GetAtt ServerlessHttpApi.ApiEndpoint }
                """)
            .Write("words/included.yaml", """
                Clock:
                  Type: AWS::Serverless::Function
                  Properties:
                    CodeUri: ../HelloApi
                    Architectures: [arm64]
                    Environment: { Variables: { ROUTE: time } }
                Tidy:
                  Type: AWS::Serverless::Function
                  Properties: { CodeUri: ../tidy, Runtime: nodejs22.x, Handler: index.handler }
                """);
        string[] local = ["build", Project, "-p:ServerlessEnvironment=local", "-p:ServerlessStackName=words"];
        var deployed = await app.TargetResultAsync("Deploy", local);
        var url = deployed.Single(output => output["Identity"] == "Url")["Value"];
        Assert.Equal("hello, Ada!", await GetAsync($"{url}/hello/Ada"));
        Assert.Equal("howdy, Ada!", await GetAsync($"{url}/howdy/Ada"));

        var package = app["shop/bin/Debug/net10.0/serverless"];
        Assert.Equal(["HelloApi-linux-arm64.zip", "HelloApi-linux-x64.zip", "Tidy.zip"], Directory.EnumerateFiles(package, "*.zip").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

        app.Edit("words/included.yaml", "../tidy", "../tidier");
        var broken = await app.DotNetAsync("build", Project, "--no-restore");
        Assert.Equal(1, broken.ExitCode);
        Assert.Matches(@"words.included\.yaml\(9,26(,\d+,\d+)?\): error SLS0301", broken.Output);
        (await app.DotNetAsync([.. local, "-t:ServerlessDestroy", "-p:ServerlessConfirmDestroy=words"])).Succeeded();
    }

    private Workspace Shop() =>
        Workspace.OfSample(fixture.Sdk, "HelloApi")
            .Write(Project, """
                <Project Sdk="Serverless.Sdk/$(Version)">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                  </PropertyGroup>
                  <ItemGroup>
                    <ServerlessFunctionProject Include="../HelloApi/HelloApi.csproj" />
                    <ServerlessContent Include="../secrets/**/*.pem" LogicalId="Tidy" />
                    <ServerlessExclude Include="../tidy/**/*.md" />
                  </ItemGroup>
                </Project>
                """)
            .Write("shop/template.yaml", """
                Resources:
                  Hello:
                    Type: AWS::CloudFormation::Stack
                    Properties: { TemplateURL: ../HelloApi/template.yaml }
                  Role:
                    Type: AWS::IAM::Role
                    Properties: { AssumeRolePolicyDocument: {} }
                  Tidy:
                    Type: AWS::Lambda::Function
                    Properties: { Code: ../tidy, Runtime: nodejs22.x, Handler: index.handler, Role: !GetAtt Role.Arn }
                Outputs:
                  Url: { Value: !GetAtt Hello.Outputs.ApiUrl }
                """)
            .Write("tidy/index.mjs", "export const handler = async () => 1;\n")
            .Write("tidy/run.sh", "#!/bin/sh\n")
            .Write("tidy/docs/notes.md", "notes")
            .Write("tidy/tests/index.test.mjs", "")
            .Write("tidy/.serverlessignore", "tests/\n")
            .Write("secrets/certs/ca.pem", "certificate");

    private static async Task<string> GetAsync(string url)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(url, TestContext.Current.CancellationToken);
    }
}
