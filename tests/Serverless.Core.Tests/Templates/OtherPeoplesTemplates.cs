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
}
