using System.Text.RegularExpressions;
using Serverless.Testing;

namespace Serverless.Sdk.Tests;

/// <summary>What the README says is what happens.</summary>
public sealed partial class TheReadme(PackedSdkFixture fixture)
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public async Task ShowsACompleteApplication()
    {
        var app = Workspace.Empty(fixture.Sdk, "HelloApi")
            .Write("HelloApi.csproj", Block("xml").Replace("1.0.0", "$(Version)", StringComparison.Ordinal).Replace(
                "</TargetFramework>", "</TargetFramework><ImplicitUsings>enable</ImplicitUsings><ServerlessStackName>readme</ServerlessStackName>", StringComparison.Ordinal))
            .Write("template.yaml", Block("yaml"))
            .Write("Program.cs", Block("csharp"));
        var command = Command().Match(Text).Groups["arguments"].Value.Split(' ');
        var result = (await app.DotNetAsync(command)).Succeeded();
        Assert.Equal("Hello, Ada!", await AnswerAsync(result, "readme"));
    }

    [Fact]
    public async Task BeginsWithACommandThatBuildsEverythingAndDeploysTheSample()
    {
        var clone = Workspace.Empty(fixture.Sdk, "clone").CopyOf(Repository.Root);
        var command = Regex.Match(Text, @"```\r?\ndotnet (?<arguments>build sdk .*)\r?\n```").Groups["arguments"].Value.Split(' ');
        var environment = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = clone["../packages"],
            ["SERVERLESS_LOCAL_HOME"] = clone["../local-cloud"],
        };

        try
        {
            var first = (await clone.DotNetAsync(command, environment)).Succeeded();
            Assert.Equal("Hello, Ada!", await AnswerAsync(first, "hello-api"));

            var second = (await clone.DotNetAsync(command, environment)).Succeeded();
            Assert.Contains("HelloApi -> stack hello-api: unchanged", second.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Stored", second.Output, StringComparison.Ordinal);
        }
        finally
        {
            await clone.DotNetAsync(["exec", clone["../packages/serverless.sdk/1.0.0/tools/net10.0/dotnet-serverless.dll"], "local", "stop"], environment);
        }
    }

    private static async Task<string> AnswerAsync(ProgramResult result, string stack)
    {
        var url = Regex.Match(result.Output, $@"HelloApi -> stack {stack}: CREATE_COMPLETE, ApiUrl (?<url>http://127\.0\.0\.1:\d+)").Groups["url"].Value;
        Assert.True(url.Length > 0, result.All);
        using var client = new HttpClient();
        return await client.GetStringAsync($"{url}/hello/Ada", TestContext.Current.CancellationToken);
    }

    private static string Block(string language) => Regex.Match(Text, $@"```{language}\r?\n(?<text>.*?)```", RegexOptions.Singleline).Groups["text"].Value;

    [GeneratedRegex("`dotnet (?<arguments>build -t:Deploy [^`]*)`")]
    private static partial Regex Command();
}
