using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Core.Tests.Diagnostics;

public sealed class ExcerptsForPeople
{
    private static readonly DiagnosticDescriptor Kind = new("SLS9999", Severity.Error, "Test");

    [Fact]
    public void ShowTheLineWithTheMarkedPlaceAndTheHelp()
    {
        var source = new SourceText("a.yaml", "one\ntwo: three\n");
        var complaint = Kind.At(new("a.yaml", new(2, 6), new(2, 11)), "Not three.", "Take four.");

        Assert.Equal(
            """
            error SLS9999: Not three.
             --> a.yaml:2:6
              |
            2 | two: three
              |      ^^^^^
              = help: Take four.

            """,
            Render(complaint, source),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void ShowOtherPlacesWithTheirWordsAndAlignedNumbers()
    {
        var source = new SourceText("a.yaml", string.Join('\n', Enumerable.Range(1, 12).Select(number => $"line{number}")));
        var complaint = Kind.At(new("a.yaml", new(12, 1), new(12, 5)), "Twice.") with
        {
            Severity = Severity.Warning,
            Related = [new(new("a.yaml", new(3, 1), new(3, 5)), "first here")],
        };

        Assert.Equal(
            """
            warning SLS9999: Twice.
              --> a.yaml:12:1
               |
            12 | line12
               | ^^^^
              ::: a.yaml:3:1
               |
             3 | line3
               | ---- first here

            """,
            Render(complaint, source),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void KeepTabsInFrontOfTheMarkerSoThatItStandsBelowItsPlace() =>
        Assert.Contains("  | \t\t ^\n", Render(Kind.At(new("a.yaml", new(1, 4), new(1, 5)), "Here."), new("a.yaml", "\t\tab")), StringComparison.Ordinal);

    [Fact]
    public void CutLongLinesAroundThePlace()
    {
        var line = new string('a', 5000) + "HERE" + new string('b', 5000);

        var lines = Render(Kind.At(new("a.yaml", new(1, 5001), new(1, 5005)), "Here."), new("a.yaml", line)).Split('\n');

        Assert.True(lines[3].Length < 140);
        Assert.Equal(lines[3].IndexOf("HERE", StringComparison.Ordinal), lines[4].IndexOf("^^^^", StringComparison.Ordinal));
    }

    [Fact]
    public void MarkTheRestOfTheLineForPlacesOfSeveralLines() =>
        Assert.Contains("| ^^^^^^\n", Render(Kind.At(new("a.yaml", new(1, 1), new(3, 2)), "Here."), new("a.yaml", "abc: d  \n  e\n  f")), StringComparison.Ordinal);

    [Fact]
    public void PointBehindALineThatIsTooShort() =>
        Assert.Contains("1 | abc\n  |    ^\n", Render(Kind.At(new("a.yaml", new(1, 9), new(1, 9)), "Here."), new("a.yaml", "abc")), StringComparison.Ordinal);

    [Fact]
    public void NameTheFileAloneWhenNoLineIsToBlame() =>
        Assert.Equal("error SLS9999: Bad.\n --> a.yaml\n", Render(Kind.At(SourceSpan.File("a.yaml"), "Bad."), new("a.yaml", "x")));

    [Fact]
    public void AreOneLineWhenNoFileIsToBlame() =>
        Assert.Equal("error SLS9999: Bad.\n", Render(Kind.At(SourceSpan.None, "Bad."), new("a.yaml", "x")));

    [Fact]
    public void LeaveOutTheLineOfAFileThatNobodyHas() =>
        Assert.Equal("error SLS9999: Bad.\n --> a.yaml:1:1\n", new DiagnosticExcerpt(_ => null).Render(Kind.At(new("a.yaml", new(1, 1), new(1, 2)), "Bad.")));

    [Fact]
    public void NeverPassControlCharactersToTheTerminal()
    {
        var text = Render(Kind.At(new("a.yaml", new(1, 1), new(1, 2)), "Bad \u001b[31m name\nhere.", "\u0007"), new("a.yaml", "a\u001b[2Jb\u0085"));

        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.Equal(6, text.Count(character => character == '\n'));
    }

    [Fact]
    public void GiveEveryPieceToTheHostsPaint()
    {
        var complaint = Kind.At(new("a.yaml", new(1, 1), new(1, 4)), "Bad [x].", "Good.");

        var text = new DiagnosticExcerpt(_ => new("a.yaml", "abc"), (part, severity, piece) => $"<{part}{severity}>{piece}</>").Render(complaint);

        Assert.StartsWith("<SeverityError>error SLS9999</><MessageError>: Bad [x].</>\n", text, StringComparison.Ordinal);
        Assert.Contains("<MarkerError>^^^</>", text, StringComparison.Ordinal);
        Assert.EndsWith("<GutterError>  = </><HelpError>help: Good.</>\n", text, StringComparison.Ordinal);
    }

    private static string Render(Diagnostic complaint, SourceText source) => new DiagnosticExcerpt(path => path == source.Path ? source : null).Render(complaint);
}
