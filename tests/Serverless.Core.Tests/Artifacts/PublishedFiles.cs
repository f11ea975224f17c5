namespace Serverless.Artifacts;

public sealed class PublishedFiles
{
    private readonly SomeApp _app = new SomeApp().Published();

    [Theory]
    [InlineData("dotnet10", "App", "App.dll App.runtimeconfig.json", "")]
    [InlineData("dotnet10", "App", "App", "")]
    [InlineData("dotnet10", "App", "lib/App.dll", "SLS0402 Error 7: Handler 'App' needs App.dll, which App.csproj does not have at its root.")]
    [InlineData("dotnet10", "App", "App.dll", "SLS0403 Error 7: Lambda needs App.runtimeconfig.json to start 'App', and App.csproj does not have it. Set GenerateRuntimeConfigurationFiles to true in the project.")]
    [InlineData("dotnet10", "App::T::M", "App.dll App.runtimeconfig.json App.deps.json", "")]
    [InlineData("dotnet10", "App::T::M", "App.dll Other.runtimeconfig.json Other.deps.json", "")]
    [InlineData("dotnet10", "App::T::M", "App.dll App.runtimeconfig.json", "SLS0404 Error 7: Lambda needs App.deps.json to start 'App::T::M', and App.csproj does not have it. Do not set GenerateDependencyFile to false in the project.")]
    [InlineData("dotnet10", "App::T::M", "App.dll App.deps.json a.runtimeconfig.json b.runtimeconfig.json", "SLS0403 Error 7: Lambda needs App.runtimeconfig.json to start 'App::T::M', and App.csproj does not have it. Set GenerateRuntimeConfigurationFiles to true in the project.")]
    [InlineData("provided.al2023", "x", "bootstrap", "")]
    [InlineData("provided.al2023", "x", "App", "")]
    [InlineData("provided.al2023", "x", "App.dll", "SLS0405 Error 6: Runtime 'provided.al2023' starts a file named 'bootstrap', which App.csproj does not have. Set AssemblyName to bootstrap, with PublishAot or SelfContained.")]
    public void AreWhatTheRuntimeStarts(string runtime, string handler, string files, string expected)
    {
        var published = _app.Layout.Published[0] with
        {
            Facts = _app.Layout.Published[0].Facts with { OutputType = null },
            CompileMode = LambdaRuntime.IsCustomName(runtime) ? CompileMode.SelfContained : null,
            Files = [.. files.Split(' ').Select(file => new PublishedFile($"/app/obj/{file}", file))],
        };
        var app = _app with { Layout = _app.Layout with { Published = [published] } };
        Assert.Equal(expected, SomeApp.Show(app.Plan(SomeApp.Function($"Runtime: {runtime}", $"Handler: {handler}")).Diagnostics));
    }

    [Fact]
    public void OfAFolderWithoutAProjectAreCheckedToo() =>
        Assert.Equal(
            "SLS0402 Error 8: Handler 'App' needs App.dll, which 'python', a folder without a project, does not have at its root.",
            SomeApp.Show(_app.Plan(SomeApp.Function("CodeUri: python", "Runtime: dotnet10", "Handler: App")).Diagnostics));

    [Fact]
    public void ThatAreMissingAltogetherAreReportedWithWhatWasPublishedInstead()
    {
        var app = _app with { Layout = _app.Layout with { Published = [.. _app.Layout.Published.Where(one => one.RuntimeIdentifier == "linux-x64")] } };
        var plan = app.Plan(SomeApp.Function("Architectures: [arm64]"));
        Assert.Equal("SLS0401 Error 3: App.csproj was not published for linux-arm64 in Release, which 'Fn' needs. It was published for linux-x64 Release.", SomeApp.Show(plan.Diagnostics));
        Assert.Equal("Fn.CodeUri", Assert.Single(plan.Value!.Unplanned).ToString());
    }
}
