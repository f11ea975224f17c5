using Serverless.Templates;
using Serverless.Templates.LanguageExtensions;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates.LanguageExtensions;

public class Functions
{
    private const string Sections = """
        Parameters:
          Names: {Type: CommaDelimitedList, Default: "a,b,c"}
          Stage: {Type: String, Default: prod}
          Open: {Type: String}
        Mappings: {Sizes: {prod: {Memory: 1024, Zones: [x, y]}}}
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
          IsLarge: !Equals [!Ref Open, large]
        """;

    [Theory]
    [InlineData("{'Fn::Length': !Ref Names}", "3")]
    [InlineData("{'Fn::Length': [a, !GetAtt T.Name]}", "2")]
    [InlineData("{'Fn::Length': !Split ['-', a-b-c-d]}", "4")]
    [InlineData("{'Fn::Length': !FindInMap [Sizes, !Ref Stage, Zones]}", "2")]
    [InlineData("{'Fn::Length': [a, !If [IsProd, !Ref AWS::NoValue, b]]}", "1")]
    [InlineData("{'Fn::ToJsonString': {a: 1, b: [true, null, 'x\"y'], c: !Ref Stage}}", """"{\"a\":1,\"b\":[true,null,\"x\\\"y\"],\"c\":\"prod\"}"""")]
    [InlineData("{'Fn::ToJsonString': {a: !If [IsProd, !Ref AWS::NoValue, x], b: !Ref AWS::Region}}", """"{\"b\":\"eu-central-1\"}"""")]
    [InlineData("{'Fn::ToJsonString': [{a: !Sub '${Stage}!'}]}", """"[{\"a\":\"prod!\"}]"""")]
    [InlineData("{'Fn::ToJsonString': {a: !GetAtt Q.Arn, n: !Ref AWS::NoValue, l: [!Ref T, 1]}}", """{"Fn::Join":["",["{\"a\":\"",{"Fn::GetAtt":["Q","Arn"]},"\",\"l\":[\"",{"Ref":"T"},"\",1]}"]]}""")]
    [InlineData("{'Fn::ToJsonString': {s: !Ref AWS::StackName}}", """{"Fn::Join":["",["{\"s\":\"",{"Ref":"AWS::StackName"},"\"}"]]}""")]
    [InlineData("!FindInMap [Sizes, prod, Memory, {DefaultValue: 128}]", "1024")]
    [InlineData("!FindInMap [Sizes, !Sub '${Stage}x', Memory, {DefaultValue: 128}]", "128")]
    [InlineData("!FindInMap [Sizes, dev, Memory, {DefaultValue: !FindInMap [Sizes, !Select [0, [prod]], Memory]}]", "1024")]
    [InlineData("!FindInMap [Sizes, !Join ['', [pr, od]], Zones]", """["x","y"]""")]
    [InlineData("!FindInMap [Sizes, !Ref Stage, Memory]", """{"Fn::FindInMap":["Sizes",{"Ref":"Stage"},"Memory"]}""")]
    [InlineData("{Ref: {'Fn::Sub': 'Sta${Suffix}'}}", null)]
    [InlineData("{Ref: {'Fn::Join': ['', [Q, !Ref Stage]]}}", """{"Ref":"Qprod"}""")]
    [InlineData("{'Fn::GetAtt': [!Sub 'Q${Stage}', !Select [1, [Name, Arn]]]}", """{"Fn::GetAtt":["Qprod","Arn"]}""")]
    [InlineData("{'Fn::If': [!Sub 'Is${Kind}', a, b]}", null)]
    [InlineData("!Sub '${Stage}-${T}'", """{"Fn::Sub":"${Stage}-${T}"}""")]
    public void AreEvaluatedAsFarAsCloudFormationCannot(string function, string? expected)
    {
        if (expected is null)
        {
            Assert.Equal("SLS0227", Extended.OnlyError($"Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: {function}}}}}}}\n{Sections}").Code);
        }
        else
        {
            Assert.Equal(expected, Extended.ValueOf(function, Sections).Trim('"'));
        }
    }

    [Theory]
    [InlineData("{'Fn::Length': !Split [',', !GetAtt T.Names]}", "SLS0227", "The list of Fn::Length must be known before deployment, but Fn::GetAtt gives it.")]
    [InlineData("{'Fn::Length': !Ref Stage}", "SLS0215", "Fn::Length takes a list, or a function that gives one.")]
    [InlineData("{'Fn::ToJsonString': x}", "SLS0215", "Fn::ToJsonString takes a map or a list.")]
    [InlineData("!FindInMap [Sizes, !Sub '${T}', Memory, {DefaultValue: 1}]", "SLS0227", "A name in Fn::FindInMap must be known before deployment, but the resource 'T' does not exist yet.")]
    [InlineData("!FindInMap [Sizes, prod, Memory, 1]", "SLS0215", "Fn::FindInMap takes a list of three: mapping, first key, second key; and, if wanted, a map with DefaultValue.")]
    [InlineData("{Ref: {'Fn::Split': [a, bab]}}", "SLS0215", "The name in Ref must be a text.")]
    public void ThatCannotBeEvaluatedAreReported(string function, string code, string message)
    {
        var error = Extended.OnlyError($"Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: {function}}}}}}}\n{Sections}");
        Assert.Equal((code, message, 2), (error.Code, error.Message, error.Span.Start.Line));
    }

    [Theory]
    [InlineData("{'Fn::Length': !Split [',', !Ref Open]}")]
    [InlineData("{'Fn::ToJsonString': {a: !Ref Open}}")]
    [InlineData("{'Fn::ToJsonString': {a: !If [IsLarge, {b: 1}, {c: 2}]}}")]
    [InlineData("!FindInMap [Sizes, !Ref AWS::AccountId, Memory, {DefaultValue: 1}]")]
    public void ThatOnlyTheServiceCanEvaluateKeepTheTransform(string function)
    {
        var extended = Extended.Apply($"Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: {function}}}}}}}\n{Sections}");
        Assert.True(extended.IsGood);
        Assert.False(extended.Value.IsComplete);
        Assert.Equal([LanguageExtensionTransform.Name], extended.Value.Template.Transforms);
    }

    [Fact]
    public void InAttributesGiveThePlainValuesThatCloudFormationWants() => Extended.AssertGives(
        """
        Parameters: {Stage: {Type: String, Default: prod}}
        Mappings: {When: {A: {Condition: IsProd}}}
        Conditions: {IsProd: !Equals [!Ref Stage, prod]}
        Resources:
          A: {Type: AWS::S3::Bucket, DeletionPolicy: Retain, UpdateReplacePolicy: Snapshot, DependsOn: [Cprod], Condition: IsProd}
          B: {Type: AWS::S3::Bucket}
          Cprod: {Type: AWS::S3::Bucket, DeletionPolicy: Delete}
        """,
        """
        Parameters: {Stage: {Type: String, Default: prod}}
        Mappings: {When: {A: {Condition: IsProd}}}
        Conditions: {IsProd: !Equals [!Ref Stage, prod]}
        Resources:
          A: {Type: AWS::S3::Bucket, DeletionPolicy: !If [IsProd, Retain, Delete], UpdateReplacePolicy: !Select [0, [Snapshot]], DependsOn: [!Sub 'C${Stage}'], Condition: !FindInMap [When, A, Condition, {DefaultValue: !Ref AWS::NoValue}]}
          B: {Type: AWS::S3::Bucket, DeletionPolicy: !If [IsProd, !Ref AWS::NoValue, Retain], Condition: !FindInMap [When, B, Condition, {DefaultValue: !Ref AWS::NoValue}]}
          Cprod: {Type: AWS::S3::Bucket, DeletionPolicy: Delete}
        """);

    [Theory]
    [InlineData("!Sub '${Stage}'", "SLS0228", "'DeletionPolicy' turns out to be the text 'prod'.")]
    [InlineData("!GetAtt T.Arn", "SLS0227", "DeletionPolicy must be known before deployment, but Fn::GetAtt gives it.")]
    public void InPoliciesThatGiveNoOptionAreReported(string policy, string code, string message)
    {
        var error = Extended.OnlyError($"Resources: {{T: {{Type: AWS::SNS::Topic, DeletionPolicy: {policy}}}}}\n{Sections}");
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("'Fn::ForEach::L': [N, [A], {'T${N}': {Type: AWS::SNS::Topic}}]", "Fn::ForEach::L")]
    [InlineData("T: {Type: AWS::SNS::Topic, Properties: {A: {'Fn::Length': [a]}}}", "Fn::Length")]
    [InlineData("T: {Type: AWS::SNS::Topic, Properties: {A: {'Fn::ToJsonString': [a]}}}", "Fn::ToJsonString")]
    public void NeedTheTransformToBeNamed(string resource, string function)
    {
        var template = TemplateReader.Read(new SourceText("t.yaml", $"Resources: {{{resource}}}")).Value!;
        var error = Assert.Single(LanguageExtensionTransform.Apply(template, () => throw new InvalidOperationException()).Diagnostics);
        Assert.Equal("SLS0226", error.Code);
        Assert.StartsWith($"'{function}' is a function of the language extensions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AreAppliedFirstWhereverTheTransformIsListed()
    {
        var template = TemplateReader.Read(new SourceText("t.yaml", "Transform: [AWS::Serverless-2016-10-31, AWS::LanguageExtensions]\nResources: {T: {Type: AWS::SNS::Topic}}")).Value!;
        var extended = LanguageExtensionTransform.Apply(template, () => KnownValues.Of(template, [], "eu-central-1"));
        Assert.Equal("SLS0229", Assert.Single(extended.Diagnostics).Code);
        Assert.Equal(["AWS::Serverless-2016-10-31"], extended.Value!.Template.Transforms);
    }
}
