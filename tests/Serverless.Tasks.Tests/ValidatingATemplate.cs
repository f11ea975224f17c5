using System.Globalization;
using Microsoft.Build.Utilities;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

public sealed class ValidatingATemplate : IDisposable
{
    private const string Good = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          One:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: app
              Runtime: dotnet10
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WritesTheStampForAGoodOne()
    {
        using var task = Validate(Good);
        Assert.True(task.Execute(), Complaints());
        Assert.True(File.Exists(_folder["stamp"]));
        Assert.Empty(_engine.Warnings);
    }

    [Fact]
    public void ListsTheFilesThatItIncludesInTheStamp()
    {
        var part = _folder.Write("topics.yaml", "News: {Type: AWS::SNS::Topic}");
        using var task = Validate(Good + "\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: topics.yaml}}\n");
        Assert.True(task.Execute(), Complaints());
        Assert.Equal(part + "\n", File.ReadAllText(_folder["stamp"]));
    }

    [Fact]
    public void AsksNobodyForApplicationsOfTheRepository()
    {
        using var task = Validate(Good + "\n  Login:\n    Type: AWS::Serverless::Application\n    Properties: {Location: {ApplicationId: login, SemanticVersion: 1.0.0}}\n");
        Assert.True(task.Execute(), Complaints());
        Assert.Empty(_engine.Warnings);
    }

    [Theory]
    [InlineData("", "SLS0101")]
    [InlineData("Resources: [", "SLS0109 1")]
    [InlineData("just a text", "SLS0120 1")]
    [InlineData("Resources:\n\tA: x", "SLS0105 2")]
    [InlineData("Resources: 5", "SLS02 1")]
    [InlineData("Resources:\n  A: 5", "SLS02 2")]
    [InlineData("Resources:\n  A:\n    Properties: {}", "SLS02 2")]
    [InlineData("Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: [x]", "SLS02 4")]
    [InlineData("Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Ref Nobody", "SLS02 5")]
    public void SaysWhatIsWrongAtItsLineAndWritesNoStamp(string template, string expected)
    {
        using var task = Validate(template);
        Assert.False(task.Execute());
        var (code, line) = expected.Split(' ') is [var first, var second] ? (first, int.Parse(second, CultureInfo.InvariantCulture)) : (expected, 0);
        Assert.Contains(_engine.Errors, error => error.Code.StartsWith(code, StringComparison.Ordinal) && error.LineNumber == line && error.File == _folder["template.yaml"]);
        Assert.All(_engine.Errors, error => Assert.NotEqual("SLS0999", error.Code));
        Assert.False(File.Exists(_folder["stamp"]));
    }

    [Theory]
    [InlineData("CodeUri: .", "CodeUri: nowhere", "SLS0301 6")]
    [InlineData("Handler: app", "Handler: App2", "SLS0313 7")]
    [InlineData("Runtime: dotnet10", "Runtime: dotnet1O", "SLS0306 8")]
    [InlineData("Runtime: dotnet10", "Runtime: dotnet8", "SLS0309 8")]
    public void HoldsItAgainstTheProject(string from, string to, string expected)
    {
        using var task = Validate(Good.Replace(from, to, StringComparison.Ordinal));
        Assert.False(task.Execute());
        Assert.Contains(_engine.Errors, error => $"{error.Code} {error.LineNumber}" == expected);
    }

    [Fact]
    public void WarnsOfASamTypeThatDoesNotExist()
    {
        using var task = Validate(Good + "\n  Two:\n    Type: AWS::Serverless::Funktion\n");
        task.Execute();
        Assert.Contains(_engine.Warnings, warning => warning.LineNumber == 10 && warning.Message!.Contains("'AWS::Serverless::Function'", StringComparison.Ordinal));
    }

    [Fact]
    public void ReportsEverythingAtOnce()
    {
        using var task = Validate(Good.Replace("CodeUri: .", "CodeUri: nowhere", StringComparison.Ordinal) + "\n  Two:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Ref Nobody\n");
        Assert.False(task.Execute());
        Assert.Equal([6, 12], _engine.Errors.Select(error => error.LineNumber).Distinct().Order());
    }

    [Fact]
    public void AMissingFileIsReportedByItsPath()
    {
        using var task = Validate(Good);
        File.Delete(_folder["template.yaml"]);
        Assert.False(task.Execute());
        Assert.Equal(("SLS0121", _folder["template.yaml"]), (Assert.Single(_engine.Errors).Code, _engine.Errors[0].File));
    }

    [Fact]
    public void AnUnwritableStampIsAComplaintNotAStackTrace()
    {
        using var task = Validate(Good);
        Directory.CreateDirectory(_folder["stamp"]);
        Assert.False(task.Execute());
        Assert.DoesNotContain("   at ", Assert.Single(_engine.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheStampListsNestedTemplatesOnce()
    {
        _folder.Write("nested/a.yaml", "Resources:\n  Q: {Type: AWS::SQS::Queue}\n");
        const string Nesting = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/a.yaml}}";
        using var task = Validate($"{Good}\n  A: {Nesting}\n  B: {Nesting}\n");
        Assert.True(task.Execute(), Complaints());
        Assert.Equal($"{_folder["nested/a.yaml"]}\n", File.ReadAllText(_folder["stamp"]));
    }

    [Fact]
    public void AMistakeOfANestedTemplateIsReportedInItsFile()
    {
        _folder.Write("nested/a.yaml", "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: !Ref Nobody}\n");
        using var task = Validate(Good + "\n  A:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: nested/a.yaml}\n");
        Assert.False(task.Execute());
        Assert.Equal((_folder["nested/a.yaml"], 4), (Assert.Single(_engine.Errors).File, _engine.Errors[0].LineNumber));
    }

    private string Complaints() => string.Join('\n', _engine.Errors.Select(error => $"{error.Code} {error.LineNumber}: {error.Message}"));

    private ValidateTemplate Validate(string template)
    {
        _folder.Write("app.csproj", "<Project />");
        var self = new TaskItem(_folder["app.csproj"]);
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("Self", "true"), ("AssemblyName", "app"), ("TargetFrameworks", "net10.0"), ("OutputType", "Exe")])
        {
            self.SetMetadata(name, value);
        }

        return new()
        {
            BuildEngine = _engine,
            Template = _folder.Write("template.yaml", template),
            ProjectPath = _folder["app.csproj"],
            ProjectFacts = [self],
            Stamp = _folder["stamp"],
        };
    }
}
