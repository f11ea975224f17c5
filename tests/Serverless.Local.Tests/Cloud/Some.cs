namespace Serverless.Local.Cloud;

/// <summary>Templates that tests deploy.</summary>
internal static class Some
{
    public const string Api = """
        AWSTemplateFormatVersion: 2010-09-09
        Description: Says hello
        Parameters:
          Greeting: {Type: String, Default: Hello}
          Secret: {Type: String, NoEcho: true, Default: hush}
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: []}}
          Hello:
            Type: AWS::Lambda::Function
            Properties:
              Runtime: provided.al2023
              Handler: bootstrap
              Role: !GetAtt Role.Arn
              Code: {S3Bucket: code, S3Key: hello.zip}
              MemorySize: 512
              Environment: {Variables: {GREETING: !Ref Greeting}}
          Http:
            Type: AWS::ApiGatewayV2::Api
            Properties: {Name: hello, ProtocolType: HTTP, CorsConfiguration: {AllowOrigins: ['*']}}
          Integration:
            Type: AWS::ApiGatewayV2::Integration
            Properties:
              ApiId: !Ref Http
              IntegrationType: AWS_PROXY
              IntegrationUri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Hello.Arn}/invocations
              PayloadFormatVersion: '2.0'
          Route:
            Type: AWS::ApiGatewayV2::Route
            Properties: {ApiId: !Ref Http, RouteKey: 'GET /hello/{name}', Target: !Sub 'integrations/${Integration}'}
          Stage:
            Type: AWS::ApiGatewayV2::Stage
            Properties: {ApiId: !Ref Http, StageName: $default, AutoDeploy: true}
          Table:
            Type: AWS::DynamoDB::Table
            Properties: {BillingMode: PAY_PER_REQUEST}
        Outputs:
          Url: {Value: !Sub 'https://${Http}.execute-api.${AWS::Region}.${AWS::URLSuffix}/hello', Description: Where to ask}
          Endpoint: {Value: !GetAtt Http.ApiEndpoint}
          Name: {Value: !Ref Hello, Export: {Name: !Sub '${AWS::StackName}-name'}}
        """;

    /// <summary>A template of queues, which are only recorded.</summary>
    public static string Queues(params string[] names) =>
        "Resources:\n" + string.Concat(names.Select(name => $"  {name}: {{Type: AWS::SQS::Queue}}\n"));

    /// <summary>A bucket and what must come after it: a function without code, which fails.</summary>
    public const string Failing = """
        Resources:
          Good: {Type: AWS::S3::Bucket}
          Bad:
            Type: AWS::Lambda::Function
            DependsOn: Good
            Properties: {Runtime: provided.al2023, Handler: bootstrap, Role: arn:aws:iam::000000000000:role/r, Code: {S3Bucket: code, S3Key: missing.zip}}
        """;
}
