using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serverless.Conformance;
using Serverless.Testing;

namespace Serverless.Core.Tests.Sam;

/// <summary>
/// cfn-lint finds no more in templates that are expanded here than in those of the reference. SERVERLESS_LINTED is how many real templates are
/// looked at (12 unless it says otherwise, spread over all of them; 1000 for all).
/// </summary>
public class LintedTemplates
{
    [Fact]
    public async Task AreAsCleanAsTheReferencesOwn()
    {
        var linter = OutsideProgram.Find("cfn-lint");
        Assert.SkipWhen(linter is null, "cfn-lint is not installed.");
        var pack = ConformanceFolder.Find("real");
        Assert.SkipWhen(pack is null, "There is no folder shared/conformance/real beside the repository.");

        using var folder = new TemporaryFolder();
        var runs = Sample([.. Pack.Open(pack!).Runs]).Where(run => IsTemplate(run.ExpectedPath)).Select(run => (Run: run, run.Execute().Template)).Where(pair => pair.Template is not null).ToList();
        foreach (var (run, template) in runs)
        {
            folder.Write($"ours/{run.OutputName}", Serverless.Templates.TemplateWriter.WriteJson(template!));
            folder.Write($"reference/{run.OutputName}", await File.ReadAllTextAsync(run.ExpectedPath, TestContext.Current.CancellationToken));
        }

        Assert.NotEmpty(runs);
        var ours = await LintAsync(linter!, folder["ours"]);
        var reference = await LintAsync(linter!, folder["reference"]);
        var more = from run in runs.Select(pair => pair.Run.OutputName)
                   from rule in ours[run].GroupBy(rule => rule)
                   where rule.Count() > reference[run].Count(other => other == rule.Key)
                   select $"{run}: {rule.Key} {rule.Count()} times, not {reference[run].Count(other => other == rule.Key)}";
        Assert.Empty(more);
    }

    private static IEnumerable<PackRun> Sample(PackRun[] runs)
    {
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("SERVERLESS_LINTED"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 12;
        var step = Math.Max(1, runs.Length / Math.Max(1, wanted));
        return runs.Where((_, at) => at % step == 0);
    }

    private static bool IsTemplate(string path) => JsonNode.Parse(File.ReadAllText(path))!["errorMessage"] is null;

    private static async Task<ILookup<string, string>> LintAsync(string linter, string folder)
    {
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal);
        var result = await OutsideProgram.RunAsync(linter, ["--format", "json", "--regions", "us-east-1", "--", .. files], folder, environment: null, TestContext.Current.CancellationToken);

        // Its exit code tells the kinds of what it found; without JSON it has failed.
        Assert.StartsWith("[", result.Output.TrimStart(), StringComparison.Ordinal);
        return JsonElement.Parse(result.Output).EnumerateArray().ToLookup(
            match => Path.GetFileName(match.GetProperty("Filename").GetString()!),
            match => match.GetProperty("Rule").GetProperty("Id").GetString()!);
    }
}
