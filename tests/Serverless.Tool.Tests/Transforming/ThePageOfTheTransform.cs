using System.Text.RegularExpressions;
using Serverless.Testing;
using Serverless.Tool.Cloud;

namespace Serverless.Tool.Transforming;

/// <summary>docs/transform.md: its files are written and its commands run.</summary>
public sealed partial class ThePageOfTheTransform
{
    [Fact]
    public async Task ShowsWhatTheVerbDoes()
    {
        await using var home = new ToolHome();
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs/transform.md"), TestContext.Current.CancellationToken);
        foreach (Match file in NamedFile().Matches(page))
        {
            home.Write(file.Groups["name"].Value, file.Groups["text"].Value);
        }

        var commands = Command().Matches(page);
        Assert.NotEmpty(commands);
        foreach (Match command in commands)
        {
            var result = await home.RunAsync(command.Groups["arguments"].Value.Split(' '));

            // The page writes the path as the user did; the tool shows where that is.
            var shown = (result.Output + result.Errors).Replace(home.Scratch + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).ReplaceLineEndings("\n").TrimEnd();
            Assert.Equal(command.Groups["output"].Value.ReplaceLineEndings("\n").TrimEnd(), shown);
        }
    }

    [GeneratedRegex("`(?<name>[a-z.]+)`:\\s+```yaml\\s+(?<text>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex NamedFile();

    [GeneratedRegex("```console\\s+\\$ dotnet serverless (?<arguments>[^\n]+)\n(?<output>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Command();
}
