using Microsoft.Build.Utilities;
using Serverless.Testing;

namespace Serverless.Tasks.Tests;

public sealed class WarmingUp : IDisposable
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
        using var task = WarmUp(_folder.Write("template.yaml", template));
        Assert.True(task.Execute());
        await System.Threading.Tasks.Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Empty(_engine.Errors);
        Assert.Equal(["app.csproj", "template.yaml"], Directory.EnumerateFileSystemEntries(_folder[""]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void LeavesAnItemThatIsWrongToWhoeverNeedsIt()
    {
        using var task = WarmUp(_folder["missing.yaml"]);
        task.Parameters = [new TaskItem(" "), new TaskItem("not a name")];
        Assert.True(task.Execute());
        Assert.Empty(_engine.Errors);
    }

    private WarmUpPackage WarmUp(string template) => new()
    {
        BuildEngine = _engine,
        Template = template,
        ProjectPath = _folder["app.csproj"],
        PackagePath = _folder["bin/serverless/"],
    };
}
