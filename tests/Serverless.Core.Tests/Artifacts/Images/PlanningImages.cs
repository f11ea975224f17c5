namespace Serverless.Artifacts.Images;

public sealed class PlanningImages
{
    private readonly SomeApp _app = new() { Files = [.. new SomeApp().Files, "/app/image.tar.gz", "/app/docker/Dockerfile", "/app/docker/Other.dockerfile"] };

    [Theory]
    [InlineData("", "App-linux-x64-image image of /app/App.csproj:linux-x64 Fn.ImageUri")]
    [InlineData("CodeUri: src/Orders", "Orders-linux-x64-image image of /app/src/Orders/Orders.csproj:linux-x64 Fn.ImageUri")]
    [InlineData("ImageUri: ./src/Orders", "Orders-linux-x64-image image of /app/src/Orders/Orders.csproj:linux-x64 Fn.ImageUri")]
    [InlineData("ImageUri: src/Orders/Orders.csproj", "Orders-linux-x64-image image of /app/src/Orders/Orders.csproj:linux-x64 Fn.ImageUri")]
    [InlineData("ImageUri: image.tar.gz", "Fn archive /app/image.tar.gz Fn.ImageUri")]
    [InlineData("Architectures: [arm64]", "App-linux-arm64-image image of /app/App.csproj:linux-arm64 Fn.ImageUri")]
    // An address is nobody's business here.
    [InlineData("ImageUri: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:1", "")]
    [InlineData("ImageUri: orders:latest", "")]
    [InlineData("ImageUri: !Ref Image", "")]
    [InlineData("ImageUri: !Sub '${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/orders:1'", "")]
    public void AServerlessFunctionNeeds(string property, string expected) => AssertPlan(expected, SomeApp.Function("PackageType: Image", property.Length > 0 ? property : "Timeout: 3"));

    [Theory]
    [InlineData("Timeout: 3", "App-linux-x64-image image of /app/App.csproj:linux-x64 Fn.Code.ImageUri")]
    [InlineData("Code: src/Orders", "Orders-linux-x64-image image of /app/src/Orders/Orders.csproj:linux-x64 Fn.Code.ImageUri")]
    [InlineData("Code: {ImageUri: ./src/Orders}", "Orders-linux-x64-image image of /app/src/Orders/Orders.csproj:linux-x64 Fn.Code.ImageUri")]
    [InlineData("Code: {ImageUri: 'registry.example/orders:1'}", "")]
    public void ALambdaFunctionNeeds(string property, string expected) => AssertPlan(expected, SomeApp.OfType("AWS::Lambda::Function", "PackageType: Image", property));

    [Theory]
    [InlineData("{DockerContext: docker}", "Fn dockerfile /app/docker/Dockerfile in /app/docker for linux/amd64 Fn.ImageUri")]
    [InlineData("{DockerContext: ./docker, Dockerfile: Other.dockerfile, DockerBuildTarget: final, DockerBuildArgs: {B: !Ref AWS::Region, A: 1}}", "Fn dockerfile /app/docker/Other.dockerfile in /app/docker for linux/amd64 to final with B=eu-west-1,A=1 Fn.ImageUri")]
    [InlineData("{Dockerfile: docker/Dockerfile}", "Fn dockerfile /app/docker/Dockerfile in /app for linux/amd64 Fn.ImageUri")]
    public void ADockerfileInMetadataComesFirst(string metadata, string expected)
    {
        var app = _app with { Layout = _app.Layout with { Parameters = _app.Layout.Parameters.Add("AWS::Region", "eu-west-1") } };
        AssertPlan(expected, SomeApp.Function("PackageType: Image", "CodeUri: src/Orders") + $"\n    Metadata: {metadata}", app);
    }

    [Fact]
    public void AZipAndAnImageOfOneProjectAreOnePublishAndTwoArtifacts()
    {
        var plan = _app.RequiredPublishes(SomeApp.Function("PackageType: Image") + "\n  Other:\n    Type: AWS::Serverless::Function\n    Properties: {Runtime: dotnet10}").Value!;
        Assert.Equal(["App-linux-x64-image", "App-linux-x64"], plan.Artifacts.Select(artifact => artifact.Id));
        Assert.Equal(plan.RequiredPublishes, plan.RequiredImages);
    }

    [Fact]
    public void FunctionsOfOneProjectAndArchitectureShareTheImage() => AssertPlan(
        "App-linux-x64-image image of /app/App.csproj:linux-x64 Fn.ImageUri Other.ImageUri",
        SomeApp.Function("PackageType: Image") + "\n  Other:\n    Type: AWS::Serverless::Function\n    Properties: {PackageType: Image, ImageConfig: {Command: [App]}}");

    [Theory]
    [InlineData("CodeUri: python", "SLS0350 Error 7: No container image for 'Fn' can be made of 'python', which has no .NET project. Name a project or an image archive, add Dockerfile and DockerContext to the function's Metadata, or set ImageUri to an image in a registry.")]
    [InlineData("ImageUri: ./ready.zip", "SLS0350 Error 7: No container image for 'Fn' can be made of './ready.zip', which has no .NET project. Name a project or an image archive, add Dockerfile and DockerContext to the function's Metadata, or set ImageUri to an image in a registry.")]
    [InlineData("ImageUri: ./missing.tar", "SLS0301 Error 7: './missing.tar' does not exist in the template's folder.")]
    [InlineData("CodeUri: !Ref Nothing", "SLS0302 Error 7: What the image of 'Fn' is made of cannot be known when the app is built: 'Nothing' is known only when the stack is deployed. Write the path itself, or give the parameter a default.")]
    public void WhatCannotBecomeAnImageIsReportedAtItsLine(string property, string expected)
    {
        var plan = _app.PlanBeforePublish(SomeApp.Function("PackageType: Image", property));
        Assert.Equal(expected, SomeApp.Show(plan.Diagnostics));
        Assert.Equal("Fn.ImageUri", Assert.Single(plan.Value!.Unplanned).ToString());
    }

    [Fact]
    public void ADockerfileThatIsNotThereIsReported() => Assert.Equal(
        "SLS0351 Error 7: The Dockerfile of 'Fn', python/Dockerfile, does not exist. DockerContext is a folder as seen from the template, Dockerfile a file as seen from there. Without both, the image is made by the .NET SDK.",
        SomeApp.Show(_app.RequiredPublishes(SomeApp.Function("PackageType: Image") + "\n    Metadata: {DockerContext: python}").Diagnostics));

    [Theory]
    [InlineData("docker", "")]
    [InlineData("podman", "SLS0352 Error 7: The image of 'Fn' is made of docker/Dockerfile, and there is no docker here to build it. Install docker, or remove Dockerfile and DockerContext from the function's Metadata: the .NET SDK makes images of projects without docker.")]
    public void ADockerfileNeedsDocker(string program, string expected)
    {
        var app = _app with { Layout = _app.Layout with { Machine = new(true, "linux-x64", name => name == program) } };
        Assert.Equal(expected, SomeApp.Show(app.RequiredPublishes(SomeApp.Function("PackageType: Image") + "\n    Metadata: {DockerContext: docker}").Diagnostics));
    }

    [Theory]
    [InlineData("Runtime: dotnet10", "SLS0353 Error 7: 'Fn' runs a container image and cannot have Runtime. Remove it, or set PackageType to Zip.")]
    [InlineData("Handler: App", "SLS0353 Error 7: 'Fn' runs a container image and cannot have Handler. Name the handler in ImageConfig.Command.")]
    [InlineData("Layers: [a]", "SLS0353 Error 7: 'Fn' runs a container image and cannot have Layers. Remove it, or set PackageType to Zip.")]
    [InlineData("ImageConfig: {Command: [Ap]}", "SLS0313 Error 7: Handler 'Ap' is not the program that App.csproj makes. Write 'App'.")]
    [InlineData("ImageConfig: {Command: [App]}", "")]
    [InlineData("ImageConfig: {EntryPoint: [/bin/sh], Command: [Ap]}", "")]
    public void PropertiesThatDoNotGoWithTheImageAreReportedAtTheirLines(string property, string expected) =>
        Assert.Equal(expected, SomeApp.Show(_app.PlanBeforePublish(SomeApp.OfType("AWS::Lambda::Function", "PackageType: Image", property)).Diagnostics));

    [Fact]
    public void ALibraryHasToSayWhichMethodIsCalled()
    {
        var app = _app.With(facts => facts with { OutputType = "Library" });
        Assert.Equal(
            "SLS0354 Warning 3: The image of 'Fn' is made of App.csproj, a library, and nothing says which of its methods is called. Set ImageConfig.Command to ['App::Namespace.Type::Method'].",
            SomeApp.Show(app.PlanBeforePublish(SomeApp.Function("PackageType: Image")).Diagnostics));
        Assert.Empty(app.PlanBeforePublish(SomeApp.Function("PackageType: Image", "ImageConfig: {Command: ['App::Some.Type::Method']}")).Diagnostics);
    }

    [Fact]
    public void AProjectThatWasPublishedWithoutItsImageIsReported() =>
        Assert.Equal("SLS0401", Assert.Single(_app.Published().Plan(SomeApp.Function("PackageType: Image")).Diagnostics).Code);

    private void AssertPlan(string expected, string text, SomeApp? app = null)
    {
        var plan = (app ?? _app).RequiredPublishes(text);
        Assert.Empty(plan.Diagnostics);
        Assert.Equal(expected, string.Join('\n', plan.Value!.Artifacts.Select(artifact => $"{artifact.Id} {Show(artifact.Source)} {string.Join(' ', artifact.Fills)}")));
    }

    private static string Show(ArtifactSource source) => source switch
    {
        ImageProjectSource { Publish: var publish } => $"image of {publish.ProjectPath}:{publish.RuntimeIdentifier}",
        ImageArchiveSource archive => $"archive {archive.Path}",
        DockerfileSource file => $"dockerfile {file.Path} in {file.ContextPath} for {file.Platform}{(file.Target is { } target ? $" to {target}" : "")}{(file.Arguments.IsEmpty ? "" : $" with {string.Join(',', file.Arguments)}")}",
        _ => source.ToString(),
    };
}
