using Serverless.Sam.Schemas;
using static Serverless.Sam.Schemas.Kinds;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>What a GraphQL API may say: its properties with all that is in them.</summary>
internal static class GraphQLModel
{
    private static readonly SchemaField _type = new(
        "Type", Choice("API_KEY", "AWS_IAM", "AWS_LAMBDA", "OPENID_CONNECT", "AMAZON_COGNITO_USER_POOLS"), IsRequired: true);

    private static readonly SchemaField[] _configurations =
    [
        new("LambdaAuthorizer", new SchemaModel(
            Optional("AuthorizerResultTtlInSeconds"), Required("AuthorizerUri"), Optional("IdentityValidationExpression"))),
        new("OpenIDConnect", new SchemaModel(Optional("AuthTTL"), Optional("ClientId"), Optional("IatTTL"), Optional("Issuer"))),
        new("UserPool", new SchemaModel(
            Optional("AppIdClientRegex"), Optional("AwsRegion"), Optional("DefaultAction"), Required("UserPoolId"))),
    ];

    private static readonly SchemaModel _auth = new(
        [_type, .. _configurations, new("Additional", new ListKind(new SchemaModel([_type, .. _configurations])))]);

    private static readonly SchemaField _runtime = new("Runtime", new SchemaModel(Required("Name"), Required("Version")));

    private static readonly SchemaField _sync = new("Sync", new SchemaModel(
        Required("ConflictDetection"),
        Optional("ConflictHandler"),
        new("LambdaConflictHandlerConfig", new SchemaModel(Required("LambdaConflictHandlerArn")))));

    private static readonly SchemaModel _table = new(
        Required("TableName"),
        Optional("ServiceRoleArn"),
        Optional("TableArn"),
        new("Permissions", new ListKind(Choice("Read", "Write"))),
        Optional("Name"),
        Optional("Description"),
        Optional("Region"),
        new("DeltaSync", new SchemaModel(Required("BaseTableTTL"), Required("DeltaSyncTableName"), Required("DeltaSyncTableTTL"))),
        Optional("UseCallerCredentials"),
        Optional("Versioned"));

    private static readonly SchemaModel _lambda = new(
        Required("FunctionArn"), Optional("ServiceRoleArn"), Optional("Name"), Optional("Description"));

    private static readonly SchemaModel _function = new(
        new("DataSource", MapOrText),
        _runtime,
        Optional("InlineCode"),
        Optional("CodeUri"),
        Optional("Description"),
        Optional("MaxBatchSize"),
        new("Name", Kinds.Text),
        Optional("Id"),
        _sync);

    private static readonly SchemaModel _resolver = new(
        new("FieldName", Kinds.Text),
        new("Caching", new SchemaModel(Required("Ttl"), new("CachingKeys", new ListKind(Given)))),
        Optional("InlineCode"),
        Optional("CodeUri"),
        Optional("MaxBatchSize"),
        new("Pipeline", new ListKind(Kinds.Text)),
        _runtime,
        _sync);

    public static readonly SchemaModel Properties = new(
        new("Auth", _auth, IsRequired: true),
        new("Tags", Map),
        Optional("Name"),
        new("XrayEnabled", Truth),
        new("SchemaInline", Kinds.Text),
        new("SchemaUri", Kinds.Text),
        new("Logging", new EitherKind(
            new SchemaModel(Optional("CloudWatchLogsRoleArn"), Optional("ExcludeVerboseContent"), Optional("FieldLogLevel")), Truth)),
        new("DataSources", new SchemaModel(new SchemaField("DynamoDb", new MapKind(_table)), new("Lambda", new MapKind(_lambda)))),
        new("Functions", new MapKind(_function)),
        new("Resolvers", new MapKind(new MapKind(_resolver))),
        new("ApiKeys", new MapKind(new SchemaModel(Optional("ApiKeyId"), Optional("Description"), Optional("ExpiresOn")))),
        new("DomainName", new SchemaModel(Required("CertificateArn"), Required("DomainName"), Optional("Description"))),
        new("Cache", new SchemaModel(
            Required("ApiCachingBehavior"), Required("Ttl"), Required("Type"), Optional("AtRestEncryptionEnabled"), Optional("TransitEncryptionEnabled"))),
        Optional("Visibility"),
        Optional("OwnerContact"),
        Optional("IntrospectionConfig"),
        Optional("QueryDepthLimit"),
        Optional("ResolverCountLimit"));

    private static SchemaField Optional(string name) => new(name, Any);

    private static SchemaField Required(string name) => new(name, Any, IsRequired: true);
}
