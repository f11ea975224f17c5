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
}
