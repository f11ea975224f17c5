using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Diagnostics;
using static Serverless.Tool.Building.Happened;

namespace Serverless.Tool.Building;

public sealed class TheResultOfABuild
{
    private static readonly BuildRequest Package = new("/src/App/App.csproj", BuildRequest.Package);

    [Fact]
    public void NamesWhatWasWrittenAndWhatWasThere()
    {
        var built = new BuiltProject(true) { ManifestPath = "/out/serverless.manifest.json", Artifacts = [Artifact("One;Two", written: true), Artifact("Three", written: false)] };
        Assert.Equal(
            [
                "App -> 2 artifacts, 1 written (1.5 s)",
                "  One, Two: 70.0 KB, 0123456789ab, written",
                "  Three: 70.0 KB, 0123456789ab, unchanged",
                "  manifest /out/serverless.manifest.json",
            ],
            Report(built).Lines());
    }

    [Fact]
    public void SaysThatNothingChanged() =>
        Assert.Equal("App -> 1 artifact, unchanged (1.5 s)", Report(new(true) { Artifacts = [Artifact("One", written: false)] }).Lines().First());

    [Fact]
    public void CountsWarnings() =>
        Assert.Equal(
            ["App -> built, 2 warnings (1.5 s)"],
            new BuildReport(Package with { Target = BuildRequest.Build }, new(true), State(Wrong("A", severity: Severity.Warning), Wrong("B", severity: Severity.Warning)), TimeSpan.FromSeconds(1.5)).Lines());

    [Theory]
    [InlineData("Package", 1, 0, "Package failed: 1 error (1.5 s)")]
    [InlineData("Build", 2, 1, "Build failed: 2 errors, 1 warning (1.5 s)")]
    public void EndsWithTheNumberOfMistakes(string target, int errors, int warnings, string line)
    {
        var complaints = Enumerable.Range(1, errors).Select(number => Wrong($"E{number}")).Concat(Enumerable.Range(1, warnings).Select(number => Wrong($"W{number}", severity: Severity.Warning)));
        Assert.Equal(line, new BuildReport(Package with { Target = target }, new(false), State([.. complaints]), TimeSpan.FromSeconds(1.5)).Failure);
    }

    [Fact]
    public void IsOneJsonDocument()
    {
        var json = JsonElement.Parse(Report(new(true) { ManifestPath = "/out/m.json", Artifacts = [Artifact("One;Two", written: true)] }).Json());
        Assert.True(json.GetProperty("succeeded").GetBoolean());
        Assert.Equal(("/src/App/App.csproj", "Package", "/out/m.json"), (Text(json, "project"), Text(json, "target"), Text(json, "manifest")));
        Assert.Equal(1.5, json.GetProperty("seconds").GetDouble());
        var artifact = Assert.Single(json.GetProperty("artifacts").EnumerateArray());
        Assert.Equal(["One", "Two"], artifact.GetProperty("logicalIds").EnumerateArray().Select(id => id.GetString()!));
        Assert.Equal((71680, true), (artifact.GetProperty("size").GetInt64(), artifact.GetProperty("written").GetBoolean()));
        Assert.Equal(("/out/a.zip", "0123456789abcdef"), (Text(artifact, "path"), Text(artifact, "contentHash")));
        Assert.Equal(JsonValueKind.Null, artifact.GetProperty("runtimeIdentifier").ValueKind);
    }

    [Fact]
    public void HasTheMistakesInItsJson()
    {
        var json = JsonElement.Parse(new BuildReport(Package, new(false), State(Wrong("CS0103")), default).Json());
        Assert.False(json.GetProperty("succeeded").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("manifest").ValueKind);
        var complaint = Assert.Single(json.GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(("CS0103", 2), (Text(complaint, "code"), complaint.GetProperty("start").GetProperty("line").GetInt32()));
        Assert.Equal(JsonValueKind.Null, complaint.GetProperty("helpLink").ValueKind);
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    private static BuildReport Report(BuiltProject built) => new(Package, built, BuildState.Empty, TimeSpan.FromSeconds(1.5));

    private static BuiltArtifact Artifact(string logicalIds, bool written) =>
        new("/out/a.zip", ImmutableDictionary<string, string>.Empty.Add("LogicalIds", logicalIds).Add("ContentHash", "0123456789abcdef").Add("Size", "71680"), written);
}
