using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates;

public sealed class FindingReferences
{
    private static readonly SourceText Source = new("t.yaml", """
        Resources:
          Hello:
            Type: X
            DependsOn: [World]
            Condition: Ignored
            Properties:
              A: !Ref Table
              B: !GetAtt Role.Arn.More
              C: !Sub
                - "${Own} ${Queue.Arn} ${AWS::Region} ${!Text}"
                - Own: !Ref Topic
              D: !If [Cond, !GetAtt [Left, !Ref Name], {"Fn::GetAtt": Right.Arn}]
        """);

    [Fact]
    public void GivesThemInTheOrderOfTheText() =>
        Assert.Equal(
            ["Dependency World ", "Ref Table ", "Attribute Role Arn.More", "Sub Queue Arn", "Sub AWS::Region ", "Ref Topic ", "Attribute Left ", "Ref Name ", "Attribute Right Arn"],
            All().Select(reference => $"{reference.Kind} {reference.Target} {reference.Attribute}"));

    [Fact]
    public void GivesVariablesTheirOwnPlaces()
    {
        var queue = All().Single(reference => reference.Target.Value == "Queue");

        Assert.Equal(new SourceSpan("t.yaml", new(10, 19), new(10, 31)), queue.Span);
    }

    [Fact]
    public void GivesVariablesThePlaceOfTheirTextWhenTheSourceIsNotAtHand()
    {
        var resource = TemplateReader.Read(Source).Value!.FindResource("Hello")!;

        Assert.Equal(new Position(10, 11), References.Of(resource).Single(reference => reference.Target.Value == "Queue").Span.Start);
    }

    private static List<Reference> All()
    {
        var template = TemplateReader.Read(Source).Value!;
        return [.. References.Of(template.FindResource("Hello")!, Source)];
    }
}
