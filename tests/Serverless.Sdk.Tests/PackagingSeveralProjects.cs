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

    [Fact]
    public async Task ImagesOfPackagesAreKeptBetweenBuildsAndChangeNoByte()
    {
        var app = TwoProjects("<ServerlessFunctionProject Include=\"../worker/worker.csproj\" /><PackageReference Include=\"YamlDotNet\" Version=\"18.1.0\" />");
        var first = await app.TargetResultAsync("Package", "build", App);
        Directory.Delete(app["app/obj"], recursive: true);
        var kept = Directory.EnumerateFiles(fixture.Sdk.Environment["ServerlessReadyToRunCachePath"]!, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        Assert.NotEmpty(kept);

        var second = await app.TargetResultAsync("Package", "build", App);
        Assert.Contains(kept, image => File.GetLastWriteTimeUtc(image.Key) > image.Value);
        Directory.Delete(app["app/obj"], recursive: true);
        var without = await app.TargetResultAsync("Package", "build", App, "-p:ServerlessReadyToRunCache=false");
        Assert.Equal(first.Select(artifact => artifact["Sha256"]), second.Select(artifact => artifact["Sha256"]));
        Assert.Equal(first.Select(artifact => artifact["Sha256"]), without.Select(artifact => artifact["Sha256"]));
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
