using Serverless.Templates;
using Serverless.Templates.Evaluation;
using Serverless.Text;

namespace Serverless.Local.CloudFormation;

public sealed class TransformedTemplates
{
    private static readonly PseudoParameterValues _pseudo = new("stack", "arn:aws:cloudformation:eu-central-1:123456789012:stack/stack/x", "eu-central-1", "123456789012");

    [Theory]
    [InlineData("AWS::LanguageExtensions", "AWS::DynamoDB::Table")]
    [InlineData("[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]", "AWS::Serverless::SimpleTable")]
    public void HaveTheirLoopsAppliedWithAllThatTheCloudKnows(string transform, string type)
    {
        var template = Read($$"""
            Transform: {{transform}}
            Parameters: {Names: {Type: CommaDelimitedList} }
            Resources:
              Fn::ForEach::Tables:
                - Name
                - !Ref Names
                - ${Name}Table: {Type: {{type}}, DeletionPolicy: !If [IsHere, Retain, Delete], Properties: {TableName: !Sub "${AWS::StackName}-${Name}"} }
            Conditions: {IsHere: !Equals [!Ref AWS::AccountId, "123456789012"]}
            """);
        var parameters = ParameterValues.Resolve(template, [new("Names", "A,B")]).Value!;
        var transformed = SamStep.Apply(template, parameters, _pseudo);
        Assert.True(transformed.Value is not null, string.Join('\n', transformed.Diagnostics));
        Assert.Empty(transformed.Value.Transforms);
        Assert.Equal(["ATable", "BTable"], transformed.Value.Resources.Select(resource => resource.Id.Value));
        Assert.All(transformed.Value.Resources, table => Assert.Equal(("AWS::DynamoDB::Table", "Retain"), (table.ResourceType, table.Body["DeletionPolicy"].AsString())));
    }

    [Fact]
    public void WithOtherTransformsAreRefused()
    {
        var refused = SamStep.Apply(Read("Transform: [AWS::LanguageExtensions, Mine]\nResources: {T: {Type: AWS::SNS::Topic}}"), ParameterValues.None, _pseudo);
        Assert.Null(refused.Value);
        Assert.Equal("No transform named Mine found.", Assert.Single(refused.Diagnostics).Message);
    }

    private static Template Read(string yaml) => TemplateReader.Read(new SourceText("template.yaml", yaml)).Value!;
}
