using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates;

public sealed class CheckingTemplatesWithATransform
{
    private const string Text = """
        Transform: AWS::Some-Transform
        Globals: {}
        Outputt: {}
        Resources:
          Hello:
            Type: AWS::Some::Function
            Connectors: {}
            DependOn: World
            Properties:
              A: !Ref HelloRole
              B: !Ref World.Version
              C: !GetAtt World.Arn
              D:
          World:
            Type: AWS::Some::Function
            Properties:
              A: !GetAtt Hello.Arn
        """;

    [Fact]
    public void WhatLooksLikeASlipOfThePenIsReportedEvenWhenNobodyKnowsTheTransform() =>
        Assert.Equal(["Outputt", "DependOn", "HelloRole", "World.Version"], Names(TemplateChecker.Check(Read(Text))));

    [Fact]
    public void WhatTheVocabularyHasIsKnown()
    {
        var vocabulary = new TemplateVocabulary
        {
            Sections = ["Globals"],
            ResourceAttributes = ["Connectors"],
            IsKnownElsewhere = name => name is "HelloRole" or "World.Version",
        };

        Assert.Equal(["Outputt", "DependOn"], Names(TemplateChecker.Check(Read(Text), vocabulary)));
    }

    [Fact]
    public void WhatTheVocabularyDoesNotHaveIsUnknown()
    {
        var complaints = TemplateChecker.Check(Read(Text), new TemplateVocabulary());

        Assert.Equal(["Globals", "Outputt", "Connectors", "DependOn", "HelloRole", "World.Version"], Names(complaints));
        Assert.Equal(Severity.Warning, complaints.Single(complaint => complaint.Message.Contains("'Connectors'", StringComparison.Ordinal)).Severity);
    }

    [Fact]
    public void CirclesAndEmptyValuesAreLookedForOnceTheTransformIsDone()
    {
        var template = Read(Text);
        template.Root.Remove("Transform");

        var codes = TemplateChecker.Check(template).Select(complaint => complaint.Code).ToList();

        Assert.Contains("SLS0214", codes);
        Assert.Contains("SLS0220", codes);
    }

    [Fact]
    public void AForeignMacroMayAddAnyName() =>
        Assert.Empty(TemplateChecker.Check(Read("""
            Transform: [MyMacro]
            Whatever: {}
            Resources:
              A:
                Type: X
                Other: 1
                Properties: { B: !Ref Nowhere, C: !FindInMap [No, a, b] }
            """)));

    [Fact]
    public void ALoopMayAddAnyName() =>
        Assert.Empty(TemplateChecker.Check(Read("""
            Transform: AWS::LanguageExtensions
            Resources:
              Fn::ForEach::Topics:
                - Name
                - [One, Two]
                - Topic${Name}: { Type: AWS::SNS::Topic }
              A:
                Type: X
                Properties: { B: !Ref TopicOne, C: !Select [!Ref Index, !Ref Items], D: {"Fn::Sub": [!Ref Text, {}]} }
            """)));

    private static Template Read(string text) => TemplateReader.Read(new("t.yaml", text)).Value!;

    private static IEnumerable<string> Names(IEnumerable<Diagnostic> complaints) => complaints.Select(complaint => complaint.Message.Split('\'')[1]);
}
