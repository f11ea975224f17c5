using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

public sealed class PackingAnApplication : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MakesAZipAndAManifestAndSaysSo()
    {
        using var task = Pack();
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        var artifact = Assert.Single(task.Artifacts);
        Assert.Equal("One", artifact.GetMetadata("LogicalIds"));
        Assert.True(File.Exists(artifact.ItemSpec));
        Assert.True(File.Exists(_folder["out/serverless.manifest.json"]));
        Assert.Contains(_engine.Messages, message => message.Message!.EndsWith("(1 artifact, 1 written)", StringComparison.Ordinal));
    }

    [Fact]
    public void LeavesAnUnchangedZipAlone()
    {
        using (var first = Pack())
        {
            Assert.True(first.Execute());
        }

        var time = File.GetLastWriteTimeUtc(_folder["out/app-linux-x64.zip"]);
        using var second = Pack();
        Assert.True(second.Execute());
        Assert.Equal(time, File.GetLastWriteTimeUtc(_folder["out/app-linux-x64.zip"]));
        Assert.Contains(_engine.Messages, message => message.Message!.EndsWith("(1 artifact, unchanged)", StringComparison.Ordinal));
    }

    [Fact]
    public void ThatCannotBeWrittenIsACodedComplaintAndLeavesNothing()
    {
        _folder.Write("out", "a file where a folder is wanted");
        using var task = Pack();
        Assert.False(task.Execute());
        Assert.StartsWith("SLS04", Assert.Single(_engine.Errors).Code, StringComparison.Ordinal);
        Assert.Equal("a file where a folder is wanted", File.ReadAllText(_folder["out"]));
    }

    [Fact]
    public void WithAMistakeInTheTemplateTouchesNothing()
    {
        using var task = Pack();
        _folder.Write("template.yaml", "Resources:\n  One:\n    Type: AWS::SNS::Topic\n    Properties: [x]\n");
        Assert.False(task.Execute());
        Assert.False(Directory.Exists(_folder["out"]));
    }

    private PackApplication Pack()
    {
        _folder.Write("app.csproj", "<Project />");
        return new()
        {
            BuildEngine = _engine,
            Template = _folder.Write("template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  One:
                    Type: AWS::Serverless::Function
                    Properties: { CodeUri: ., Handler: app, Runtime: dotnet10 }
                """),
            ProjectPath = _folder["app.csproj"],
            ProjectFacts = [new TaskItem(_folder["app.csproj"])],
            Files = [.. ((string[])["app.dll", "app.runtimeconfig.json", "app.deps.json"]).Select(FileItem)],
            OutputPath = _folder["out"],
        };
    }

    private ITaskItem FileItem(string name)
    {
        var path = _folder[$"publish/{name}"];
        if (!File.Exists(path))
        {
            _folder.Write($"publish/{name}", $"content of {name}");
        }

        var item = new TaskItem(path);
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["RelativePath"] = name,
            ["ProjectPath"] = _folder["app.csproj"],
            ["AssemblyName"] = "app",
            ["TargetFramework"] = "net10.0",
            ["RuntimeIdentifier"] = "linux-x64",
            ["Configuration"] = "Release",
            ["OutputType"] = "Exe",
        })
        {
            item.SetMetadata(key, value);
        }

        return item;
    }
}
