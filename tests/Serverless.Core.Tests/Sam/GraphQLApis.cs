namespace Serverless.Core.Tests.Sam;

public class GraphQLApis
{
    private const string Iam = "Auth: {Type: AWS_IAM}, ";

    [Theory]
    [InlineData("{SchemaInline: s}", "G", "Missing required property 'Auth'.")]
    [InlineData("{" + Iam + "}", "G", "One of 'SchemaInline' or 'SchemaUri' must be set.")]
    [InlineData("{" + Iam + "SchemaInline: s, SchemaUri: u}", "G", "Both 'SchemaInline' and 'SchemaUri' cannot be defined at the same time.")]
    [InlineData("{Auth: {Type: PASSWORD}, SchemaInline: s}", "G", "Property 'Auth.Type' is invalid.")]
    [InlineData("{Auth: {Type: AWS_LAMBDA}, SchemaInline: s}", "G", "'LambdaAuthorizer' must be defined if type is 'AWS_LAMBDA'.")]
    [InlineData("{Auth: {Type: AWS_IAM, Additional: [{Type: API_KEY}, {Type: API_KEY, OpenIDConnect: {}, UserPool: {UserPoolId: u}}]}, SchemaInline: s}", "G", "'Auth.Additional.1' has more than one authentication configuration defined.")]
    [InlineData("{Auth: {Type: AWS_IAM, Additional: [{Type: API_KEY, OpenIDConnect: {}, UserPool: {UserPoolId: u}}]}, SchemaInline: s}", "G", "'Auth' has more than one authentication configuration defined.")]
    [InlineData("{" + Iam + "SchemaInline: s, Logging: {Level: ALL}}", "G", "Property 'Logging.Level' is invalid.")]
    [InlineData("{" + Iam + "SchemaInline: s, XrayEnabled: maybe}", "G", "Property 'XrayEnabled' is invalid.")]
    [InlineData("{" + Iam + "SchemaInline: s, Functions: {F: {Id: i, Name: n}}}", "F", "'Id' cannot be defined with other properties in Function.")]
    [InlineData("{" + Iam + "SchemaInline: s, Functions: {F: {DataSource: NONE}}}", "F", "One of 'InlineCode' or 'CodeUri' must be set.")]
    [InlineData("{" + Iam + "SchemaInline: s, Functions: {F: {InlineCode: c, CodeUri: u}}}", "F", "Both 'InlineCode' and 'CodeUri' cannot be defined at the same time.")]
    [InlineData("{" + Iam + "SchemaInline: s, Functions: {F: {InlineCode: c}}}", "F", "'DataSource' must be set.")]
    [InlineData("{" + Iam + "SchemaInline: s, Functions: {F: {InlineCode: c, DataSource: none}}}", "F", "'Runtime' must be defined as a property in F.")]
    [InlineData("{" + Iam + "SchemaInline: s, Resolvers: {Query: {q: {}}}}", "q", "Resolver 'q' must have Pipeline defined. Unit resolvers are not supported. If you need a Unit resolver you can use AppSync resource.")]
    [InlineData("{" + Iam + "SchemaInline: s, Resolvers: {Query: {q: {Pipeline: [f]}}}}", "q", "Function 'f' does not exist.")]
    public void WhatCannotBeIsReported(string properties, string blamed, string text)
    {
        var error = Some.OnlyError($"Resources: {{G: {{Type: AWS::Serverless::GraphQLApi, Properties: {properties}}}}}");
        Assert.Equal($"Resource with id [{blamed}] is invalid. {text}", error.Message);
    }

    [Fact]
    public void ADataSourceThatIsNotDeclaredIsReportedAtItsName()
    {
        var error = Some.OnlyError("""
            Resources:
              G:
                Type: AWS::Serverless::GraphQLApi
                Properties:
                  Auth: {Type: AWS_IAM}
                  SchemaInline: s
                  DataSources: {DynamoDb: {Table: {TableName: t}}}
                  Functions:
                    F:
                      InlineCode: c
                      DataSource: Tabel
            """);
        Assert.StartsWith("Resource with id [F] is invalid. Either define DataSource 'Tabel' in 'DataSources'", error.Message, StringComparison.Ordinal);
        Assert.Equal((11, "The data sources are Table."), (error.Span.Start.Line, error.Help));
    }
}
