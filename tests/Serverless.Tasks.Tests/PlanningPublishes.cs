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
    public void FunctionsOfLoopsAndIncludedFilesNeedTheirs()
    {
        _folder.Write("more.yaml", "More: { Type: 'AWS::Serverless::Function', Properties: { CodeUri: ., Handler: app, Runtime: dotnet10, Architectures: [arm64] } }");
        using var task = Plan("""
            Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
            Resources:
              Fn::ForEach::Functions: [Name, [A, B], {"${Name}Function": { Type: 'AWS::Serverless::Function', Properties: { CodeUri: ., Handler: app, Runtime: dotnet10 } }}]
              Fn::Transform: { Name: AWS::Include, Parameters: { Location: more.yaml } }
            """);
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        Assert.Equal(["RuntimeIdentifier=linux-arm64", "RuntimeIdentifier=linux-x64"], task.Publishes.Select(item => item.GetMetadata("AdditionalProperties")).Order(StringComparer.Ordinal));
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

    [Fact]
    public void AProjectOnServerlessSdkNeedsNoRestoreOfItsOwn()
    {
        using var task = Plan(OneFunction);
        Assert.True(task.Execute());
        Assert.Empty(task.Restores);
    }

    [Fact]
    public void ARuntimeIdentifierThatTheProjectDoesNotKnowOfIsRestored()
    {
        using var task = Plan(OneFunction.Replace("CodeUri: .", "Architectures: [arm64]", StringComparison.Ordinal));
        Assert.True(task.Execute());
        Assert.Single(task.Restores);
        Assert.Equal("linux-arm64", task.RuntimeIdentifiers);
    }

    [Fact]
    public void AProjectOnAnotherSdkIsRestoredAsAFunction()
    {
        using var task = Plan(OneFunction);
        task.ProjectFacts = [new TaskItem(_folder["app.csproj"])];
        Assert.True(task.Execute());
        Assert.Equal($"ServerlessRestoreProjects=|{_folder["app.csproj"]}|", Assert.Single(task.Restores).GetMetadata("AdditionalProperties"));
        Assert.Equal($"|{_folder["app.csproj"]}|", task.FunctionProjects);
    }

    [Fact]
    public void ACompileModeIsBuiltAndRestoredBesideTheProjectsOwn()
    {
        using var task = Plan("""
            Transform: AWS::Serverless-2016-10-31
            Globals: { Function: { CodeUri: ., Handler: app, Runtime: dotnet10 } }
            Resources:
              One: { Type: 'AWS::Serverless::Function' }
              Two: { Type: 'AWS::Serverless::Function', Metadata: { CompileMode: il } }
            """);
        Assert.True(task.Execute());
        Assert.Equal(["RuntimeIdentifier=linux-x64", "RuntimeIdentifier=linux-x64;ServerlessCompileMode=IL"], task.Publishes.Select(item => item.GetMetadata("AdditionalProperties")));
        var projects = $"ServerlessRestoreProjects=|{_folder["app.csproj"]}|";
        Assert.Equal([projects, $"ServerlessCompileMode=IL;{projects}"], task.Restores.Select(item => item.GetMetadata("AdditionalProperties")));
    }

    [Fact]
    public void ASingleFileGetsAProjectThatIsWrittenOnce()
    {
        var file = _folder.Write("one.cs", "#:package Some.Package@1.2.3\nreturn;");
        using var task = Plan(OneFunction.Replace("CodeUri: .", "CodeUri: one.cs", StringComparison.Ordinal));
        task.ProjectFacts = [App(), new TaskItem(file)];
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        var project = Assert.Single(task.Projects).ItemSpec;
        Assert.StartsWith(_folder["obj/files/one-"], project, StringComparison.Ordinal);
        Assert.Contains("""<PackageReference Include="Some.Package" Version="1.2.3" />""", File.ReadAllText(project), StringComparison.Ordinal);

        File.SetLastWriteTimeUtc(project, DateTime.UnixEpoch);
        using var again = Plan(OneFunction.Replace("CodeUri: .", "CodeUri: one.cs", StringComparison.Ordinal));
        again.ProjectFacts = task.ProjectFacts;
        Assert.True(again.Execute());
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(project));
    }

    [Fact]
    public void PathsKeepTheCharactersThatMeanSomethingToMSBuild()
    {
        var odd = _folder.Write("100% (a;b)/fn.csproj", "<Project />");
        using var task = Plan(OneFunction.Replace("CodeUri: .", "CodeUri: '100% (a;b)'", StringComparison.Ordinal));
        var item = new TaskItem();
        item.ItemSpec = odd.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
        task.ProjectFacts = [App(), item];
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        Assert.Equal(odd, Assert.Single(task.Publishes).ItemSpec);
    }

    private const string OneFunction = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          One: { Type: 'AWS::Serverless::Function', Properties: { CodeUri: ., Handler: app, Runtime: dotnet10 } }
        """;

    private TaskItem App()
    {
        var app = new TaskItem(_folder["app.csproj"]);
        app.SetMetadata("UsingServerlessSdk", "true");
        app.SetMetadata("RuntimeIdentifiers", "linux-x64");
        return app;
    }

    private PlanPublishes Plan(string template)
    {
        _folder.Write("app.csproj", "<Project />");
        return new()
        {
            BuildEngine = _engine,
            Template = _folder.Write("template.yaml", template),
            ProjectPath = _folder["app.csproj"],
            ProjectFacts = [App()],
            FilesPath = _folder["obj/files/"],
        };
    }
}
