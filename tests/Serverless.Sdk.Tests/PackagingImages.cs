using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Serverless.Testing;

namespace Serverless.Sdk.Tests;

public sealed class PackagingImages(PackedSdkFixture fixture) : IDisposable
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Hello:
            Type: AWS::Serverless::Function
            Properties:
              PackageType: Image
        """;

    private readonly LoopbackRegistry _registry = new();

    public void Dispose() => _registry.Dispose();

    [Fact]
    public async Task AProjectBecomesALayerUponTheBaseImage()
    {
        var app = App();
        var image = Assert.Single(await app.TargetResultAsync("Package", Arguments()));
        Assert.Equal(("Hello", "linux-x64"), (image["LogicalIds"], image["RuntimeIdentifier"]));

        using var manifest = await PushedAsync(app);
        using var config = Part(manifest.RootElement.GetProperty("config"));
        var settings = config.RootElement.GetProperty("config");
        Assert.Equal("/lambda-entrypoint.sh", settings.GetProperty("Entrypoint")[0].GetString());
        Assert.Equal("app", settings.GetProperty("Cmd")[0].GetString());
        Assert.Equal("/var/task", settings.GetProperty("WorkingDir").GetString());
        Assert.Contains("COLOUR=green", settings.GetProperty("Env").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("amd64", config.RootElement.GetProperty("architecture").GetString());
        Assert.Equal(2, manifest.RootElement.GetProperty("layers").GetArrayLength());
    }

    [Theory]
    [InlineData("SelfContained")]
    [InlineData("NativeAot")]
    public async Task AProgramThatBringsItsOwnDotNetIsTheEntryPointAndAnswers(string mode)
    {
        StartingPackagedFunctions.SkipWhereImpossible(mode);
        var app = PackagedApp.Create(
            fixture.Sdk, "  Hello: { Type: 'AWS::Serverless::Function', Properties: { PackageType: Image } }", mode == "NativeAot" ? "<PublishAot>true</PublishAot>" : "<SelfContained>true</SelfContained>");
        using var manifest = await PushedAsync(app);
        using var config = Part(manifest.RootElement.GetProperty("config"));
        var entryPoint = Assert.Single(config.RootElement.GetProperty("config").GetProperty("Entrypoint").EnumerateArray()).GetString()!;
        Assert.Equal("/var/task/app", entryPoint);

        // The layer is unpacked as a container would have it; what the base image brings is on this machine.
        var layer = manifest.RootElement.GetProperty("layers").EnumerateArray().Last().GetProperty("digest").GetString()!;
        await using var tar = new GZipStream(new MemoryStream(_registry.Parts[layer]), CompressionMode.Decompress);
        Directory.CreateDirectory(app["root"]);
        await TarFile.ExtractToDirectoryAsync(tar, app["root"], overwriteFiles: false, TestContext.Current.CancellationToken);
        Assert.Equal(PackagedApp.Answer, await new StartedFunction(app["root/var/task"], app["root"] + entryPoint).AnswerAsync(PackagedApp.Event));
    }

    [Fact]
    public async Task TheSameSourcesAreTheSameImageInAnotherFolder()
    {
        var first = Assert.Single(await App().TargetResultAsync("Package", Arguments()));
        var second = Assert.Single(await App("elsewhere").TargetResultAsync("Package", Arguments()));
        Assert.Equal((first["ContentHash"], first["Sha256"]), (second["ContentHash"], second["Sha256"]));
    }

    [Fact]
    public async Task WhatDidNotChangeIsNeitherFetchedNorWrittenNorPushedAgain()
    {
        var app = App();
        string[] deploy = [.. Arguments(), "-t:Deploy", "-p:ServerlessEnvironment=local", $"-p:ServerlessStackName=images-{Guid.NewGuid():N}", $"-p:ServerlessImageRepository={_registry.Host}/hello"];
        var created = (await app.DotNetAsync(deploy)).Succeeded();
        Assert.Contains("Functions from container images are not emulated", created.Output, StringComparison.Ordinal);
        Assert.Single(_registry.Manifests, manifest => manifest.Key.StartsWith("hello:", StringComparison.Ordinal));

        var asked = _registry.Requests.Count;
        var again = (await app.DotNetAsync(deploy)).Succeeded();
        Assert.Contains("(1 artifact, unchanged)", again.Output, StringComparison.Ordinal);
        Assert.StartsWith("HEAD /v2/hello/manifests/", Assert.Single(_registry.Requests.Skip(asked)), StringComparison.Ordinal);

        asked = _registry.Requests.Count;
        app.Write("Program.cs", "return 1;");
        (await app.DotNetAsync(deploy)).Succeeded();
        // The program's layer and the settings; the base is there, and nobody asked for it.
        Assert.Equal(2, _registry.Requests.Skip(asked).Count(request => request.StartsWith("POST ", StringComparison.Ordinal)));
        Assert.DoesNotContain(_registry.Requests.Skip(asked), request => request.Contains("lambda/dotnet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFunctionInAZipAndOneForAnotherArchitectureAreBuiltBeside()
    {
        var app = App().Write("template.yaml", Template + """


              Arm:
                Type: AWS::Serverless::Function
                Properties: { PackageType: Image, Architectures: [arm64] }
              Zipped:
                Type: AWS::Serverless::Function
                Properties: { Handler: app, Runtime: dotnet10 }
            """.ReplaceLineEndings("\n"));
        var artifacts = await app.TargetResultAsync("Package", [.. Arguments(), "-p:ServerlessSizeReport=Files"]);
        Assert.Equal(
            ["Arm app-linux-arm64-image.tar", "Hello app-linux-x64-image.tar", "Zipped app-linux-x64.zip"],
            artifacts.Select(artifact => $"{artifact["LogicalIds"]} {artifact["Filename"]}{artifact["Extension"]}").Order(StringComparer.Ordinal));

        using var sizes = JsonDocument.Parse(await File.ReadAllTextAsync(app["bin/Debug/net10.0/serverless-reports/serverless.sizes.json"], TestContext.Current.CancellationToken));
        Assert.Equal([("Hello", true), ("Arm", true), ("Zipped", false)], sizes.RootElement.GetProperty("functions").EnumerateArray().Select(function => (function.GetProperty("logicalId").GetString()!, function.TryGetProperty("isImage", out _))));
        var files = sizes.RootElement.GetProperty("artifacts").EnumerateArray().First(artifact => artifact.GetProperty("id").GetString() == "app-linux-arm64-image").GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()!).ToList();
        Assert.StartsWith("layer 1 (", files[0], StringComparison.Ordinal);
        Assert.Contains("var/task/app.dll", files);
    }

    [Fact]
    public async Task AFunctionMayHaveARepositoryOfItsOwnThoughItSharesItsImage()
    {
        var app = App().Write("template.yaml", Template + """


              Other:
                Type: AWS::Serverless::Function
                Properties: { PackageType: Image }
            """.ReplaceLineEndings("\n"));
        string[] upload = [.. Arguments(), "-t:ServerlessUpload", "-p:ServerlessEnvironment=local"];
        (await app.DotNetAsync([.. upload, $"-p:ServerlessImageRepository=\"{_registry.Host}/all,Other={_registry.Host}/other\""])).Succeeded();
        var pushed = _registry.Manifests.Where(manifest => !manifest.Key.StartsWith("lambda/", StringComparison.Ordinal)).ToDictionary(manifest => manifest.Key.Split(':')[0], manifest => manifest.Value);
        Assert.Equal(["all", "other"], pushed.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(pushed["all"], pushed["other"]);

        var wrong = await app.DotNetAsync([.. upload, $"-p:ServerlessImageRepository=\"Othre={_registry.Host}/other\""]);
        Assert.Contains("error SLS0622: ServerlessImageRepository has a repository for 'Othre', which is no function with a container image of this package. Did you mean 'Other'?", wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADockerfileIsHandedToDocker()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for docker is a shell script");
        var app = App().Write("template.yaml", Template + """


                Metadata: { DockerContext: ., Dockerfile: Dockerfile, DockerBuildArgs: { COLOUR: green } }
            """.ReplaceLineEndings("\n")).Write("Dockerfile", "FROM scratch");
        SmallImage.WriteSaved(app["saved.tar"]);
        app.Write("bin/docker", $"#!/bin/sh\necho \"$*\" >> '{app["docker.log"]}'\nif [ \"$1\" = save ]; then cp '{app["saved.tar"]}' \"$3\"; fi\n");
        // The analyzer does not know that the test ends above.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(app["bin/docker"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var path = $"{app["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        (await app.DotNetAsync([.. Arguments(), "-t:Package"], new Dictionary<string, string?> { ["PATH"] = path })).Succeeded();
        var said = await File.ReadAllLinesAsync(app["docker.log"], TestContext.Current.CancellationToken);
        Assert.Equal($"build --platform linux/amd64 --tag serverless-sdk/hello --file {app["Dockerfile"]} --build-arg COLOUR=green {app.Path}", said[0]);
        Assert.Contains("\"digest\": \"sha256:", await File.ReadAllTextAsync(app["bin/Debug/net10.0/serverless/serverless.manifest.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private Workspace App(string name = "app") =>
        Workspace.Empty(fixture.Sdk, name)
            .Write("app.csproj", Apps.Project("<Project Sdk=\"Serverless.Sdk/$(Version)\">", "<ItemGroup><ContainerEnvironmentVariable Include=\"COLOUR\" Value=\"green\" /></ItemGroup>"))
            .Write("Program.cs", Apps.Program)
            .Write("template.yaml", Template);

    private string[] Arguments() => ["build", $"-p:ServerlessContainerBaseImage={_registry.AddBaseImage("lambda/dotnet:10")}"];

    private async Task<JsonDocument> PushedAsync(Workspace app)
    {
        (await app.DotNetAsync([.. Arguments(), "-t:ServerlessUpload", "-p:ServerlessEnvironment=local", $"-p:ServerlessImageRepository={_registry.Host}/hello"])).Succeeded();
        return JsonDocument.Parse(Assert.Single(_registry.Manifests, manifest => manifest.Key.StartsWith("hello:", StringComparison.Ordinal)).Value);
    }

    private JsonDocument Part(JsonElement part) => JsonDocument.Parse(_registry.Parts[part.GetProperty("digest").GetString()!]);
}
