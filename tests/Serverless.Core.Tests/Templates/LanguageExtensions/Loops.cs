using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Templates.LanguageExtensions;

public class Loops
{
    [Fact]
    public void MakeAResourceForEachItem() => Extended.AssertGives(
        """
        Resources:
          TopicNews: {Type: AWS::SNS::Topic, Properties: {TopicName: News, DisplayName: The News of 2026, KmsMasterKeyId: !Sub "${AWS::StackName}-News"}}
          TopicOrders: {Type: AWS::SNS::Topic, Properties: {TopicName: Orders, DisplayName: The Orders of 2026, KmsMasterKeyId: !Sub "${AWS::StackName}-Orders"}}
          Last: {Type: AWS::SNS::Topic}
        """,
        """
        Resources:
          Fn::ForEach::Topics:
            - Name
            - [News, Orders]
            - Topic${Name}:
                Type: AWS::SNS::Topic
                Properties: {TopicName: !Ref Name, DisplayName: "The ${Name} of 2026", KmsMasterKeyId: !Sub "${AWS::StackName}-${Name}"}
          Last: {Type: AWS::SNS::Topic}
        """);

    [Fact]
    public void GoThroughAParameterAndStripWhatNoIdCanHave() => Extended.AssertGives(
        """
        Parameters: {Hosts: {Type: CommaDelimitedList, Default: a}}
        Resources:
          Host10001: {Type: AWS::SNS::Topic, Properties: {TopicName: 10.0.0.1}}
          Host10002: {Type: AWS::SNS::Topic, Properties: {TopicName: 10.0.0.2}}
        """,
        """
        Parameters: {Hosts: {Type: CommaDelimitedList, Default: a}}
        Resources:
          Fn::ForEach::Hosts2: [Host, !Ref Hosts, {"Host&{Host}": {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Host}}}]
        """,
        ("Hosts", "10.0.0.1, 10.0.0.2"));

    [Fact]
    public void OfAnEmptyListMakeNothing() => Extended.AssertGives(
        "Parameters: {Names: {Type: CommaDelimitedList, Default: ''}}\nResources: {Last: {Type: AWS::SNS::Topic}}",
        "Parameters: {Names: {Type: CommaDelimitedList, Default: ''}}\nResources: {'Fn::ForEach::L': [N, !Ref Names, {'T${N}': {Type: AWS::SNS::Topic}}], Last: {Type: AWS::SNS::Topic}}");

    [Fact]
    public void LieInsideEachOtherAndInTheThreeSections() => Extended.AssertGives(
        """
        Mappings: {Letters: {Public: {All: [A, B]}, Transit: {All: [C]}}}
        Conditions:
          IsA: !Equals [!Ref AWS::Region, A]
          IsB: !Equals [!Ref AWS::Region, B]
        Resources:
          NaclPublic: {Type: AWS::EC2::NetworkAcl}
          PublicSubnetA: {Type: AWS::EC2::Subnet, Condition: IsA, Properties: {Acl: !Ref NaclPublic}}
          PublicSubnetB: {Type: AWS::EC2::Subnet, Condition: IsB, Properties: {Acl: !Ref NaclPublic}}
          NaclTransit: {Type: AWS::EC2::NetworkAcl}
          TransitSubnetC: {Type: AWS::EC2::Subnet, Condition: IsC, Properties: {Acl: !Ref NaclTransit}}
        Outputs:
          AArn: {Value: !GetAtt [BucketA, Arn]}
          ADomainName: {Value: !GetAtt [BucketA, DomainName]}
        """,
        """
        Mappings: {Letters: {Public: {All: [A, B]}, Transit: {All: [C]}}}
        Conditions:
          Fn::ForEach::Checks: [Letter, [A, B], {"Is${Letter}": !Equals [!Ref AWS::Region, !Ref Letter]}]
        Resources:
          Fn::ForEach::Networks:
            - Prefix
            - [Public, Transit]
            - Nacl${Prefix}: {Type: AWS::EC2::NetworkAcl}
              Fn::ForEach::Subnets:
                - Suffix
                - !FindInMap [Letters, !Ref Prefix, All]
                - ${Prefix}Subnet${Suffix}:
                    Type: AWS::EC2::Subnet
                    Condition: Is${Suffix}
                    Properties: {Acl: !Ref {'Fn::Sub': "Nacl${Prefix}"}}
        Outputs:
          Fn::ForEach::Buckets:
            - Name
            - [A]
            - Fn::ForEach::Attributes:
                - Attribute
                - [Arn, DomainName]
                - ${Name}${Attribute}: {Value: !GetAtt [!Sub 'Bucket${Name}', !Ref Attribute]}
        """);

    [Fact]
    public void MakePropertiesToo() => Extended.AssertGives(
        "Resources: {F: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {URL_A: https://A, URL_B: https://B, STAGE: x}}}}}",
        """
        Resources:
          F:
            Type: AWS::Lambda::Function
            Properties:
              Environment:
                Variables:
                  Fn::ForEach::Urls: [Key, [A, B], {"URL_${Key}": "https://${Key}"}]
                  STAGE: x
        """);

    [Fact]
    public void LeaveALiteralAndAVariableOfTheSameNameAlone() => Extended.AssertGives(
        """
        Resources:
          TA: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub "${!N} A", DisplayName: !Sub ["${N}", {N: own}]}}
        """,
        """
        Resources:
          Fn::ForEach::L: [N, [A], {"T${N}": {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub "${!N} ${N}", DisplayName: !Sub ["${N}", {N: own}]}}}]
        """);

    [Fact]
    public void KeepThePlacesOfWhatTheyMake()
    {
        var template = Extended.Good("""
            Resources:
              Fn::ForEach::Topics:
                - Name
                - [A, B]
                - Topic${Name}:
                    Type: AWS::SNS::Topic
                    Properties: {TopicName: !Sub "${Name}x"}
            """);
        var made = template.FindResource("TopicB")!;
        Assert.Equal(new Position(6, 7), made.Span.Start);
        Assert.Equal(8, made.Properties!["TopicName"]!.Span.Start.Line);
    }

    [Theory]
    [InlineData("x", "SLS0221", "'Fn::ForEach::L' takes a list of three: an identifier, a collection, and what to make for each of its items.")]
    [InlineData("[N, [A]]", "SLS0221", "'Fn::ForEach::L' takes a list of three: an identifier, a collection, and what to make for each of its items.")]
    [InlineData("[!Ref N, [A], {'T${N}': {}}]", "SLS0221", "The identifier of a loop is a text of letters and digits, but this is the function Ref.")]
    [InlineData("[N, [A], x]", "SLS0221", "What a loop makes is a map, but this is the text 'x'.")]
    [InlineData("[N, A, {'T${N}': {}}]", "SLS0221", "The loop 'L' goes through a list, but this is none.")]
    [InlineData("[N, [[A]], {'T${N}': {}}]", "SLS0221", "The loop 'L' goes through texts, but this is a list.")]
    [InlineData("[N, !GetAtt Z.Names, {'T${N}': {}}]", "SLS0222", "What the loop 'L' goes through is not known before deployment: Fn::GetAtt gives it.")]
    [InlineData("[N, [!Ref Z], {'T${N}': {}}]", "SLS0222", "What the loop 'L' goes through is not known before deployment: the resource 'Z' does not exist yet.")]
    [InlineData("[N, !Ref Open, {'T${N}': {}}]", "SLS0222", "What the loop 'L' goes through is not known before deployment: the parameter 'Open' has no value.")]
    [InlineData("[N, !Ref Secret, {'T${N}': {}}]", "SLS0222", "The parameter 'Secret' is secret (NoEcho), and a loop would show what is in it.")]
    [InlineData("[N, [!Ref AWS::StackName], {'T${N}': {}}]", "SLS0222", "What the loop 'L' goes through is not known before deployment: AWS::StackName is known only when the stack is.")]
    [InlineData("[Open, [A], {'T${Open}': {}}]", "SLS0223", "'Open' is the name of a parameter or resource, and cannot be that of a loop or its identifier.")]
    [InlineData("[Z, [A], {'T${Z}': {}}]", "SLS0223", "'Z' is the name of a parameter or resource, and cannot be that of a loop or its identifier.")]
    [InlineData("[N, [A], {'Fn::ForEach::M': [N, [A], {'T${N}': {}}]}]", "SLS0223", "An outer loop has the identifier 'N' too.")]
    [InlineData("[N, [A], {'Fn::ForEach::L': [M, [A], {'T${M}': {}}]}]", "SLS0223", "There are two loops named 'L'.")]
    [InlineData("[N, [A, A], {'T${N}': {}}]", "SLS0224", "Loops make 'TA' twice.")]
    [InlineData("[N, [A], {'Z': {}}]", "SLS0224", "'Z' is the same in every round of the loop 'L'.")]
    [InlineData("[N, [Z], {'${N}': {}}]", "SLS0224", "The loop 'L' makes 'Z', which is there already.")]
    public void ThatAreWrongAreReported(string loop, string code, string message)
    {
        var error = Extended.OnlyError($$"""
            Parameters: {Open: {Type: CommaDelimitedList}, Secret: {Type: CommaDelimitedList, NoEcho: true, Default: "a,b"} }
            Resources:
              Z: {Type: AWS::SNS::Topic}
              Fn::ForEach::L: {{loop}}
            """);
        Assert.Equal((code, message, 5), (error.Code, error.Message, error.Span.Start.Line));
    }

    [Fact]
    public void SixDeepAreTooMany()
    {
        var loop = "{'T${A}': {}}";
        for (var name = 'F'; name >= 'A'; name--)
        {
            loop = $"{{'Fn::ForEach::L{name}': [{name}, [x], {loop.Replace("${A}", $"${{{(name == 'F' ? "F" : "A")}}}", StringComparison.Ordinal)}]}}";
        }

        Assert.Equal("SLS0225", Extended.OnlyError($"Resources: {loop}").Code);
    }

    [Fact]
    public void ThatWouldMakeMoreThanATemplateCanHoldEndEarly()
    {
        var items = string.Join(',', Enumerable.Range(0, 99));
        var error = Extended.OnlyError($$$"""
            Resources:
              Fn::ForEach::A: [A, [{{{items}}}], {'Fn::ForEach::B': [B, [{{{items}}}], {'Fn::ForEach::C': [C, [{{{items}}}], {'T${A}x${B}x${C}': {Type: AWS::SNS::Topic}}]}]}]
            """);
        Assert.Equal("SLS0225", error.Code);
    }

    [Theory]
    [InlineData("Mappings: {'Fn::ForEach::M': [N, [A], {'T${N}': {A: {B: C}}}]}", "Mappings")]
    [InlineData("Metadata: {'Fn::ForEach::M': [N, [A], {'T${N}': x}]}", "Metadata")]
    public void WorkInThreeSectionsOnly(string section, string name)
    {
        var error = Extended.OnlyError($"Resources: {{T: {{Type: AWS::SNS::Topic}}}}\n{section}");
        Assert.Equal(("SLS0221", $"There can be no loop in the section '{name}'."), (error.Code, error.Message));
    }

    [Fact]
    public void AreLeftOutOfTheTransformsThatRemain()
    {
        var read = TemplateReader.Read(new SourceText("t.yaml", "Transform: [AWS::LanguageExtensions, Mine]\nResources: {T: {Type: AWS::SNS::Topic}}")).Value!;
        var extended = Serverless.Templates.LanguageExtensions.LanguageExtensionTransform.Apply(
            read, () => Serverless.Templates.LanguageExtensions.KnownValues.Of(read, [], "eu-central-1"));
        Assert.Equal(["Mine"], extended.Value!.Template.Transforms);
        Assert.Equal(2, read.Transforms.Count());
    }
}
