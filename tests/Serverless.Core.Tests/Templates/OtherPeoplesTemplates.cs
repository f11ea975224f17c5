using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Core.Tests.Templates;

public sealed class OtherPeoplesTemplates
{
    [Fact]
    public void EveryTemplateOfTheCorpusReadsToTheValuesOfTheReference()
    {
        var folder = ConformanceFolder.Find("sam");
        var differences = new List<string>();
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "input"), "*.yaml"))
        {
            var read = TemplateReader.ReadValue(new(path, File.ReadAllText(path)));
            var expected = File.ReadAllText(Path.Combine(folder, "input_json", Path.GetFileNameWithoutExtension(path) + ".json"));
            if (read.Value is null || read.HasErrors || PlainJson.Of(read.Value) != PlainJson.Normalize(expected))
            {
                differences.Add($"{path}: {string.Join("; ", read.Diagnostics.Select(diagnostic => $"{diagnostic.Span} {diagnostic.Text}"))}");
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void TemplatesFromPublicRepositoriesReadWithoutAnError()
    {
        var folder = ConformanceFolder.Find("real");
        var complaints = new List<string>();
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "input")))
        {
            var read = TemplateReader.Read(new(Path.GetFileName(path), File.ReadAllText(path)));
            complaints.AddRange(read.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => $"{diagnostic.Span} {diagnostic.Code}: {diagnostic.Text}"));
            Assert.NotNull(read.Value);
        }

        Assert.Empty(complaints);
    }

    [Fact]
    public void TemplatesFromPublicRepositoriesHaveNoMistakesButTheirOwn()
    {
        var folder = ConformanceFolder.Find("real");
        var vocabulary = new TemplateVocabulary { Sections = ["Globals"], ResourceAttributes = ["Connectors", "IgnoreGlobals"], IsKnownElsewhere = _ => true };
        var mistakes = new List<string>();
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "input")).Order(StringComparer.Ordinal))
        {
            var template = TemplateReader.Read(new(Path.GetFileName(path), File.ReadAllText(path))).Value!;
            mistakes.AddRange(TemplateChecker.Check(template, vocabulary).Where(mistake => mistake.Severity == Severity.Error).Select(mistake => $"{mistake.Code} {mistake.Span}"));
        }

        // Two project templates with a placeholder where a name will be.
        Assert.Equal(
            [
                "SLS0207 aws-lambda-dotnet--blueprints-blueprintdefinitions-vs2022-emptyserverless-template-src-blu.json(6,5)",
                "SLS0207 aws-lambda-dotnet--blueprints-blueprintdefinitions-vs2026-emptyserverless-template-src-blu.json(6,5)",
            ],
            mistakes);
    }

    [Fact]
    public void EveryTemplateOfTheCorpusReadsBackFromBothFormats()
    {
        var folder = ConformanceFolder.Find("sam");
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "input"), "*.yaml"))
        {
            var value = TemplateReader.ReadValue(new(path, File.ReadAllText(path))).Value!;

            Assert.True(TemplateReader.ReadValue(new("t.yaml", TemplateWriter.WriteYaml(value))).Value!.ContentEquals(value), path);
            Assert.True(TemplateReader.ReadValue(new("t.json", TemplateWriter.WriteJson(value))).Value!.ContentEquals(value), path);
        }
    }
}
