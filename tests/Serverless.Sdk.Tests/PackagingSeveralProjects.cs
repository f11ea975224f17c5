using Serverless.Testing;

namespace Serverless.Sdk.Tests;

public sealed class PackagingSeveralProjects(PackedSdkFixture fixture)
{
    private const string App = "app/app.csproj";

    [Fact]
    public async Task AFunctionProjectAndTheAppItselfAreAnArtifactEach()
    {
        var app = TwoProjects("<ServerlessFunctionProject Include=\"../worker/worker.csproj\" />");
        (await app.DotNetAsync("build", App)).Succeeded();
        var artifacts = await app.TargetResultAsync("Package", "build", App);
        Assert.Equal(["Api", "Worker"], artifacts.Select(artifact => artifact["LogicalIds"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AnArchitectureThatOnlyAParameterNamesReachesAFunctionProjectToo()
    {
        var app = TwoProjects("<ServerlessFunctionProject Include=\"../worker/worker.csproj\" /><ServerlessParameter Include=\"Chip\" Value=\"arm64\" />");
        var artifacts = await app.TargetResultAsync("Package", "build", App);
        Assert.Equal(["Api linux-x64", "Worker linux-arm64"], artifacts.Select(artifact => $"{artifact["LogicalIds"]} {artifact["RuntimeIdentifier"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AProjectThatNothingRefersToIsReportedWithTheLineToAdd()
    {
        var result = await TwoProjects("").DotNetAsync("build", App);
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"template\.yaml\(\d+,\d+(,\d+,\d+)?\): error SLS0304: .*ServerlessFunctionProject Include=", result.Output);
    }

    [Fact]
    public async Task TwoArchitecturesOfOneProjectAreTwoArtifactsInOneBuild()
    {
        var app = Apps.OneFunction(fixture.Sdk).Write("template.yaml", Apps.Template + """

              Arm:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: .
                  Handler: app
                  Runtime: dotnet10
                  Architectures: [arm64]
            """);
        var artifacts = await app.TargetResultAsync("Package", "build");
        Assert.Equal(["linux-arm64", "linux-x64"], artifacts.Select(artifact => artifact["RuntimeIdentifier"]).Order(StringComparer.Ordinal));
        Assert.Equal(2, artifacts.Select(artifact => artifact["ContentHash"]).Distinct().Count());
    }

    private Workspace TwoProjects(string reference) =>
        Workspace.Empty(fixture.Sdk)
            .Write(App, Apps.Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">", $"<ItemGroup>{reference}</ItemGroup>"))
            .Write("app/Program.cs", Apps.Program)
            .Write("app/template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Parameters:
                  Chip: { Type: String, Default: x86_64 }
                Globals:
                  Function: { Runtime: dotnet10 }
                Resources:
                  Api:
                    Type: AWS::Serverless::Function
                    Properties: { CodeUri: ., Handler: app }
                  Worker:
                    Type: AWS::Serverless::Function
                    Properties: { CodeUri: ../worker, Handler: worker, Architectures: [!Ref Chip] }
                """)
            .Write("worker/worker.csproj", Apps.Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">"))
            .Write("worker/Program.cs", Apps.Program);
}
