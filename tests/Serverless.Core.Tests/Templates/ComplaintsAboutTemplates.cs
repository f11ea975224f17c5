using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates;

/// <summary>Every file of Data/complaints is a template with mistakes; the .txt beside it is what a person gets to read.</summary>
public sealed class ComplaintsAboutTemplates
{
    public static TheoryData<string> Templates =>
        [.. Directory.GetFiles(DataFolder.Path("complaints")).Where(path => !path.EndsWith(".txt", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Templates))]
    public void AreWhatTheTextBesideTheTemplateSays(string file)
    {
        var source = new SourceText(file, File.ReadAllText(DataFolder.Path("complaints", file)));
        var expected = File.ReadAllText(DataFolder.Path("complaints", Path.ChangeExtension(file, file.EndsWith(".json", StringComparison.Ordinal) ? ".json.txt" : ".txt")));

        var excerpt = new DiagnosticExcerpt(_ => source);
        var complaints = Complaints(source);

        Assert.Equal(expected, string.Join('\n', complaints.Select(excerpt.Render)), ignoreLineEndingDifferences: true);
        Assert.Contains(complaints, complaint => file.StartsWith(complaint.Code, StringComparison.Ordinal));
    }

    [Fact]
    public void ExistForEveryCode()
    {
        var codes = typeof(TemplateSyntax).GetFields().Concat(typeof(TemplateRules).GetFields()).Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Code);
        var shown = Directory.GetFiles(DataFolder.Path("complaints")).Select(path => Path.GetFileName(path)[..7]);

        Assert.Equal([TemplateSyntax.TooLarge.Code], codes.Except(shown));
    }

    [Fact]
    public void AboutSizeNameTheLimit()
    {
        var read = TemplateReader.Read(new("big.yaml", new string('#', TemplateReader.MaxBytes + 1)));

        var complaint = Assert.Single(read.Diagnostics);
        Assert.Equal("SLS0102", complaint.Code);
        Assert.Contains("1,048,577", complaint.Message, StringComparison.Ordinal);
        Assert.Null(read.Value);
    }

    private static List<Diagnostic> Complaints(SourceText source)
    {
        var read = TemplateReader.Read(source);
        var checks = read.Value is { } template ? TemplateChecker.Check(template) : [];
        return [.. read.Diagnostics.Concat(checks).OrderBy(complaint => complaint.Span.Start)];
    }
}
