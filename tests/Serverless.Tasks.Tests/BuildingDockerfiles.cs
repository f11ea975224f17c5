using Microsoft.Build.Utilities;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

public sealed class BuildingDockerfiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ADockerfileThatDockerCannotBuildIsReportedWithWhatDockerSays()
    {
        Assert.SkipUnless(OutsideProgram.Find("docker") is not null, "docker is not installed");
        var file = new TaskItem("Hello");
        file.SetMetadata("Context", _folder.Path);
        file.SetMetadata("Dockerfile", _folder.Write("Dockerfile", "NONSENSE"));
        file.SetMetadata("Platform", "linux/amd64");
        using var task = new BuildDockerfiles { BuildEngine = _engine, Dockerfiles = [file], OutputPath = _folder["out"] };
        Assert.False(task.Execute());
        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("SLS0426", _folder["Dockerfile"]), (error.Code, error.File));
        Assert.StartsWith("'docker build' for 'Hello' ended with ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheProjectOfAnImageIsMarkedAmongThePublishes()
    {
        using var task = new PlanPublishes
        {
            BuildEngine = _engine,
            Template = _folder.Write("template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  One: { Type: 'AWS::Serverless::Function', Properties: { PackageType: Image, Architectures: [arm64] } }
                  Two: { Type: 'AWS::Serverless::Function', Properties: { Handler: app, Runtime: dotnet10 } }
                """),
            ProjectPath = _folder.Write("app.csproj", "<Project />"),
            ProjectFacts = [new TaskItem(_folder["app.csproj"])],
            FilesPath = _folder["files"],
        };
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        Assert.Equal(["RuntimeIdentifier=linux-arm64 true", "RuntimeIdentifier=linux-x64 "], task.Publishes.Select(item => $"{item.GetMetadata("AdditionalProperties")} {item.GetMetadata("Image")}"));
    }
}
