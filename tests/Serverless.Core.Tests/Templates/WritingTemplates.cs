using CsCheck;
using Serverless.Templates;

namespace Serverless.Core.Tests.Templates;

public sealed class WritingTemplates
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        OneOf("", " ", "yes", "No", "12", "0x1F", "1:30", "1e3", "1.0", ".5", "~", "null", "=", "<<", "2012-10-17", "y", "-", "- a", "?", ":", "a: b", "a #b", "#a", "'", "\"", "\\", "a\nb", "a\n", "a\n\n", "\na", " a\n", "a \n b", "a\n \nb", "\t", "a\tb\nc", "---", "...", "!Ref a", "&a", "*a", "{a}", "[a]", "{{resolve:ssm:/a}}", "%a", "@a", "`a`", "|", ">", "a:", "Größe", "😀", "\u0085", "\u2028", "\uFEFF", "\u0000", "Fn::Sub", "a.b.c", "${AWS::Region}"),
        Gen.String[Gen.OneOf(Gen.Char['!', '~'], OneOf(' ', '\n', ':', '#', '-', '"', '\'', '\t', '\r', 'é', '€', '\u001b')), 0, 30]);

    private static readonly Gen<string> Keys = Gen.OneOf(
        OneOf("Ref", "Condition", "Fn::Sub", "Fn::GetAtt", "Fn::If", "Fn::Ref", "Fn::ForEach::Loop", "Fn::", "Type", "Properties"),
        Texts,
        Gen.String[Gen.Char['a', 'z'], 500, 1200]);

    private static readonly Gen<TemplateValue> Scalars = Gen.OneOf(
        Texts.Select(text => (TemplateValue)text),
        Gen.Long.Select(number => (TemplateValue)number),
        Gen.Bool.Select(truth => (TemplateValue)truth),
        Gen.Double.Where(double.IsFinite).Select(number => (TemplateValue)new FloatValue(number)),
        OneOf<TemplateValue>(new NullValue(), new IntegerValue(10, "012"), new IntegerValue(31, "0x1F"), new FloatValue(1.1, "1.10"), new FloatValue(1000, "1e3"), new FloatValue(1e22), new BooleanValue(true, "yes"), new IntegerValue(5400, "1:30:00")));

    private static readonly Gen<TemplateValue> Values = Nested(4).Array[0, 3].Select(items => (TemplateValue)new ListValue(items));

    [Fact]
    public void JsonIsIndentedAndKeepsNumbersAsWritten()
    {
        var value = TemplateReader.ReadValue(new("t.yaml", """
            Name: "Größe \" \\ \t"
            Numbers: [1.10, 012, 1_000, 1., yes]
            Empty: [{}, []]
            """)).Value!;

        Assert.Equal(
            """
            {
              "Name": "Größe \" \\ \t",
              "Numbers": [
                1.10,
                10,
                1000,
                1.0,
                true
              ],
              "Empty": [
                {},
                []
              ]
            }

            """,
            TemplateWriter.WriteJson(value),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void YamlIsInBlockStyleWithShortForms()
    {
        const string yaml = """
            AWSTemplateFormatVersion: "2010-09-09"
            Conditions:
              IsProd: !Equals
                - !Ref Stage
                - prod
            Resources:
              Hello:
                Type: AWS::Lambda::Function
                Properties:
                  Role: !GetAtt Role.Arn
                  UserData:
                    Fn::Base64: !Sub "${A}: b"
                  Code:
                    ZipFile: |
                      import os

                      print('x')
                  Tags:
                    - Key: "yes"
                      Value: !If
                        - IsProd
                        - - a
                          - b
                        - {}

            """;

        Assert.Equal(yaml, TemplateWriter.WriteYaml(TemplateReader.ReadValue(new("t.yaml", yaml)).Value!));
    }

    [Fact]
    public void JsonReadsBackAsTheSameValue() =>
        ForEachValue(4000, value => Assert.True(ReadBack(TemplateWriter.WriteJson(value)).ContentEquals(value)));

    [Fact]
    public void CompactJsonReadsBackAsTheSameValue() =>
        ForEachValue(1000, value => Assert.True(ReadBack(TemplateWriter.WriteCompactJson(value)).ContentEquals(value)));

    [Fact]
    public void YamlReadsBackAsTheSameValue() =>
        ForEachValue(4000, value => Assert.True(ReadBack(TemplateWriter.WriteYaml(value)).ContentEquals(value)));

    // The same values in every run: a failure here is news about the change at hand.
    private static void ForEachValue(int count, Action<TemplateValue> check)
    {
        var random = new PCG(1, 20_260_101);
        for (var i = 0; i < count; i++)
        {
            check(Values.Generate(random, null, out _));
        }
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static TemplateValue ReadBack(string text)
    {
        var read = TemplateReader.ReadValue(new("t", text));
        Assert.True(read.Value is not null && read.Diagnostics.IsEmpty, $"{string.Join("; ", read.Diagnostics.Select(diagnostic => $"{diagnostic.Span} {diagnostic.Text}"))}\n{text}");
        return read.Value;
    }

    private static Gen<TemplateValue> Nested(int depth) => depth == 0
        ? Scalars
        : Gen.Frequency(
            (2, Scalars),
            (1, Nested(depth - 1).Array[0, 4].Select(items => (TemplateValue)new ListValue(items))),
            (2, Gen.Select(Keys, Nested(depth - 1)).Array[0, 4].Select(pairs => (TemplateValue)new MapValue(pairs.Select(pair => new MapEntry(pair.Item1, pair.Item2))))));
}
