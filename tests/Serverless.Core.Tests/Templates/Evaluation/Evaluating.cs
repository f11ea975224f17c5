using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.Evaluation;

/// <summary>Evaluates one value in the surroundings of a template with a bit of everything.</summary>
internal static class Evaluating
{
    private const string Surroundings = """
        Parameters:
          Stage: {Type: String, Default: prod}
          Count: {Type: Number, Default: 3}
          Zones: {Type: CommaDelimitedList, Default: 'a, b,c'}
        Mappings:
          Sizes: {prod: {Memory: 512, Names: [x, y]}, test: {Memory: 128}}
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
          IsTest: !Not [!Condition IsProd]
          Both: !And [!Condition IsProd, !Condition IsTest]
          Either: !Or [!Condition IsProd, !Condition IsTest]
          Three: !Equals [!Ref Count, 3]
        Resources:
          Topic: {Type: AWS::SNS::Topic}
        Outputs:
          Value:
            Value:
        """;

    public static Template Read(string text)
    {
        var read = TemplateReader.Read(new SourceText("template.yaml", text));
        Assert.True(read.IsGood, string.Join("\n", read.Diagnostics.Select(diagnostic => diagnostic.Text)));
        return read.Value;
    }

    /// <summary>The value as JSON, and the complaints.</summary>
    public static (string? Json, List<Diagnostic> Complaints) Value(string yaml)
    {
        var template = Read($"{Surroundings} {yaml}\n");
        var evaluator = Evaluator(template);
        var complaints = new List<Diagnostic>();
        var value = evaluator.Evaluate(template.Outputs!["Value"].AsMap()!["Value"]!, new Known(), complaints);
        return (value is null ? null : TemplateJson.Write(value), complaints);
    }

    public static TemplateEvaluator Evaluator(Template template, params SuppliedParameter[] parameters) =>
        new(template, ParameterValues.Resolve(template, parameters).Value!, new("stack", "arn:aws:cloudformation:eu-west-1:123456789012:stack/stack/1", "eu-west-1", "123456789012"));

    private sealed class Known : IResourceLookup
    {
        public TemplateValue? Ref(string logicalId) => logicalId == "Topic" ? new StringValue("topic-1") : null;

        public TemplateValue? GetAtt(string logicalId, string attribute) => (logicalId, attribute) == ("Topic", "Arn") ? new StringValue("arn:topic") : null;

        public TemplateValue? Import(string exportName) => exportName == "prod-vpc" ? new StringValue("vpc-1") : null;
    }
}
