using System.Diagnostics;
using System.Text;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates;

/// <summary>Whatever the text, reading and checking it end soon, with an answer and never with an exception.</summary>
public sealed class ReadingHostileTexts
{
    private const string Characters = "abc019 :-#'\"{}[],&*!|>?%@`~<=\\.\n\n\n  \t\r\u0000\u0085\u2028\uFEFF\ud83d\ude00é$";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    [Fact]
    public void ChangedTemplatesAreReadOrRefused()
    {
        var random = new Random(20_260_101);
        var originals = Originals();
        var clock = Stopwatch.StartNew();
        for (var count = 0; count < 6000 && clock.Elapsed < Budget; count++)
        {
            var (name, text) = originals[random.Next(originals.Count)];
            ReadAndCheck(name, Change(text, random));
        }
    }

    [Fact]
    public void TextsOfChanceAreReadOrRefused()
    {
        var random = new Random(7);
        for (var count = 0; count < 3000; count++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Characters[random.Next(Characters.Length)]));
            ReadAndCheck(count % 3 == 0 ? "t.json" : "t.yaml", text);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: [")]
    [InlineData("{a: ")]
    [InlineData("!Sub ")]
    [InlineData("&a ")]
    [InlineData("{\"a\":")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("\"\n")]
    [InlineData("a: \"\n\"\n")]
    [InlineData("[\n")]
    [InlineData("a: |\n  \n")]
    [InlineData("a: b: c\n")]
    [InlineData("x:\n  @\n")]
    [InlineData("---\n")]
    [InlineData("*a ")]
    [InlineData("${")]
    [InlineData("1")]
    public void OneThingRepeatedManyTimesTakesNoAge(string piece)
    {
        var clock = Stopwatch.StartNew();

        ReadAndCheck("t.yaml", new StringBuilder().Insert(0, piece, 60_000 / piece.Length).ToString());

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"it took {clock.Elapsed}");
    }

    private static void ReadAndCheck(string path, string text)
    {
        try
        {
            var read = TemplateReader.Read(new(path, text));
            Assert.True(read.Value is not null || read.HasErrors);
            if (read.Value is { } template)
            {
                TemplateChecker.Check(template);
                TemplateWriter.WriteYaml(template);
                TemplateWriter.WriteJson(template);
            }

            Assert.All(read.Diagnostics, diagnostic => Assert.True(!diagnostic.Span.IsKnown || diagnostic.Span.End.CompareTo(diagnostic.Span.Start) >= 0, diagnostic.ToString()));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{exception}\n----\n{text}");
        }
    }

    private static List<(string Name, string Text)> Originals() =>
    [
        .. Directory.GetFiles(DataFolder.Path("complaints"))
            .Where(path => !path.EndsWith(".txt", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), File.ReadAllText(path))),
        ("all.yaml", File.ReadAllText(DataFolder.Path("everything.yaml"))),
        ("all.yaml", File.ReadAllText(DataFolder.Path("everything.yaml"))),
        ("all.yaml", File.ReadAllText(DataFolder.Path("everything.yaml"))),
    ];

    private static string Change(string text, Random random)
    {
        var changed = new StringBuilder(text);
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(changed.Length + 1);
            switch (random.Next(4))
            {
                case 0 when at < changed.Length:
                    changed.Remove(at, Math.Min(random.Next(1, 12), changed.Length - at));
                    break;
                case 1 when at < changed.Length:
                    changed[at] = Characters[random.Next(Characters.Length)];
                    break;
                case 2:
                    changed.Insert(at, text.AsSpan(random.Next(text.Length + 1) is var start ? start : 0, Math.Min(20, text.Length - start)));
                    break;
                default:
                    changed.Insert(at, Characters[random.Next(Characters.Length)]);
                    break;
            }
        }

        return changed.ToString();
    }
}
