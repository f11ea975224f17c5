using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates;

public sealed class AnchorsAndMerges
{
    [Fact]
    public void AnAliasIsACopyThatChangesAlone()
    {
        var root = Read("""
            one: &tags { a: 1 }
            two: *tags
            """);

        root["two"]!.AsMap()!["b"] = 2;

        Assert.Equal(["a"], root["one"]!.AsMap()!.Keys);
        Assert.Equal(["a", "b"], root["two"]!.AsMap()!.Keys);
    }

    [Fact]
    public void ACopyKeepsThePlacesOfItsAnchor() =>
        Assert.Equal(new Position(1, 14), Read("one: &tags { a: 1 }\ntwo: *tags")["two"]!.AsMap()!.KeyOf("a")!.Span.Start);

    [Fact]
    public void MergedMembersComeFirstAndOwnOnesWinWithTheirOwnPlace()
    {
        var map = Read("""
            base: &base { x: 1, y: 2 }
            own:
              z: 0
              <<: *base
              y: 3
            """)["own"]!.AsMap()!;

        Assert.Equal(["x", "y", "z"], map.Keys);
        Assert.Equal("3", ((ScalarValue)map["y"]!).Text);
        Assert.Equal(5, map.KeyOf("y")!.Span.Start.Line);
    }

    [Fact]
    public void AQuotedMergeKeyIsAnOrdinaryKey() =>
        Assert.True(Read("""{ "<<": { a: 1 } }""", "t.yaml").ContainsKey("<<"));

    [Fact]
    public void AnOwnKeyThatReplacesAMergedOneIsNoDuplicate() =>
        Assert.Empty(TemplateReader.ReadValue(new("t.yaml", "a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n")).Diagnostics);

    [Fact]
    public void AliasesThatExpandALittleAreFine()
    {
        var items = string.Join(", ", Enumerable.Repeat("*a", 1000));

        var list = Read($"a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\nb: [{items}]\n")["b"]!.AsList()!;

        Assert.Equal(1000, list.Count);
    }

    [Fact]
    public void AChainOfAliasesIsAsDeepAsWhatItStandsFor()
    {
        var lines = Enumerable.Range(1, 200).Select(number => $"k{number}: &k{number} [*k{number - 1}]");

        var read = TemplateReader.ReadValue(new("t.yaml", $"k0: &k0 [x]\n{string.Join('\n', lines)}\n"));

        Assert.Equal(["SLS0118"], read.Diagnostics.Select(diagnostic => diagnostic.Code));
    }

    private static MapValue Read(string text, string path = "t.yaml")
    {
        var read = TemplateReader.ReadValue(new(path, text));
        Assert.Empty(read.Diagnostics);
        return read.Value.AsMap()!;
    }
}
