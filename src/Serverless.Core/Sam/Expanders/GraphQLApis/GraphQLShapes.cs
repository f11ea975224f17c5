using Serverless.Sam.Resources;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>The types of AppSync.</summary>
internal static class GraphQLShapes
{
    public static readonly ResourceShape Api = new(
        "AWS::AppSync::GraphQLApi",
        "Name", "Tags", "XrayEnabled", "AuthenticationType", "LogConfig", "LambdaAuthorizerConfig", "OpenIDConnectConfig", "UserPoolConfig",
        "AdditionalAuthenticationProviders", "Visibility", "OwnerContact", "IntrospectionConfig", "QueryDepthLimit", "ResolverCountLimit");

    public static readonly ResourceShape Schema = new("AWS::AppSync::GraphQLSchema", "ApiId", "Definition", "DefinitionS3Location");

    public static readonly ResourceShape Key = new("AWS::AppSync::ApiKey", "ApiId", "ApiKeyId", "Description", "Expires");

    public static readonly ResourceShape Cache = new(
        "AWS::AppSync::ApiCache", "ApiCachingBehavior", "ApiId", "AtRestEncryptionEnabled", "TransitEncryptionEnabled", "Ttl", "Type");

    public static readonly ResourceShape DataSource = new(
        "AWS::AppSync::DataSource", "ApiId", "Description", "Name", "Type", "ServiceRoleArn", "DynamoDBConfig", "LambdaConfig");

    public static readonly ResourceShape DomainName = new("AWS::AppSync::DomainName", "CertificateArn", "Description", "DomainName");

    public static readonly ResourceShape Association = new("AWS::AppSync::DomainNameApiAssociation", "ApiId", "DomainName");

    public static readonly ResourceShape Function = new(
        "AWS::AppSync::FunctionConfiguration",
        "ApiId", "Code", "CodeS3Location", "DataSourceName", "Description", "MaxBatchSize", "Name", "Runtime", "SyncConfig");

    public static readonly ResourceShape Resolver = new(
        "AWS::AppSync::Resolver",
        "ApiId", "CachingConfig", "Code", "CodeS3Location", "FieldName", "Kind", "MaxBatchSize", "PipelineConfig", "Runtime", "SyncConfig",
        "TypeName");
}
