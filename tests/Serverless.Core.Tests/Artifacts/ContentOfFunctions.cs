namespace Serverless.Artifacts;

public sealed class ContentOfFunctions
{
    private readonly SomeApp _app = new();

    [Fact]
    public void AFunctionWithContentOfItsOwnHasAZipOfItsOwn()
    {
        var plan = Plan(
            """
            Resources:
              A: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/Orders}}
              B: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/Orders}}
              C: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/Orders}}
            """,
            new AddedContent("/app/ca.pem", "ca.pem", "B"));
        Assert.Empty(plan.Diagnostics);
        Assert.Equal(
            """
            Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release A.CodeUri C.CodeUri
            B-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release B.CodeUri
            """,
            SomeApp.Show(plan.Value!));
        Assert.Equal("ca.pem", Assert.Single(plan.Value!.Artifacts[1].Added).PackagePath);
        Assert.Single(plan.Value.RequiredPublishes);
    }

    [Fact]
    public void FunctionsWithEqualContentShareAZip()
    {
        var plan = Plan(
            """
            Resources:
              A: {Type: AWS::Serverless::Function, Properties: {CodeUri: python}}
              B: {Type: AWS::Serverless::Function, Properties: {CodeUri: python}}
            """,
            new AddedContent("/app/ca.pem", "ca.pem", "A"),
            new AddedContent("/app/ca.pem", "ca.pem", "B"));
        Assert.Equal("A zip of /app/python A.CodeUri B.CodeUri", SomeApp.Show(plan.Value!));
    }

    [Theory]
    [InlineData("Fm", "ServerlessContent 'ca.pem' is for 'Fm', which is no function with a package of its own. Did you mean 'Fn'?")]
    [InlineData("", "ServerlessContent 'ca.pem' does not say which function it belongs to. Set its LogicalId to the name that the function has in the template.")]
    public void ContentWithoutAFunctionIsReported(string logicalId, string expected)
    {
        var plan = Plan(SomeApp.Function("CodeUri: python"), new AddedContent("/app/ca.pem", "ca.pem", logicalId));
        Assert.Equal($"SLS0343 Error 0: {expected}", SomeApp.Show(plan.Diagnostics));
    }

    [Fact]
    public void AnArchiveTakesNoContent() =>
        Assert.Equal(
            "SLS0343 Error 0: ServerlessContent 'ca.pem' is for 'Fn', whose archive is taken as it is. Add the file to the archive, or unpack it and name the folder.",
            SomeApp.Show(Plan(SomeApp.Function("CodeUri: ready.zip"), new AddedContent("/app/ca.pem", "ca.pem", "Fn")).Diagnostics));

    [Fact]
    public void ABootstrapMayComeAsContent()
    {
        var app = _app with { Layout = _app.Layout with { Content = [new("/app/start", "bootstrap", "Fn")] } };
        Assert.Empty(app.PlanBeforePublish(SomeApp.Function("CodeUri: python", "Runtime: provided.al2023", "Handler: x")).Diagnostics);
    }

    [Fact]
    public void ExcludedFilesAreNotPublishedEither()
    {
        var app = _app.Published("secret.json");
        app = app with { Layout = app.Layout with { ExcludedPaths = ["/app/obj/linux-x64/secret.json"] } };
        var plan = app.Plan(SomeApp.Function("CodeUri: src/Orders", "Runtime: dotnet10", "Handler: Orders"));
        Assert.Equal("Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:3 files Fn.CodeUri", SomeApp.Show(plan.Value!));
    }

    private Diagnostics.Checked<PackagePlan> Plan(string text, params AddedContent[] content) =>
        (_app with { Layout = _app.Layout with { Content = [.. content] } }).RequiredPublishes(text);
}
