using System.Globalization;
using System.Text;
using Serverless.Conformance;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Templates.PlainYaml;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates;

/// <summary>The short way through YAML ends where the long one does, or is not taken.</summary>
public class PlainYamlTexts
{
    private const int Mutants = 3_000;

    private static readonly string[] _pieces =
    [
        " ", "  ", "\n", "\n\n", "\n  ", ":", ": ", "- ", "#", " #", "\"", "'", "''", "[", "]", "{", "}", ",", "!Ref ", "!Sub", "!GetAtt a.b", "|", ">", "|-\n", "&a ", "*a", "?", "? ", "%", "~",
        "\\", "\\n", "=", "<<: ", "0x1", "1_0", "1:30", "x", "é", "---\n", "...", "\t", "\r\n", "null", "2012-10-17", "\"a\":1",
    ];

    [Theory]
    [InlineData("A: 1\nB: [x, 'y', \"z\", {a: b, \"c\":d}, ]\nC: {}\nD: []\n")]
    [InlineData("A:\nB:\n  - \n  - 1\n  -\n    a: b\nC:\n- 1\n- - 2\n  - 3\n- k: v\n  l: w\n")]
    [InlineData("A: # why\n  B: text # because\n  # and\n\n  C: a#b\n# end\n")]
    [InlineData("A: one\n  two\n\n  three\nB: \"one\n  two \\\" \\\\\n\n  three\"\nC: 'one\n\n  it''s'\n")]
    [InlineData("A: |\n  one\n   two\n\n  three\n\nB: >-\n  one\n  two\n\n   three\n  four\n\n\n  five\nC: |-\n  last")]
    [InlineData("A: !Ref B\nC: !GetAtt B.Arn.X\nD: !Sub \"${B}\"\nE: !Sub |\n  x\nF: !Join\n  - ''\n  - - !Ref A\n    - b\nG: !If [X, !Ref Y, !GetAZs '']\nH: !Transform { Name: x }\n")]
    [InlineData("1: a\ntrue: b\n2012-10-17: c\n1.5: d\n'x y' : e\nplain key : f\n")]
    [InlineData("A: 2012-10-17\nB: 012\nC: 1e3\nD: 1:30\nE: yes\nF: ~\nG: 0x1F\nH: .5\nI: -3\nJ: 99999999999999999999\nK: +1\n")]
    [InlineData("A: http://x/y?z=1\nB: a:b\nC: -x\nD: :iam\nE: arn:aws:s3:::b/*\n")]
    [InlineData("---\nA: 1\nA: 2\n")]
    [InlineData("A:\r\n  - b # c\r\n  - |\r\n    d\r\n    e\r\nF: 'g\r\n  h'\r\n")]
    [InlineData("- 1\n- 2\n")]
    [InlineData("just a text")]
    public void AreReadAlike(string text)
    {
        var source = new SourceText("t.yaml", text);
        Assert.NotNull(PlainYamlReader.TryRead(source, []));
        Assert.Null(Difference(source));
    }

    [Theory]
    [InlineData("A: &a 1\nB: *a\n")]
    [InlineData("A:\n\t- 1\n")]
    [InlineData("<<: {a: b}\nA: {<<: {b: c}}\n", true)]
    [InlineData("A: |+\n  x\n\n")]
    [InlineData("A: |2\n   x\n")]
    [InlineData("A: \"\\x41\"\n")]
    [InlineData("A: !!str 1\n")]
    [InlineData("? a\n: b\n")]
    [InlineData("A: 1\n---\nB: 2\n")]
    [InlineData("%YAML 1.1\n---\nA: 1\n")]
    [InlineData("A: b: c\n")]
    [InlineData("A:\n   B: 1\n  C: 2\n")]
    [InlineData("A: [1, 2\n")]
    [InlineData("A: \"open\n")]
    [InlineData("A: 'x' y\n")]
    [InlineData("A: - b\n")]
    [InlineData("A: @b\n")]
    [InlineData("A: \"x\"#y\n")]
    [InlineData("A\n")]
    [InlineData("# nothing\n")]
    public void AreLeftToTheFullReaderInDoubt(string text, bool mayRead = false)
    {
        var source = new SourceText("t.yaml", text);
        Assert.True(mayRead || text == "A\n" || PlainYamlReader.TryRead(source, []) is null);
        Assert.Null(Difference(source));
    }

    [Fact]
    public void OfRealTemplatesAreReadAlikeAndSeldomLeft()
    {
        var texts = Texts();
        Assert.SkipWhen(texts.Count == 0, "there is no folder shared/conformance beside the repository");
        Assert.Equal([], texts.Select(source => Difference(source)).OfType<string>().Take(3));
        Assert.InRange(texts.Count(source => PlainYamlReader.TryRead(source, []) is null), 0, texts.Count / 20);
    }

    [Fact]
    public void ThatAreBrokenAreReadAlike()
    {
        var texts = Texts().Where(source => source.Text.Length < 6000).ToList();
        Assert.SkipWhen(texts.Count == 0, "there is no folder shared/conformance beside the repository");
        Assert.Equal([], Enumerable.Range(0, Mutants).Select(seed => Difference(Broken(texts, new(seed)))).OfType<string>().Take(3));
    }

    private static List<SourceText> Texts() =>
    [
        .. ((string[])["real", "sam"]).Select(Serverless.Conformance.ConformanceFolder.Find).OfType<string>()
            .SelectMany(folder => Directory.GetFiles(Path.Combine(folder, "input"), "*.yaml")).Order(StringComparer.Ordinal)
            .Select(file => new SourceText(file, File.ReadAllText(file))),
    ];

    private static SourceText Broken(List<SourceText> texts, Random random)
    {
        var lines = texts[random.Next(texts.Count)].Text.Split('\n').ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(lines.Count);
            var column = random.Next(lines[at].Length + 1);
            lines[at] = random.Next(6) switch
            {
                0 => "",
                1 => new string(' ', random.Next(1, 5)) + lines[at],
                2 => lines[at].TrimStart(),
                3 => lines[random.Next(lines.Count)],
                4 => lines[at].Remove(column, Math.Min(1, lines[at].Length - column)),
                _ => lines[at].Insert(column, _pieces[random.Next(_pieces.Length)]),
            };
        }

        return new("broken.yaml", string.Join('\n', lines));
    }

    // Null when the short way is not taken, or leads to the same values, places and complaints.
    private static string? Difference(SourceText source)
    {
        var (shortly, fully) = (new List<Diagnostic>(), new List<Diagnostic>());
        if (PlainYamlReader.TryRead(source, shortly) is not { } plain)
        {
            return null;
        }

        var (left, right) = (Print(plain, shortly), Print(YamlDocument.ReadFully(source, fully), fully));
        return left == right ? null : $"{source.Text}\nis read shortly as\n{left}\nand fully as\n{right}";
    }

    private static string Print(TemplateValue? value, List<Diagnostic> complaints)
    {
        var text = new StringBuilder();
        Print(value, text);
        complaints.ForEach(complaint => text.AppendLine(complaint.ToString()));
        return text.ToString();
    }

    private static void Print(TemplateValue? value, StringBuilder text)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"{value?.GetType().Name} {value?.Span.Start}-{value?.Span.End} {(value as ScalarValue)?.Text}");
        foreach (var (key, member) in value.AsMap() ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"{key.Text} {key.Scalar?.GetType().Name} {key.Span.Start}-{key.Span.End}: ");
            Print(member, text);
        }

        foreach (var item in value.AsList() ?? new())
        {
            Print(item, text);
        }

        text.AppendLine("end");
    }
}
