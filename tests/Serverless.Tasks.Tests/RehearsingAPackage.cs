using Microsoft.Build.Utilities;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

public sealed class RehearsingAPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Resources:\n  One: { Type: 'AWS::Serverless::Function', Properties: { CodeUri: ., Handler: app, Runtime: dotnet10 } }\n")]
    [InlineData("Resources: {{{")]
    [InlineData("")]
    public async System.Threading.Tasks.Task SaysNothingAndWritesNothingWhateverTheTemplateIs(string template)
    {
        _folder.Write("app.csproj", "<Project />");
        using var task = Rehearse(_folder.Write("template.yaml", template));
        task.Start(new(new(task.Template, task.ProjectPath), task.PackagePath, new(new() { Region = "us-east-1", Time = TimeProvider.System })));
        await task.Rehearsal;
        Assert.Empty(_engine.Errors);
        Assert.Equal(["app.csproj", "template.yaml"], Directory.EnumerateFileSystemEntries(_folder[""]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async System.Threading.Tasks.Task LeavesWhatIsWrongToWhoeverNeedsIt()
    {
        using var task = Rehearse(_folder["missing.yaml"]);
        Assert.True(task.Execute());
        await task.Rehearsal;
        Assert.Empty(_engine.Errors);
    }

    private RehearsePackage Rehearse(string template) => new()
    {
        BuildEngine = _engine,
        Template = template,
        ProjectPath = _folder["app.csproj"],
        PackagePath = _folder["bin/serverless/"],
    };
}
