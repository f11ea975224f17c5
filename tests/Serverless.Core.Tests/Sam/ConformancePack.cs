using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Serverless.Conformance;

namespace Serverless.Core.Tests.Sam;

/// <summary>The reference's own corpus, where it lies beside the repository.</summary>
public partial class ConformancePack
{
    private static readonly string? _folder = ConformanceFolder.Find("sam");

    [Fact]
    public void NeverLosesACaseThatPassed()
    {
        Assert.SkipWhen(_folder is null, "There is no folder shared/conformance/sam beside the repository.");
        var passing = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Sam", "passing-cases.txt")).ToHashSet();
        var runs = Pack.Open(_folder!).Runs.ToLookup(run => run.Name);
        var lost = passing.Where(name => !runs[name].Any() || !runs[name].All(Passes)).Order(StringComparer.Ordinal);
        Assert.Empty(lost);
        var gained = runs.Where(group => !passing.Contains(group.Key) && group.All(Passes)).Select(group => group.Key).Order(StringComparer.Ordinal);
        TestContext.Current.SendDiagnosticMessage($"{passing.Count} cases must pass; these do, too, and could be listed: {string.Join(' ', gained)}");
    }

    private static bool Passes(PackRun run)
    {
        // As the suite does: a plain word that Python 2 marks as unicode counts as the word.
        var result = JsonNode.Parse(MarkedWord().Replace(run.Execute().ToJson(), "'$1'"));
        return PortableForm.Of(result) == PortableForm.Of(JsonNode.Parse(File.ReadAllText(run.ExpectedPath)), onlyMessage: true);
    }

    [GeneratedRegex("u(?:'|\\\\u0027)([A-Za-z0-9]*)(?:'|\\\\u0027)")]
    private static partial Regex MarkedWord();
}
