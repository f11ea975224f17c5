using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Text;

namespace Serverless.Core.Tests.Sam;

public class InvalidTemplates
{
    [Fact]
    public void AFunctionWithoutAHandlerIsReportedAtItsLine()
    {
        var error = Some.OnlyError("""
            Resources:
              Hello:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: provided.al2023
                  CodeUri: s3://bucket/key
            """);
        Assert.Equal("SLS0251", error.Code);
        Assert.Equal("Resource with id [Hello] is invalid. Runtime and Handler needs to be present when PackageType is of type `Zip`", error.Message);
        Assert.Equal(new Position(2, 3), error.Span.Start);
    }

    [Fact]
    public void AnUnknownPropertyIsReportedAtItsKeyWithTheOneThatWasMeant()
    {
        var error = Some.OnlyError(Some.WithFunction("      MemorySiz: 128"));
        Assert.Equal("Resource with id [Hello] is invalid. property MemorySiz not defined for resource of type AWS::Serverless::Function", error.Message);
        Assert.Equal("Did you mean 'MemorySize'?", error.Help);
        Assert.Equal(new Position(9, 7), error.Span.Start);
    }

    [Fact]
    public void APropertyOfTheWrongKindIsReportedAtItsValue()
    {
        var error = Some.OnlyError(Some.WithFunction("      Tags: yes-please"));
        Assert.Equal("Resource with id [Hello] is invalid. Property 'Tags' should be a map.", error.Message);
        Assert.Equal(new Position(9, 13), error.Span.Start);
    }

    [Fact]
    public void ResourcesAreNeeded()
    {
        var error = Some.OnlyError("Transform: AWS::Serverless-2016-10-31");
        Assert.Equal("SLS0250", error.Code);
        Assert.Equal("Structure of the SAM template is invalid. 'Resources' section is required", error.Message);
    }

    [Fact]
    public void AnEventThatCannotBeLinkedIsReportedAtTheEvent()
    {
        var error = Some.OnlyError(Some.WithFunction("""
                  Events:
                    Uploaded:
                      Type: S3
                      Properties: {Bucket: photos, Events: 's3:ObjectCreated:*'}
            """));
        Assert.Equal("SLS0252", error.Code);
        Assert.Equal(
            "Resource with id [Hello] is invalid. Event with id [Uploaded] is invalid. S3 events must reference an S3 bucket in the same template.",
            error.Message);
        Assert.Equal(12, error.Span.Start.Line);
    }

    [Fact]
    public void AnUnknownEventTypeListsTheKnownOnes()
    {
        var error = Some.OnlyError(Some.WithFunction("""
                  Events:
                    Rest: {Type: RestApi}
            """));
        Assert.Contains("Event Type is: RestApi.", error.Message, StringComparison.Ordinal);
        Assert.Contains("EventBridgeRule", error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void AGeneratedIdThatIsTakenIsReportedAtTheResourceThatHasIt()
    {
        var error = Some.OnlyError(Some.WithFunction(resources: """
              HelloRole:
                Type: AWS::IAM::Role
            """));
        Assert.Equal("SLS0253", error.Code);
        Assert.Contains("attempts to create a new resource with id [HelloRole]", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, error.Span.Start.Line);
    }

    [Fact]
    public void AnUnknownGlobalPropertyIsReportedAtItsKey()
    {
        var error = Some.OnlyError("""
            Globals:
              Function:
                Timeot: 3
            Resources:
              Hello: {Type: AWS::Serverless::Function}
            """);
        Assert.Equal("SLS0254", error.Code);
        Assert.StartsWith("'Globals' section is invalid. 'Timeot' is not a supported property of 'Function'.", error.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean 'Timeout'?", error.Help);
        Assert.Equal(new Position(3, 5), error.Span.Start);
    }

    [Fact]
    public void ATypeThatLooksLikeSamIsPassedOnWithAWarning()
    {
        var expanded = Some.Expanded("Resources:\n  Hello:\n    Type: AWS::Serverless::Funktion\n");
        var warning = Assert.Single(expanded.Diagnostics);
        Assert.Equal(("SLS0256", Severity.Warning), (warning.Code, warning.Severity));
        Assert.Equal("Did you mean 'AWS::Serverless::Function'?", warning.Help);
        Assert.NotNull(expanded.Value?.Template.FindResource("Hello"));
    }

    [Fact]
    public void EveryInvalidResourceIsReported()
    {
        var expanded = Some.Expanded("""
            Resources:
              B: {Type: AWS::Serverless::Function, Properties: {Nonsense: 1}}
              A: {Type: AWS::Serverless::Function, Properties: {CodeUri: nowhere}}
            """);
        Assert.Equal([2, 3], expanded.Diagnostics.Select(error => error.Span.Start.Line));
        Assert.Equal(
            "Invalid Serverless Application Specification document. Number of errors found: 2. "
            + "Resource with id [A] is invalid. 'CodeUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter. "
            + "Resource with id [B] is invalid. property Nonsense not defined for resource of type AWS::Serverless::Function",
            ServiceErrorText.Render(expanded.Diagnostics));
    }

    [Fact]
    public void AParameterThatRefersToItselfIsAnError()
    {
        var error = Some.OnlyError(
            Some.WithFunction("      AutoPublishAlias: !Ref Alias") + "\nParameters: {Alias: {Default: {a: {Ref: Alias}, b: {Ref: Alias}}}}");
        Assert.Equal("SLS0250", error.Code);
    }

    [Fact]
    public void MessagesSayWhatPythonWouldPrint()
    {
        var error = Some.OnlyError("""
            Resources:
              Hello: {Type: AWS::Serverless::Function, Properties: {PackageType: [true, "it's", null, 1.50]}}
            """);
        Assert.EndsWith("invalid 'PackageType' : [True, \"it's\", None, 1.5]", error.Message, StringComparison.Ordinal);
    }
}
