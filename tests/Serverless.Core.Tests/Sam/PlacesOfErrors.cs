using Serverless.Text;

namespace Serverless.Core.Tests.Sam;

/// <summary>Where an editor underlines what the transform refuses: «so» in these templates.</summary>
public class PlacesOfErrors
{
    private const string Function = "Resources:\n  Hello:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: x\n      Runtime: nodejs22.x\n      Handler: a.b\n";
    private const string Api = "Resources:\n  Shop:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: test\n";

    [Theory]
    [InlineData("a property that is unknown", Function + "      «Memory»: 512\n")]
    [InlineData("a list where a map is wanted", Function + "      EventInvokeConfig:\n        «DestinationConfig»:\n          - OnSuccess\n")]
    [InlineData("a map that lacks a member", "Resources:\n  Users:\n    Type: AWS::Serverless::SimpleTable\n    Properties:\n      «PrimaryKey»:\n        Type: String\n")]
    [InlineData("a member that is empty", Api + "      Domain:\n        DomainName: a.example\n        «CertificateArn»:\n")]
    [InlineData("a property that is required and empty", "Resources:\n  Shared:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n      «ContentUri»:\n      LayerName: shared\n")]
    [InlineData("properties that are empty", "Resources:\n  Hello:\n    Type: AWS::Serverless::Function\n    «Properties»:\n")]
    [InlineData("a flow map, which stands beside its key", "Resources:\n  Users:\n    Type: AWS::Serverless::SimpleTable\n    Properties:\n      PrimaryKey: «{Type: String}»\n")]
    [InlineData("an intrinsic function below its key", Api + "      Auth:\n        DefaultAuthorizer:\n          «Ref: Whoever»\n        Authorizers: {A: {UserPoolArn: x}}\n")]
    [InlineData("a parameter's value where it is used", "Parameters:\n  Keep: {Type: String, Default: Perhaps}\n" + "Resources:\n  Shared:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n      ContentUri: s3://a/b\n      RetentionPolicy: «!Ref Keep»\n")]
    [InlineData("an unknown member of Auth", Api + "      Auth:\n        «Authorizer»: A\n")]
    [InlineData("an unknown member of Cors", Api + "      Cors:\n        AllowOrigin: \"'*'\"\n        «AllowOrigins»: \"'*'\"\n      DefinitionBody: {swagger: 2.0, paths: {}}\n")]
    [InlineData("an unknown member of a usage plan", Api + "      Auth:\n        UsagePlan:\n          «Create»: PER_API\n")]
    [InlineData("an unknown member of mutual TLS", Api + "      Domain:\n        DomainName: a.example\n        CertificateArn: arn\n        MutualTlsAuthentication:\n          TruststoreUri: s3://a\n          «Version»: 1\n")]
    [InlineData("a domain without a name", Api + "      «Domain»:\n        CertificateArn: arn\n")]
    [InlineData("a gateway response's parameter", Api + "      GatewayResponses:\n        UNAUTHORIZED:\n          ResponseParameters:\n            Headers: {A: \"'b'\"}\n            «Header»: {A: \"'b'\"}\n      DefinitionBody: {swagger: 2.0, paths: {}}\n")]
    [InlineData("an unknown member of a function URL's Cors", Function + "      FunctionUrlConfig:\n        AuthType: NONE\n        Cors:\n          AllowMethods: [GET]\n          «AllowOrigin»:\n            - https://a.example\n")]
    [InlineData("a reserved tag", Function + "      Tags:\n        Team: a\n        «lambda:createdBy»: me\n")]
    [InlineData("two properties that exclude each other, one of them from Globals", "Globals:\n  Function:\n    CapacityProviderConfig: {Arn: a}\n" + Function + "      «VpcConfig»:\n        SubnetIds: [a]\n")]
    [InlineData("a stream's property that is of Kafka", Function + "      Events:\n        Stream:\n          Type: Kinesis\n          Properties:\n            Stream: arn:aws:kinesis:x\n            StartingPosition: LATEST\n            «ConsumerGroupId»: a\n")]
    [InlineData("an application's version that is blank", "Resources:\n  Login:\n    Type: AWS::Serverless::Application\n    Properties:\n      Location:\n        ApplicationId: a\n        SemanticVersion: «''»\n")]
    [InlineData("an application's id that is empty", "Resources:\n  Login:\n    Type: AWS::Serverless::Application\n    Properties:\n      Location:\n        «ApplicationId»:\n        SemanticVersion: 1.0.0\n")]
    [InlineData("a document that is no OpenAPI", Function + "      Events:\n        Get: {Type: HttpApi, Properties: {ApiId: !Ref Shop}}\n  Shop:\n    Type: AWS::Serverless::HttpApi\n    Properties:\n      «DefinitionBody»:\n        info: {version: 1}\n")]
    [InlineData("a pair in a list", "Globals:\n  Api:\n    Auth:\n      ResourcePolicy:\n        SourceVpcWhitelist: [vpc-1, «Ref: Network»]\n" + Function + "      Events:\n        Get: {Type: Api, Properties: {Path: /, Method: get}}\n")]
    [InlineData("a template without resources", "«Description»: empty\nTransform: AWS::Serverless-2016-10-31\n")]
    public void AreThoseThatAreToBeChanged(string what, string marked)
    {
        var (start, end) = (marked.IndexOf('«', StringComparison.Ordinal), marked.IndexOf('»', StringComparison.Ordinal) - 1);
        var text = marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);
        var error = Some.OnlyError(text);
        Assert.True((At(text, start), At(text, end)) == (error.Span.Start, error.Span.End), $"{what}: {error.Span.Start}-{error.Span.End} {error.Message}");
    }

    private static Position At(string text, int index)
    {
        var line = text.AsSpan(0, index).Count('\n');
        return new(line + 1, index - (index == 0 ? -1 : text.LastIndexOf('\n', index - 1)));
    }
}
