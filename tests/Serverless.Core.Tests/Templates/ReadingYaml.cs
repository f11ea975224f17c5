using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates;

public sealed class ReadingYaml
{
    [Fact]
    public void KeysAndValuesKnowTheirPlaces()
    {
        var template = TemplateReader.Read(new("template.yaml", """
            Resources:
              Hello: # a function
                Type: AWS::Serverless::Function
                Properties:
                  Role: !GetAtt Role.Arn
            """)).Value!;

        var hello = template.FindResource("Hello")!;
        Assert.Equal(new SourceSpan("template.yaml", new(2, 3), new(2, 8)), hello.Span);
        Assert.Equal(new SourceSpan("template.yaml", new(3, 11), new(3, 36)), hello.Body["Type"]!.Span);
        Assert.Equal(new SourceSpan("template.yaml", new(3, 5), new(5, 29)), hello.Body.Span);

        var role = hello.Properties!["Role"]!.AsMap()!;
        Assert.Equal(new SourceSpan("template.yaml", new(5, 13), new(5, 29)), role.Span);
        Assert.Equal(new SourceSpan("template.yaml", new(5, 13), new(5, 20)), role.KeyOf("Fn::GetAtt")!.Span);
        Assert.Equal(new SourceSpan("template.yaml", new(5, 26), new(5, 29)), role["Fn::GetAtt"]!.AsList()![1].Span);
    }

    [Fact]
    public void JsonKeysAndValuesKnowTheirPlacesToo()
    {
        var template = TemplateReader.Read(new("template.json", """
            {
              "Resources": { "Größe😀": { "Type": "X", "N": 12 } }
            }
            """)).Value!;

        var (key, value) = template.Root["Resources"]!.AsMap()!.Single();
        Assert.Equal(new SourceSpan("template.json", new(2, 18), new(2, 27)), key.Span);
        Assert.Equal(new SourceSpan("template.json", new(2, 29), new(2, 53)), value.Span);
        Assert.Equal(new SourceSpan("template.json", new(2, 39), new(2, 42)), value.AsMap()!["Type"]!.Span);
        Assert.Equal(new SourceSpan("template.json", new(2, 49), new(2, 51)), value.AsMap()!["N"]!.Span);
    }

    [Theory]
    [InlineData("a: |\n   \n    text\nb: !Ref x\n", 4)]
    [InlineData("a: \"one\ntwo\nthree\"\nb: !Ref x\n", 4)]
    [InlineData("a: [\none,\ntwo\n]\nb: !Ref x\n", 5)]
    public void WhiteSpaceThatOthersOverlookIsOverlooked(string text, int line)
    {
        var read = TemplateReader.ReadValue(new("t.yaml", text));

        Assert.Empty(read.Diagnostics);
        Assert.Equal(new SourceSpan("t.yaml", new(line, 4), new(line, 10)), read.Value.AsMap()!["b"]!.Span);
    }

    [Fact]
    public void LineSeparatorsOfUnicodeDoNotMoveThePlacesBehindThem()
    {
        var read = TemplateReader.ReadValue(new("t.yaml", "a: 'x\u2028y\u0085z'\nb: c\n"));

        Assert.Equal(new Position(2, 4), read.Value.AsMap()!["b"]!.Span.Start);
    }

    [Fact]
    public void KeysThatAreNoTextKeepTheirScalarAndHaveTheirNameInJson()
    {
        var map = TemplateReader.ReadValue(new("t.yaml", "0x10: a\nyes: b\n~: c\n1.50: d\ntext: e\n")).Value.AsMap()!;

        Assert.Equal(["16", "true", "null", "1.5", "text"], map.Keys);
        Assert.Equal(["0x10", "yes", "~", "1.50", null], map.Select(entry => entry.Key.Scalar?.Text is "" ? "~" : entry.Key.Scalar?.Text));
    }

    [Fact]
    public void WindowsLineEndsAreOnlyLineEnds()
    {
        var map = TemplateReader.ReadValue(new("t.yaml", "a: |\r\n  x\r\n  y\r\nb: c\r\n")).Value.AsMap()!;

        Assert.Equal("x\ny\n", map["a"].AsString());
        Assert.Equal(new SourceSpan("t.yaml", new(4, 4), new(4, 5)), map["b"]!.Span);
    }

    [Fact]
    public void JsonInATemplateOfAnyNameIsReadAsJson() =>
        Assert.Equal("x", TemplateReader.ReadValue(new("serverless.template", "{\t\"a\": \"x\" }")).Value.AsMap()!["a"].AsString());

    [Fact]
    public void BracesThatAreNoJsonAreReadAsYaml() =>
        Assert.Equal("x", TemplateReader.ReadValue(new("serverless.template", "{ a: x, }")).Value.AsMap()!["a"].AsString());
}
