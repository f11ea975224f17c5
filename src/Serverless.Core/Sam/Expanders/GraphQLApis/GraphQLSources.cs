using Serverless.Sam.Policies;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.GraphQLApis;

/// <summary>The data sources of a GraphQL API: tables and functions, each with a role to use it unless the user gives one.</summary>
internal static class GraphQLSources
{
    /// <param name="api">The API.</param>
    /// <param name="sources">The data sources by the names by which functions call them.</param>
    public static void Add(GraphQLApi api, out Dictionary<string, GeneratedResource> sources)
    {
        sources = [];
        var settings = api.Settings["DataSources"].AsMap();
        foreach (var (name, source) in GraphQLApi.Members(settings?["DynamoDb"].AsMap()))
        {
            sources[name.Text] = AddTable(api, name, source);
        }

        foreach (var (name, source) in GraphQLApi.Members(settings?["Lambda"].AsMap()))
        {
            sources[name.Text] = AddFunction(api, name, source);
        }
    }

    private static GeneratedResource AddTable(GraphQLApi api, MapKey name, MapValue settings)
    {
        var source = Add(api, name, settings, "DynamoDB", "AMAZON_DYNAMODB");
        var region = GraphQLApi.Truthy(settings["Region"]) ?? Intrinsic.Ref("AWS::Region");
        source["DynamoDBConfig"] = Values.Map(
            ("AwsRegion", region),
            ("TableName", settings["TableName"]),
            ("UseCallerCredentials", GraphQLApi.Truthy(settings["UseCallerCredentials"])),
            ("Versioned", GraphQLApi.Truthy(settings["Versioned"])),
            ("DeltaSyncConfig", settings["DeltaSync"]));
        var arn = GraphQLApi.Truthy(settings["TableArn"]) ?? Values.Sub(
            "arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}",
            ("__TableName__", settings["TableName"]),
            ("__Region__", region));
        var permissions = GraphQLApi.Truthy(settings["Permissions"]) as ListValue ?? Values.List("Read", "Write");
        AddRole(api, settings, source, "ToTableConnector", Values.Map(("Type", Shapes.Table.Type), ("Arn", arn)), permissions);
        return source;
    }

    private static GeneratedResource AddFunction(GraphQLApi api, MapKey name, MapValue settings)
    {
        var source = Add(api, name, settings, "Lambda", "AWS_LAMBDA");
        source["LambdaConfig"] = Values.Map(("LambdaFunctionArn", settings["FunctionArn"]));
        var function = Values.Map(("Type", Shapes.Function.Type), ("Arn", settings["FunctionArn"]));
        AddRole(api, settings, source, "ToLambdaConnector", function, Values.List("Write"));
        return source;
    }

    private static GeneratedResource Add(GraphQLApi api, MapKey name, MapValue settings, string kind, string type)
    {
        var source = api.Add(GraphQLShapes.DataSource, $"{api.Id}{name.Text}{kind}DataSource", settings);
        source["ApiId"] = api.ApiId;
        source["Description"] = settings["Description"];
        source["Name"] = GraphQLApi.Truthy(settings["Name"]) ?? name.Text;
        source["Type"] = type;
        return source;
    }

    private static void AddRole(
        GraphQLApi api, MapValue settings, GeneratedResource source, string connector, MapValue destination, ListValue permissions)
    {
        if (GraphQLApi.Truthy(settings["ServiceRoleArn"]) is { } given)
        {
            source["ServiceRoleArn"] = given;
            return;
        }

        var role = api.Add(Shapes.Role, source.Id + "Role", settings);
        role["AssumeRolePolicyDocument"] = RolePolicies.Trust("appsync.amazonaws.com");
        source["ServiceRoleArn"] = role.Arn();
        var from = Values.Map(("Type", GraphQLShapes.DataSource.Type), ("RoleName", role.Ref()));
        api.Connect(source.Id + connector, from, destination, permissions);
    }
}
