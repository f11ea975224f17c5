using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>The API itself with its schema, role for logs, keys, cache and domain name.</summary>
internal static class GraphQLBody
{
    private static readonly string[] _copied = ["Visibility", "OwnerContact", "IntrospectionConfig", "QueryDepthLimit", "ResolverCountLimit"];

    public static void Add(GraphQLApi api)
    {
        var body = api.Add(GraphQLShapes.Api, api.Id, null);
        body["Name"] = GraphQLApi.Truthy(api.Settings["Name"]) ?? api.Id;
        body["XrayEnabled"] = api.Settings["XrayEnabled"];
        body["Tags"] = TagsOf(api);
        foreach (var property in _copied)
        {
            body[property] = GraphQLApi.Truthy(api.Settings[property]);
        }

        var authorizers = GraphQLAuth.Set(api, body);
        AddSchema(api);
        for (var i = 0; i < authorizers.Count; i++)
        {
            ConnectAuthorizer(api, authorizers[i], i + 1);
        }

        AddLogging(api, body);
        AddKeys(api);
        AddCache(api);
    }

    public static void AddDomainName(GraphQLApi api)
    {
        if (api.Settings["DomainName"] is not MapValue settings)
        {
            return;
        }

        var domain = api.Add(GraphQLShapes.DomainName, api.Id + "DomainName", settings);
        domain["CertificateArn"] = settings["CertificateArn"];
        domain["Description"] = settings["Description"];
        domain["DomainName"] = settings["DomainName"];
        var association = api.Add(GraphQLShapes.Association, api.Id + "DomainNameApiAssociation", settings);
        association["ApiId"] = api.ApiId;
        association["DomainName"] = domain.Ref();
    }

    private static ListValue TagsOf(GraphQLApi api)
    {
        var tags = (api.Settings["Tags"] as MapValue ?? []).ShallowCopy();
        tags["graphqlapi:createdBy"] = "SAM";
        return Tags.ToList(tags);
    }

    private static void AddSchema(GraphQLApi api)
    {
        var (inline, uri) = (api.Settings["SchemaInline"], api.Settings["SchemaUri"]);
        if (inline.IsTruthy() == uri.IsTruthy())
        {
            throw api.Resource.Error(
                inline.IsTruthy()
                    ? "Both 'SchemaInline' and 'SchemaUri' cannot be defined at the same time."
                    : "One of 'SchemaInline' or 'SchemaUri' must be set.",
                uri);
        }

        var schema = api.Add(GraphQLShapes.Schema, api.SchemaId, inline.IsTruthy() ? inline : uri);
        schema["ApiId"] = api.ApiId;
        schema["Definition"] = inline;
        schema["DefinitionS3Location"] = uri;
    }

    private static void ConnectAuthorizer(GraphQLApi api, TemplateValue function, int number) => api.Connect(
        FormattableString.Invariant($"{api.Id}ToLambdaAuthConnector{number}"),
        Values.Map(("Type", GraphQLShapes.Api.Type), ("ResourceId", api.ApiId)),
        Values.Map(("Type", Shapes.Function.Type), ("Arn", function)),
        Values.List("Write"));

    private static void AddLogging(GraphQLApi api, GeneratedResource body)
    {
        if (api.Settings["Logging"] is BooleanValue { Value: false })
        {
            return;
        }

        var settings = api.Settings["Logging"].AsMap();
        body["LogConfig"] = Values.Map(
            ("ExcludeVerboseContent", GraphQLApi.Truthy(settings?["ExcludeVerboseContent"])),
            ("FieldLogLevel", GraphQLApi.Truthy(settings?["FieldLogLevel"]) ?? "ALL"),
            ("CloudWatchLogsRoleArn", GraphQLApi.Truthy(settings?["CloudWatchLogsRoleArn"]) ?? AddLogRole(api).Arn()));
    }

    private static GeneratedResource AddLogRole(GraphQLApi api)
    {
        var role = api.Add(Shapes.Role, api.Id + "CloudWatchRole", api.Settings["Logging"]);
        role["AssumeRolePolicyDocument"] = RolePolicies.Trust("appsync.amazonaws.com");
        role["ManagedPolicyArns"] = Values.List(
            Intrinsic.Sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs"));
        return role;
    }

    private static void AddKeys(GraphQLApi api)
    {
        foreach (var (name, settings) in GraphQLApi.Members(api.Settings["ApiKeys"].AsMap()))
        {
            var key = api.Add(GraphQLShapes.Key, api.Id + name.Text, settings);
            key["ApiId"] = api.ApiId;
            key["ApiKeyId"] = settings["ApiKeyId"];
            key["Description"] = settings["Description"];
            key["Expires"] = settings["ExpiresOn"];
        }
    }

    private static void AddCache(GraphQLApi api)
    {
        if (api.Settings["Cache"] is not MapValue settings)
        {
            return;
        }

        var cache = api.Add(GraphQLShapes.Cache, api.Id + "ApiCache", settings);
        cache["ApiId"] = api.ApiId;
        foreach (var (key, value) in settings)
        {
            cache[key.Text] = value;
        }
    }
}
