namespace Serverless.Templates.Evaluation;

public sealed class DependenciesAndForm
{
    [Fact]
    public void WhatIsNeededComesFirst()
    {
        var template = Evaluating.Read("""
            Conditions: {Never: !Equals [a, b]}
            Resources:
              Last: {Type: AWS::SNS::Topic, DependsOn: [Middle, Gone], Properties: {Name: !If [Never, !Ref Unused, x]}}
              Middle: {Type: AWS::SNS::Topic, Properties: {Name: !Sub '${First.Arn}-${Value}'}}
              First: {Type: AWS::SNS::Topic}
              Unused: {Type: AWS::SNS::Topic, DependsOn: Last}
              Gone: {Type: AWS::SNS::Topic, Condition: Never}
            """);
        var graph = DependencyGraph.Of(Evaluating.Evaluator(template)).Value!;
        Assert.Equal(["First", "Middle", "Last", "Unused"], graph.Order);
        Assert.Equal(["Middle"], graph.Needs("Last"));
    }

    [Fact]
    public void ACircleIsNamed()
    {
        var template = Evaluating.Read("Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {Name: !Ref B}}\n  B: {Type: AWS::SNS::Topic, Properties: {Name: !GetAtt A.Arn}}\n");
        var complaint = Assert.Single(DependencyGraph.Of(Evaluating.Evaluator(template)).Diagnostics);
        Assert.Equal(("SLS0283", "Circular dependency between resources: [A, B]", 2), (complaint.Code, complaint.Message, complaint.Span.Start.Line));
    }

    [Fact]
    public void ConditionsInACircleAreRefused()
    {
        var template = Evaluating.Read("Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}\nResources: {T: {Type: 'AWS::SNS::Topic'}}");
        Assert.Contains(Evaluating.Evaluator(template).DecideConditions(), complaint => complaint.Code == "SLS0283");
    }

    [Theory]
    [InlineData("Resources: {}", "SLS0280")]
    [InlineData("Resources: {A: {Type: Topic}}", "SLS0280")]
    [InlineData("Resources: {A-B: {Type: 'AWS::SNS::Topic'}}", "SLS0280")]
    [InlineData("Resources: {A: {Type: 'AWS::SNS::Topic'}}\nOutputs: {O: {}}", "SLS0280")]
    [InlineData("Resources: {A: {Type: 'AWS::SNS::Topic', DependsOn: B}}", "SLS0281")]
    [InlineData("Resources: {A: {Type: 'AWS::SNS::Topic'}}\nOutputs: {O: {Value: !Ref B}}", "SLS0281")]
    public void WhatIsNoTemplateIsRefusedBeforeAnyParameterIsKnown(string text, string code) =>
        Assert.Equal(code, Assert.Single(TemplateChecks.Check(Evaluating.Read(text))).Code);

    [Fact]
    public void AnOutputMustBeAText()
    {
        var template = Evaluating.Read("Resources: {A: {Type: 'AWS::SNS::Topic'}}\nOutputs: {O: {Value: [1, 2]}, P: {Value: 3, Export: {Name: !Sub '${AWS::StackName}-p'}}}");
        var (outputs, complaints) = Evaluating.Evaluator(template).Outputs(SymbolicLookup.Instance);
        Assert.Equal(new OutputValue("P", "3", null, "stack-p"), Assert.Single(outputs));
        Assert.Equal("SLS0280", Assert.Single(complaints).Code);
    }
}
