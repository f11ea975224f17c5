using Serverless.Templates;

namespace Serverless.Local.Resources.Others;

/// <summary>How a recorded type names itself, from the "Return values" of its page in the CloudFormation Template Reference.</summary>
internal sealed record RecordedType
{
    /// <summary>The property that names the resource; its change means replacement. Null when there is none.</summary>
    public string? NameProperty { get; init; }

    /// <summary>A name for a resource without a given one.</summary>
    public Func<ResourceRequest, string> NewName { get; init; } = request => request.GenerateName();

    /// <summary>The ARN; null for the general form.</summary>
    public Func<ResourceRequest, string, string>? Arn { get; init; }

    /// <summary>The physical id from name and ARN.</summary>
    public Func<ResourceRequest, string, string, string> Identify { get; init; } = (_, name, _) => name;

    /// <summary>Further attributes from name and ARN.</summary>
    public Func<ResourceRequest, string, string, MapValue> Attributes { get; init; } = (_, _, _) => [];
}

/// <summary>The recorded types whose references templates use most.</summary>
internal static class RecordedTypes
{
    private static readonly RecordedType General = new();

    private static readonly Dictionary<string, RecordedType> Table = new()
    {
        ["AWS::DynamoDB::Table"] = new()
        {
            NameProperty = "TableName",
            Arn = (request, name) => request.Arn("dynamodb", $"table/{name}"),
            Attributes = (_, _, arn) => new() { { "StreamArn", $"{arn}/stream/2020-01-01T00:00:00.000" } },
        },
        ["AWS::SQS::Queue"] = new()
        {
            NameProperty = "QueueName",
            Arn = (request, name) => request.Arn("sqs", name),
            Identify = (request, name, _) => QueueUrl(request, name),
            Attributes = (request, name, _) => new() { { "QueueName", name }, { "QueueUrl", QueueUrl(request, name) } },
        },
        ["AWS::SNS::Topic"] = ByArn("sns", "TopicName", "", (_, name, arn) => new() { { "TopicName", name }, { "TopicArn", arn } }),
        ["AWS::Events::Rule"] = new() { NameProperty = "Name", Arn = (request, name) => request.Arn("events", $"rule/{name}") },
        ["AWS::Events::EventBus"] = new() { NameProperty = "Name", Arn = (request, name) => request.Arn("events", $"event-bus/{name}"), Attributes = (_, name, _) => new() { { "Name", name } } },
        ["AWS::Scheduler::Schedule"] = new() { NameProperty = "Name", Arn = (request, name) => request.Arn("scheduler", $"schedule/{request.Properties.Text("GroupName") ?? "default"}/{name}") },
        ["AWS::StepFunctions::StateMachine"] = ByArn("states", "StateMachineName", "stateMachine:", (_, name, _) => new() { { "Name", name } }),
        ["AWS::Kinesis::Stream"] = new() { NameProperty = "Name", Arn = (request, name) => request.Arn("kinesis", $"stream/{name}") },
        ["AWS::KMS::Key"] = new() { NewName = _ => Guid.NewGuid().ToString(), Arn = (request, name) => request.Arn("kms", $"key/{name}"), Attributes = (_, name, _) => new() { { "KeyId", name } } },
        ["AWS::SecretsManager::Secret"] = ByArn("secretsmanager", "Name", "secret:", (_, _, arn) => new() { { "Id", arn } }),
        ["AWS::SSM::Parameter"] = new()
        {
            NameProperty = "Name",
            Arn = (request, name) => request.Arn("ssm", $"parameter/{name.TrimStart('/')}"),
            Attributes = (request, _, _) => new() { { "Type", request.Properties.Text("Type") ?? "String" }, { "Value", request.Properties.Text("Value") ?? "" } },
        },
        ["AWS::Lambda::LayerVersion"] = new()
        {
            NameProperty = "LayerName",
            Arn = (request, name) => request.Arn("lambda", $"layer:{name}:1"),
            Identify = (_, _, arn) => arn,
            Attributes = (_, _, arn) => new() { { "LayerVersionArn", arn } },
        },
        ["AWS::Lambda::EventSourceMapping"] = new()
        {
            NewName = _ => Guid.NewGuid().ToString(),
            Arn = (request, name) => request.Arn("lambda", $"event-source-mapping:{name}"),
            Attributes = (_, name, arn) => new() { { "Id", name }, { "EventSourceMappingArn", arn } },
        },
        ["AWS::ApiGateway::RestApi"] = new() { NewName = _ => PhysicalIds.Api(), Attributes = (_, name, _) => new() { { "RestApiId", name }, { "RootResourceId", PhysicalIds.Api() } } },
        ["AWS::ApiGateway::Deployment"] = new() { NewName = _ => PhysicalIds.Random(6, PhysicalIds.LowerCase), Attributes = (_, name, _) => new() { { "DeploymentId", name } } },
        ["AWS::ApiGateway::Stage"] = new() { NameProperty = "StageName" },
        ["AWS::ApiGatewayV2::Authorizer"] = new() { NewName = _ => PhysicalIds.Random(6, PhysicalIds.LowerCase), Attributes = (_, name, _) => new() { { "AuthorizerId", name } } },
        ["AWS::Cognito::UserPool"] = new()
        {
            NewName = request => $"{request.Stack.Region}_{PhysicalIds.Random(9, PhysicalIds.UpperCase)}",
            Arn = (request, name) => request.Arn("cognito-idp", $"userpool/{name}"),
            Attributes = (request, name, _) => new()
            {
                { "UserPoolId", name },
                { "ProviderName", $"cognito-idp.{request.Stack.Region}.{request.Stack.UrlSuffix}/{name}" },
                { "ProviderURL", $"https://cognito-idp.{request.Stack.Region}.{request.Stack.UrlSuffix}/{name}" },
            },
        },
        ["AWS::Cognito::UserPoolClient"] = new() { NewName = _ => PhysicalIds.Random(26, PhysicalIds.LowerCase), Attributes = (_, name, _) => new() { { "ClientId", name } } },
        ["AWS::CloudFormation::CustomResource"] = new() { NewName = request => request.GenerateName() },
    };

    /// <summary>How a type names itself.</summary>
    public static RecordedType Find(string type) => Table.GetValueOrDefault(type, General);

    private static RecordedType ByArn(string service, string nameProperty, string prefix, Func<ResourceRequest, string, string, MapValue> attributes) => new()
    {
        NameProperty = nameProperty,
        Arn = (request, name) => request.Arn(service, prefix + name),
        Identify = (_, _, arn) => arn,
        Attributes = attributes,
    };

    private static string QueueUrl(ResourceRequest request, string name) => $"https://sqs.{request.Stack.Region}.{request.Stack.UrlSuffix}/{request.Stack.AccountId}/{name}";
}
