namespace Serverless.Artifacts;

public sealed class PlanningArtifacts
{
    private readonly SomeApp _app = new();

    [Theory]
    // Where the code is
    [InlineData("", "App-linux-x64 /app/App.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("CodeUri: .", "App-linux-x64 /app/App.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("CodeUri: ''", "App-linux-x64 /app/App.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("CodeUri: ./src/Orders/", "Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("CodeUri: src\\Orders", "Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("CodeUri: src/Orders/Orders.csproj", "Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("CodeUri: src/Payments", "Payments-linux-x64 /app/src/Payments/Payments.fsproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("CodeUri: /app/src/Orders", "Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("CodeUri: python", "Fn zip of /app/python Fn.CodeUri")]
    [InlineData("CodeUri: python/handler.py", "Fn zip of /app/python/handler.py Fn.CodeUri")]
    [InlineData("CodeUri: ready.zip", "ready file /app/ready.zip Fn.CodeUri")]
    // What is nobody's business here
    [InlineData("CodeUri: s3://bucket/key", "")]
    [InlineData("CodeUri: {Bucket: b, Key: k}", "")]
    [InlineData("InlineCode: 'exports.x = 1'", "")]
    [InlineData("ImageUri: 123.dkr.ecr.eu-west-1.amazonaws.com/x:1", "")]
    // Architectures
    [InlineData("Architectures: [x86_64]", "App-linux-x64 /app/App.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("Architectures: [arm64]", "App-linux-arm64 /app/App.csproj:linux-arm64:Release Fn.CodeUri")]
    // A custom runtime has no .NET of its own
    [InlineData("Runtime: provided.al2023", "App-linux-x64-selfcontained /app/App.csproj:linux-x64:Release:SelfContained Fn.CodeUri")]
    public void AServerlessFunctionNeeds(string property, string expected) => AssertPlan(expected, SomeApp.Function(property));

    [Theory]
    [InlineData("", "App-linux-x64 /app/App.csproj:linux-x64:Release Fn.Code")]
    [InlineData("Code: src/Orders", "Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release Fn.Code")]
    [InlineData("Code: {S3Bucket: b, S3Key: k}", "")]
    [InlineData("Code: {ZipFile: 'exports.x = 1'}", "")]
    public void ALambdaFunctionNeeds(string property, string expected) => AssertPlan(expected, SomeApp.OfType("AWS::Lambda::Function", property));

    [Theory]
    [InlineData("AWS::Serverless::LayerVersion", "ContentUri: python", "Fn zip of /app/python Fn.ContentUri")]
    [InlineData("AWS::Lambda::LayerVersion", "Content: ready.zip", "ready file /app/ready.zip Fn.Content")]
    [InlineData("AWS::Serverless::Api", "DefinitionUri: api.yaml", "api file /app/api.yaml Fn.DefinitionUri")]
    [InlineData("AWS::ApiGateway::RestApi", "BodyS3Location: api.yaml", "api file /app/api.yaml Fn.BodyS3Location")]
    [InlineData("AWS::Serverless::Api", "DefinitionUri: s3://b/k", "")]
    [InlineData("AWS::Serverless::Api", "DefinitionBody: {}", "")]
    [InlineData("AWS::Glue::Job", "Command: {Name: x, ScriptLocation: python/handler.py}", "handler file /app/python/handler.py Fn.Command.ScriptLocation")]
    [InlineData("AWS::CodeCommit::Repository", "Code: {S3: python}", "Fn zip of /app/python Fn.Code.S3")]
    [InlineData("AWS::CloudFormation::Stack", "TemplateURL: https://s3.amazonaws.com/b/t.yaml", "")]
    [InlineData("AWS::Serverless::Application", "Location: {ApplicationId: a, SemanticVersion: 1.0.0}", "")]
    [InlineData("AWS::SQS::Queue", "CodeUri: python", "")]
    public void OtherResourcesNeed(string type, string property, string expected) => AssertPlan(expected, SomeApp.OfType(type, property));

    [Theory]
    [InlineData("Default: arm64", "", "App-linux-arm64 /app/App.csproj:linux-arm64:Release Fn.CodeUri")]
    [InlineData("Default: arm64", "x86_64", "App-linux-x64 /app/App.csproj:linux-x64:Release Fn.CodeUri")]
    [InlineData("Description: none", "arm64", "App-linux-arm64 /app/App.csproj:linux-arm64:Release Fn.CodeUri")]
    public void AnArchitectureBehindAParameterIsItsValueOrItsDefault(string parameter, string given, string expected)
    {
        var app = _app with { Layout = _app.Layout with { Parameters = given.Length == 0 ? _app.Layout.Parameters : _app.Layout.Parameters.Add("Arch", given) } };
        var plan = app.RequiredPublishes($"Parameters:\n  Arch:\n    Type: String\n    {parameter}\n" + SomeApp.Function("Architectures: [!Ref Arch]"));
        Assert.Equal(expected, SomeApp.Show(plan.Value!));
        Assert.Empty(plan.Diagnostics);
    }

    [Theory]
    [InlineData("CodeUri: !Ref Folder", "Orders")]
    [InlineData("CodeUri: !FindInMap [Code, prod, folder]", "Orders")]
    [InlineData("CodeUri: !FindInMap [Code, !Ref Stage, folder]", "Orders")]
    [InlineData("CodeUri: !If [IsProd, src/Orders, .]", "Orders")]
    [InlineData("CodeUri: !If [IsTest, src/Orders, .]", "App")]
    [InlineData("CodeUri: !If [IsEither, src/Orders, .]", "Orders")]
    [InlineData("CodeUri: !If [IsTest, src/Orders, !Ref AWS::NoValue]", "App")]
    [InlineData("CodeUri: !Sub 'src/${Name}'", "Orders")]
    [InlineData("CodeUri: !Sub ['src/${N}', {N: !Ref Name}]", "Orders")]
    [InlineData("CodeUri: !Join ['/', [src, !Ref Name]]", "Orders")]
    public void APathMayBeMadeOfParametersMappingsAndConditions(string property, string project)
    {
        const string Before =
            """
            Parameters:
              Stage: {Type: String, Default: prod}
              Folder: {Type: String, Default: src/Orders}
              Name: {Type: String, Default: Orders}
              Unset: {Type: String}
            Mappings:
              Code: {prod: {folder: src/Orders}}
            Conditions:
              IsProd: !Equals [!Ref Stage, prod]
              IsTest: !Not [!Condition IsProd]
              IsEither: !Or [!Equals [!Ref Unset, x], !Condition IsProd]

            """;
        var plan = _app.RequiredPublishes(Before + SomeApp.Function(property));
        Assert.Empty(plan.Diagnostics);
        Assert.Equal($"{project}-linux-x64", Assert.Single(plan.Value!.Artifacts).Id);
    }

    [Fact]
    public void FunctionsOfOneProjectAndArchitectureShareAnArtifact()
    {
        var plan = _app.RequiredPublishes(
            """
            Globals:
              Function: {CodeUri: src/Orders, Runtime: dotnet10}
            Resources:
              A: {Type: AWS::Serverless::Function, Properties: {Handler: Orders}}
              B: {Type: AWS::Serverless::Function, Properties: {Handler: Orders, Architectures: [arm64]}}
              C: {Type: AWS::Serverless::Function, Properties: {Handler: Orders}}
              D: {Type: AWS::Lambda::Function, Properties: {Handler: Orders, Code: src/Orders/Orders.csproj}}
              E: {Type: AWS::Serverless::Function, IgnoreGlobals: [CodeUri], Properties: {Handler: App}}
            """);
        Assert.Equal(
            """
            Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:Release A.CodeUri C.CodeUri D.Code
            Orders-linux-arm64 /app/src/Orders/Orders.csproj:linux-arm64:Release B.CodeUri
            App-linux-x64 /app/App.csproj:linux-x64:Release E.CodeUri
            """,
            SomeApp.Show(plan.Value!));
        Assert.Equal(3, plan.Value!.RequiredPublishes.Count());
    }

    [Fact]
    public void ArtifactsOfOneNameGetDifferentIdsWhateverTheirCase()
    {
        var app = _app with { Files = [.. _app.Files, "/app/other/READY.zip", "/app/odd name!.zip"] };
        var plan = app.RequiredPublishes(
            """
            Resources:
              A: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: ready.zip}}
              B: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: other/READY.zip}}
              C: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: odd name!.zip}}
            """);
        Assert.Equal(["ready", "READY-2", "odd-name-"], plan.Value!.Artifacts.Select(artifact => artifact.Id));
    }

    [Theory]
    [InlineData("Runtime: dotnet8", "net8.0")]
    [InlineData("Runtime: dotnet10", "net10.0")]
    [InlineData("Runtime: provided.al2023", "net10.0")]
    public void AProjectOfSeveralFrameworksIsPublishedForTheRuntimes(string runtime, string framework)
    {
        var plan = _app.With(facts => facts with { TargetFrameworks = ["net10.0", "net8.0"] }).RequiredPublishes(SomeApp.Function(runtime));
        Assert.Equal(framework, Assert.Single(plan.Value!.RequiredPublishes).TargetFramework);
    }

    [Fact]
    public void AfterPublishingTheSameArtifactsHaveFiles()
    {
        var plan = _app.Published().Plan(SomeApp.Function("CodeUri: src/Orders", "Runtime: dotnet10", "Handler: Orders"));
        Assert.Equal("Orders-linux-x64 /app/src/Orders/Orders.csproj:linux-x64:3 files Fn.CodeUri", SomeApp.Show(plan.Value!));
        Assert.Empty(plan.Diagnostics);
        Assert.True(Assert.Single(plan.Value!.Artifacts).IsCode);
    }

    [Fact]
    public void EveryPropertyWithAPathIsListedOnce() =>
        Assert.Equal(PathProperties.All.Length, PathProperties.All.DistinctBy(row => (row.ResourceType, row.Property)).Count());

    private void AssertPlan(string expected, string template)
    {
        var plan = _app.RequiredPublishes(template);
        Assert.Equal(expected, SomeApp.Show(plan.Value!));
        Assert.Empty(plan.Diagnostics);
        Assert.Empty(plan.Value!.Unplanned);
    }
}
