using System.IO.Compression;
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
        var told = Assert.Single(_engine.Messages, message => message.Importance == MessageImportance.Normal && message.Message!.StartsWith("app-linux-x64.zip: ", StringComparison.Ordinal)).Message!;
        Assert.EndsWith(" files, written", told, StringComparison.Ordinal);
        Assert.Equal(told, Assert.IsType<ExtendedCustomBuildEventArgs>(Assert.Single(_engine.CustomEvents)).ExtendedData);
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

    [Fact]
    public void ContentExclusionsAndThePackageItselfAreRespected()
    {
        using var task = Pack();
        _folder.Write("template.yaml", "Resources:\n  One: {Type: AWS::Lambda::Function, Properties: {Code: code, Runtime: nodejs22.x, Handler: a.b}}\n");
        _folder.Write("code/index.js", "1");
        _folder.Write("code/index.test.js", "2");
        _folder.Write("code/out/One.zip", "an older package");
        task.OutputPath = _folder["code/out"];
        task.Exclude = [new TaskItem(_folder["code/index.test.js"])];
        task.Content = [Content(_folder.Write("certs/root.pem", "3"), "One", "ca/")];
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        using var zip = ZipFile.OpenRead(Assert.Single(task.Artifacts).ItemSpec);
        Assert.Equal(["ca/root.pem", "index.js"], zip.Entries.Select(entry => entry.FullName));
    }

    [Fact]
    public void ContentForNobodyIsReportedInTheProject()
    {
        using var task = Pack();
        task.Content = [Content(_folder.Write("root.pem", "3"), "Nobody", "")];
        Assert.False(task.Execute());
        Assert.Equal("SLS0343", Assert.Single(_engine.Errors).Code);
    }

    [Fact]
    public void SizesAreShownAndWrittenWhenAsked()
    {
        using var task = Pack();
        task.SizeReport = "all";
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
        Assert.Contains(_engine.Messages, message => message.Message!.StartsWith("  app.runtimeconfig.json ", StringComparison.Ordinal));
        Assert.Equal(["serverless.sizes.html", "serverless.sizes.json"], Directory.GetFiles(_folder["reports"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SizesAreNobodysBusinessOtherwise()
    {
        using var task = Pack();
        Assert.True(task.Execute());
        Assert.False(Directory.Exists(_folder["reports"]));
        Assert.DoesNotContain(_engine.Messages, message => message.Message!.Contains("app.runtimeconfig.json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10 B", "SLS0415")]
    [InlineData("10 bytes", "SLS0503")]
    [InlineData("10 KB", null)]
    public void ASizeBudgetHolds(string budget, string? code)
    {
        using var task = Pack();
        task.SizeBudget = budget;
        Assert.Equal(code is null, task.Execute());
        Assert.Equal(code, _engine.Errors.SingleOrDefault()?.Code);
        Assert.Equal(code is null, File.Exists(_folder["out/serverless.manifest.json"]));
    }

    [Theory]
    [InlineData("", "", "root.pem")]
    [InlineData("", "a/b/", "a/b/root.pem")]
    [InlineData("certs/", "", "certs/root.pem")]
    [InlineData("certs\\", "a/", "certs/a/root.pem")]
    [InlineData("ca.pem", "", "ca.pem")]
    [InlineData(".", "a/", "a/root.pem")]
    public void ThePackagePathIsANameOrAFolder(string packagePath, string folder, string expected)
    {
        var item = Content(_folder.Write("root.pem", "3"), "One; Two", packagePath);
        item.SetMetadata("ContentFolder", folder);
        Assert.Equal([("One", expected), ("Two", expected)], ContentItems.Read([item]).Select(content => (content.LogicalId, content.PackagePath)));
    }

    [Theory]
    [InlineData("", "data")]
    [InlineData("x/", "x/")]
    [InlineData(".", ".")]
    public void AFolderGoesBelowItsPackagePath(string packagePath, string expected)
    {
        _folder.Write("data/deep/x.json", "{}");
        Assert.Equal(expected, Assert.Single(ContentItems.Read([Content(_folder["data"], "One", packagePath)])).PackagePath);
    }

    private static TaskItem Content(string path, string logicalId, string packagePath) =>
        new(path, new Dictionary<string, string> { ["LogicalId"] = logicalId, ["PackagePath"] = packagePath });

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
            SizeReportPath = _folder["reports"],
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
