namespace Serverless.Templates.Evaluation;

public sealed class IntrinsicFunctions
{
    [Theory]
    [InlineData("!Ref Stage", "\"prod\"")]
    [InlineData("!Ref Count", "\"3\"")]
    [InlineData("!Ref Zones", """["a","b","c"]""")]
    [InlineData("!Ref Topic", "\"topic-1\"")]
    [InlineData("!Ref AWS::Region", "\"eu-west-1\"")]
    [InlineData("!Ref AWS::URLSuffix", "\"amazonaws.com\"")]
    [InlineData("{a: !Ref AWS::NoValue, b: [1, !Ref AWS::NoValue]}", """{"b":[1]}""")]
    [InlineData("!GetAtt Topic.Arn", "\"arn:topic\"")]
    [InlineData("{'Fn::GetAtt': [Topic, Arn]}", "\"arn:topic\"")]
    [InlineData("!Sub 'x ${Stage} ${Topic.Arn} ${!Literal} ${AWS::AccountId}'", "\"x prod arn:topic ${Literal} 123456789012\"")]
    [InlineData("!Sub ['${A}-${Stage}', {A: !Ref Count}]", "\"3-prod\"")]
    [InlineData("!Join ['-', [a, !Ref Stage, 1, true]]", "\"a-prod-1-true\"")]
    [InlineData("!Join [',', !Ref Zones]", "\"a,b,c\"")]
    [InlineData("!Select [1, !Ref Zones]", "\"b\"")]
    [InlineData("!Select ['0', !Split ['/', a/b]]", "\"a\"")]
    [InlineData("!FindInMap [Sizes, !Ref Stage, Memory]", "512")]
    [InlineData("!FindInMap [Sizes, prod, Names]", """["x","y"]""")]
    [InlineData("!FindInMap [Sizes, none, Memory, {DefaultValue: 7}]", "7")]
    [InlineData("!If [IsProd, big, small]", "\"big\"")]
    [InlineData("!If [IsTest, big, !Ref AWS::NoValue]", null)]
    [InlineData("[!If [Both, 1, 0], !If [Either, 1, 0], !If [Three, 1, 0]]", "[0,1,1]")]
    [InlineData("!Base64 hello", "\"aGVsbG8=\"")]
    [InlineData("!GetAZs ''", """["eu-west-1a","eu-west-1b","eu-west-1c"]""")]
    [InlineData("!Cidr [10.0.0.0/16, 3, 8]", """["10.0.0.0/24","10.0.1.0/24","10.0.2.0/24"]""")]
    [InlineData("!Cidr ['2001:db8::/56', 2, 64]", """["2001:db8::/64","2001:db8:0:1::/64"]""")]
    [InlineData("!ImportValue {'Fn::Sub': '${Stage}-vpc'}", "\"vpc-1\"")]
    [InlineData("{'Fn::Length': !Ref Zones}", "3")]
    [InlineData("{'Fn::ToJsonString': {a: !Ref Stage}}", "\"{\\\"a\\\":\\\"prod\\\"}\"")]
    [InlineData("{Condition: {StringEquals: {a: !Ref Stage}}}", """{"Condition":{"StringEquals":{"a":"prod"}}}""")]
    public void TheyEvaluate(string yaml, string? json)
    {
        var (value, complaints) = Evaluating.Value(yaml);
        Assert.Empty(complaints);
        Assert.Equal(json, value);
    }

    [Theory]
    [InlineData("!Ref Stgae", "SLS0281", "Unresolved resource dependencies [Stgae]")]
    [InlineData("!GetAtt Topic.Nope", "SLS0285", "resource Topic does not support attribute type Nope in Fn::GetAtt")]
    [InlineData("!ImportValue nothing", "SLS0285", "No export named nothing found.")]
    [InlineData("!Select [5, !Ref Zones]", "SLS0282", "cannot select nonexistent value at index 5")]
    [InlineData("!Select [x, !Ref Zones]", "SLS0282", "non-negative integer")]
    [InlineData("!Join [a]", "SLS0282", "every Fn::Join object requires two parameters")]
    [InlineData("!FindInMap [Sizes, none, Memory]", "SLS0282", "Unable to get mapping for Sizes::none::Memory")]
    [InlineData("!Sub [a, b]", "SLS0282", "Fn::Sub")]
    [InlineData("!Cidr [10.0.0.0/30, 8, 8]", "SLS0282", "cannot split")]
    [InlineData("!If [Unknown, 1, 2]", "SLS0281", "Unresolved condition dependency Unknown")]
    [InlineData("{'Fn::Jion': [a, [b]]}", "SLS0282", "Unrecognized intrinsic function Fn::Jion")]
    [InlineData("{'Fn::Transform': {Name: AWS::Include}}", "SLS0284", "macro")]
    [InlineData("'{{resolve:ssm:/a}}'", "SLS0284", "Systems Manager")]
    public void TheyComplainAtTheirPlace(string yaml, string code, string message)
    {
        var complaint = Assert.Single(Evaluating.Value(yaml).Complaints);
        Assert.Equal(code, complaint.Code);
        Assert.Contains(message, complaint.Message, StringComparison.Ordinal);
        Assert.True(complaint.Span.IsKnown);
    }

    [Fact]
    public void DeepNestingEndsInAComplaint()
    {
        TemplateValue value = "x";
        for (var i = 0; i < 10_000; i++)
        {
            value = new ListValue(value);
        }

        var complaints = new List<Diagnostics.Diagnostic>();
        Evaluating.Evaluator(new Template([])).Evaluate(value, SymbolicLookup.Instance, complaints);
        Assert.Equal("SLS0282", Assert.Single(complaints).Code);
    }
}
