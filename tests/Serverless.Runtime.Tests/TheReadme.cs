using System.Reflection;
using Serverless.RuntimeApi;

namespace Serverless;

public sealed class TheReadme
{
    private static readonly string s_repository = typeof(TheReadme).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Repository").Value!;

    [Fact]
    public void ShowsAProgramThatCompiles()
    {
        var readme = File.ReadAllText(Path.Combine(s_repository, "src", "Serverless.Runtime", "README.md"));
        var program = File.ReadAllText(Path.Combine(s_repository, "tests", "functions", "ReadmeFunction", "Program.cs"));
        Assert.Contains($"```csharp\n{program}```", readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void BelongsToTheVersionThatTheClientNamesItself() =>
        Assert.Equal(RuntimeApiRequests.UserAgent, $"serverless-runtime/{typeof(ServerlessFunction).Assembly.GetName().Version!.ToString(3)}");
}
