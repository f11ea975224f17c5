using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Core.Tests.Sam;

public class Connectors
{
    private const string Ends = """
        Resources:
          Worker: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt WorkerRole.Arn}}
          Homeless: {Type: AWS::Lambda::Function, Properties: {Role: arn:aws:iam::123456789012:role/x}}
          Orders: {Type: AWS::DynamoDB::Table}
          Jobs: {Type: AWS::SQS::Queue}
          Photos: {Type: AWS::S3::Bucket}
          Untyped: {Properties: {}}

        """;

    [Theory]
    [InlineData("{Id: Worker}", "{Id: Nowhere}", "[Read]", "Unable to find resource with logical ID 'Nowhere'.", "Nowhere")]
    [InlineData("{Id: Worker}", "{Id: 42}", "[Read]", "'Id' is missing or not a string.", "42")]
    [InlineData("{Id: Worker}", "{Id: Orders, Arn: x}", "[Read]", "Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.", "{Id: Orders, Arn: x}")]
    [InlineData("{Id: Worker}", "{}", "[Read]", "Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.", "{}")]
    [InlineData("{Id: Worker}", "{Arn: x}", "[Read]", "'Type' is missing or not a string.", "{Arn: x}")]
    [InlineData("{Id: Worker}", "{Id: Untyped}", "[Read]", "'Type' is missing or not a string.", "Untyped")]
    [InlineData("{Id: Worker}", "[]", "[Read]", "'Destination' is an empty list", "[]")]
    [InlineData("{Id: Worker}", "{Id: Orders}", "[]", "'Permissions' cannot be empty; valid values are: Read, Write.", "[]")]
    [InlineData("{Id: Worker}", "{Id: Orders}", "[Eat]", "Unsupported 'Permissions' provided for connector from AWS::Lambda::Function to AWS::DynamoDB::Table; valid values are: Read, Write.", "[Eat]")]
    [InlineData("{Id: Jobs}", "{Id: Worker}", "[Write]", "Unsupported 'Permissions' provided for connector from AWS::SQS::Queue to AWS::Lambda::Function; valid combinations are: Read + Write.", "[Write]")]
    [InlineData("{Id: Orders}", "{Id: Photos}", "[Read]", "Unable to create connector from AWS::DynamoDB::Table to AWS::S3::Bucket; it's not supported or the template is invalid.", "{Id: Photos}")]
    [InlineData("{Id: Homeless}", "{Id: Orders}", "[Read]", "Unable to get IAM role name from 'Source' resource.", "{Id: Homeless}")]
    [InlineData("{Id: Worker}", "{Type: AWS::DynamoDB::Table}", "[Read]", "Destination.Arn is missing.", "{Type: AWS::DynamoDB::Table}")]
    [InlineData("{Id: Photos}", "{Type: AWS::Lambda::Function}", "[Write]", "Unable to get Lambda function ARN from 'Destination' resource.", "{Type: AWS::Lambda::Function}")]
    [InlineData("{Type: AWS::Events::Rule, Arn: x}", "{Type: AWS::SQS::Queue, Arn: x}", "[Write]", "Unable to get SQS queue URL from 'Destination' resource.", "{Type: AWS::SQS::Queue, Arn: x}")]
    [InlineData("foo", "{Id: Orders}", "[Read]", "Type of property 'Source' is invalid.", "foo")]
    [InlineData("{Id: Worker}", "{Id: Orders}", "Read", "Type of property 'Permissions' is invalid.", "Read")]
    public void ThatCannotConnectSayWhy(string source, string destination, string permissions, string text, string at)
    {
        var link = $"  Link: {{Type: AWS::Serverless::Connector, Properties: {{Source: {source}, Destination: {destination}, Permissions: {permissions}}}}}";
        var error = Some.OnlyError(Ends + link);
        Assert.Equal("SLS0251", error.Code);
        Assert.Equal($"Resource with id [Link] is invalid. {text}", error.Message);
        Assert.StartsWith(at, link[(error.Span.Start.Column - 1)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connectors: []", "Resource with id [Owner] is invalid. Attribute 'Owner.Connectors' should be a map.")]
    [InlineData("Connectors: {Link: x}", "Resource with id [OwnerLink] is invalid. Owner.OwnerLink should be a map.")]
    [InlineData("Connectors: {Link: {}}", "Resource with id [Owner] is invalid. Attribute 'Connectors.Link.Properties' should be a map.")]
    [InlineData("Connectors: {Link: {Properties: {SourceReference: x}}}", "Resource with id [Owner] is invalid. Property 'Connectors.Link.Properties.SourceReference' should be a map.")]
    [InlineData("Connectors: {Link: {Properties: {SourceReference: {Id: x}}}}", "Resource with id [Link] is invalid. 'Id' shouldn't be defined in 'SourceReference'.")]
    [InlineData("Connectors: {Link: {Properties: {Permissions: [Read]}}}", "Resource with id [OwnerLink] is invalid. Missing required property 'Destination'.")]
    [InlineData("Connectors: {Link-1: {Properties: {Permissions: [Read]}}}", "Resource with id [OwnerLink-1] is invalid. Logical ids must be alphanumeric.")]
    public void ThatAreEmbeddedWrongSayWhyAtTheirLine(string attribute, string message)
    {
        var error = Some.OnlyError($"{Ends}  Owner:\n    Type: AWS::SQS::Queue\n    {attribute}");
        Assert.Equal(message, error.Message);
        Assert.InRange(error.Span.Start.Line, 9, 11);
    }

    [Fact]
    public void ThatWouldTakeAnIdAreReportedAndTheOthersLookedAt()
    {
        var expanded = Some.Expanded($$$"""
            {{{Ends}}}  OwnerLink: {Type: AWS::SQS::Queue}
              Owner:
                Type: AWS::SQS::Queue
                Connectors:
                  Link: {Properties: {Destination: {Id: Worker}, Permissions: [Read, Write]}}
                  Bad: {Properties: {Destination: {Id: Worker}, Permissions: [Eat]}}
            """);
        Assert.Null(expanded.Value);
        Assert.Equal(["SLS0253", "SLS0251"], expanded.Diagnostics.Select(diagnostic => diagnostic.Code));
        Assert.Equal([12, 13], expanded.Diagnostics.Select(diagnostic => diagnostic.Span.Start.Line));
    }

    [Fact]
    public void FromAnInvalidResourceOfSamSayThatItsTypeIsNotSupported()
    {
        var expanded = Some.Expanded($"{Ends}  Store: {{Type: AWS::Serverless::SimpleTable, PrimaryKey: x, Properties: {{PrimaryKey: {{Name: x, Type: Y}}}}}}\n"
            + "  Link: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Worker}, Destination: {Id: Store}, Permissions: [Read]}}");
        Assert.Contains(expanded.Diagnostics, diagnostic => diagnostic.Message.Contains("from AWS::Lambda::Function to AWS::Serverless::SimpleTable;", StringComparison.Ordinal));
    }

    [Fact]
    public void WithTwoPossibleEventSourceMappingsKeepNoneWaiting()
    {
        const string Mapping = "{Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Worker, EventSourceArn: !GetAtt Jobs.Arn}}";
        var resources = Some.Good($"{Ends}  One: {Mapping}\n  Two: {Mapping}\n  Link: {{Type: AWS::Serverless::Connector, Properties: {{Source: {{Id: Jobs}}, Destination: {{Id: Worker}}, Permissions: [Read, Write]}}}}").Template;
        Assert.Null(resources.FindResource("One")!.Body["DependsOn"]);
        Assert.Null(resources.FindResource("Two")!.Body["DependsOn"]);
    }

    [Fact]
    public void TellWhereTheirResourcesCameFrom()
    {
        var origins = Some.Good($"{Ends}  Owner:\n    Type: AWS::SNS::Topic\n    Connectors:\n      Link: {{Properties: {{Destination: {{Id: Jobs}}, Permissions: [Write]}}}}").Origins;
        Assert.Equal(new Position(11, 7), origins["OwnerLinkQueuePolicy"].Span.Start);
    }
}
