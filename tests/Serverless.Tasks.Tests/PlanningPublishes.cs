using Microsoft.Build.Utilities;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

public sealed class PlanningPublishes : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TwoFunctionsOfOneProjectNeedOnePublish()
    {
        using var task = Plan("""
            Transform: AWS::Serverless-2016-10-31
            Globals: { Function: { CodeUri: ., Handler: app, Runtime: dotnet10 } }
            Resources:
              One: { Type: 'AWS::Serverless::Function' }
              Two: { Type: 'AWS::Serverless::Function' }
            """);
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        var publish = Assert.Single(task.Publishes);
        Assert.Equal(_folder["app.csproj"], publish.ItemSpec);
        Assert.Equal("RuntimeIdentifier=linux-x64", publish.GetMetadata("AdditionalProperties"));
    }

    [Fact]
    public void EachArchitectureNeedsAPublishOfItsOwn()
    {
        using var task = Plan("""
            Transform: AWS::Serverless-2016-10-31
            Globals: { Function: { CodeUri: ., Handler: app, Runtime: dotnet10 } }
            Resources:
              One: { Type: 'AWS::Serverless::Function' }
              Two: { Type: 'AWS::Serverless::Function', Properties: { Architectures: [arm64] } }
            """);
        Assert.True(task.Execute());
        Assert.Equal(["RuntimeIdentifier=linux-x64", "RuntimeIdentifier=linux-arm64"], task.Publishes.Select(item => item.GetMetadata("AdditionalProperties")));
    }

    [Fact]
    public void AProjectThatIsNotReferencedIsAnErrorAtTheLineThatNamesIt()
    {
        _folder.Write("worker/worker.csproj", "<Project />");
        using var task = Plan("""
            Resources:
              One:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: worker
            """);
        Assert.False(task.Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.Equal((_folder["template.yaml"], 5), (error.File, error.LineNumber));
        Assert.Contains("ServerlessFunctionProject", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheUsersOwnPathMapIsLeftAlone()
    {
        using var task = Plan("Resources: { B: { Type: 'AWS::S3::Bucket' } }");
        task.PathMap = "/x=/y";
        Assert.True(task.Execute());
        Assert.Equal("/x=/y", task.InnerPathMap);
    }

    [Fact]
    public void AnUnsetVariableOfAParameterIsReportedByName()
    {
        using var task = Plan("Resources: { B: { Type: 'AWS::S3::Bucket' } }");
        var parameter = new TaskItem("Secret");
        parameter.SetMetadata("FromEnvironment", "SERVERLESS_TEST_NOT_SET");
        task.Parameters = [parameter];
        Assert.False(task.Execute());
        Assert.Equal("SLS0501", Assert.Single(_engine.Errors).Code);
    }

    private PlanPublishes Plan(string template)
    {
        _folder.Write("app.csproj", "<Project />");
        return new()
        {
            BuildEngine = _engine,
            Template = _folder.Write("template.yaml", template),
            ProjectPath = _folder["app.csproj"],
            ProjectFacts = [new TaskItem(_folder["app.csproj"])],
        };
    }
}
