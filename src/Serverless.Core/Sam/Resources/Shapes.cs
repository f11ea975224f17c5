namespace Serverless.Sam.Resources;

/// <summary>
/// The CloudFormation types that SAM makes. The properties are those that the service knows, in its order; a property of a
/// bucket or user pool that is not listed is refused when an event edits the resource.
/// </summary>
internal static class Shapes
{
    public static readonly ResourceShape Function = new(
        "AWS::Lambda::Function",
        "Code", "PackageType", "DeadLetterConfig", "Description", "FunctionName", "Handler", "MemorySize", "Role", "Runtime", "Timeout",
        "VpcConfig", "Environment", "Tags", "TracingConfig", "KmsKeyArn", "Layers", "ReservedConcurrentExecutions", "FileSystemConfigs",
        "CodeSigningConfigArn", "ImageConfig", "Architectures", "SnapStart", "EphemeralStorage", "RuntimeManagementConfig", "LoggingConfig",
        "RecursiveLoop", "CapacityProviderConfig", "FunctionScalingConfig", "PublishToLatestPublished", "TenancyConfig", "DurableConfig");

    public static readonly ResourceShape Version =
        new("AWS::Lambda::Version", "CodeSha256", "Description", "FunctionName", "FunctionScalingConfig") { RefIsArn = true };

    public static readonly ResourceShape Alias =
        new("AWS::Lambda::Alias", "Description", "Name", "FunctionName", "FunctionVersion", "ProvisionedConcurrencyConfig") { RefIsArn = true };

    public static readonly ResourceShape EventSourceMapping = new(
        "AWS::Lambda::EventSourceMapping",
        "BatchSize", "DocumentDBEventSourceConfig", "Enabled", "EventSourceArn", "FunctionName", "MaximumBatchingWindowInSeconds",
        "MaximumRetryAttempts", "BisectBatchOnFunctionError", "MaximumRecordAgeInSeconds", "DestinationConfig", "ParallelizationFactor",
        "StartingPosition", "StartingPositionTimestamp", "Topics", "Queues", "SourceAccessConfigurations", "TumblingWindowInSeconds",
        "FunctionResponseTypes", "SelfManagedEventSource", "FilterCriteria", "KmsKeyArn", "AmazonManagedKafkaEventSourceConfig",
        "SelfManagedKafkaEventSourceConfig", "ScalingConfig", "ProvisionedPollerConfig", "MetricsConfig", "LoggingConfig");

    public static readonly ResourceShape Permission = new(
        "AWS::Lambda::Permission",
        "Action", "FunctionName", "Principal", "SourceAccount", "SourceArn", "EventSourceToken", "FunctionUrlAuthType", "InvokedViaFunctionUrl");

    public static readonly ResourceShape EventInvokeConfig = new(
        "AWS::Lambda::EventInvokeConfig",
        "DestinationConfig", "FunctionName", "MaximumEventAgeInSeconds", "MaximumRetryAttempts", "Qualifier");

    public static readonly ResourceShape Url = new("AWS::Lambda::Url", "TargetFunctionArn", "AuthType", "Cors", "InvokeMode");

    public static readonly ResourceShape LayerVersion = new(
        "AWS::Lambda::LayerVersion", "Content", "Description", "LayerName", "CompatibleArchitectures", "CompatibleRuntimes", "LicenseInfo");

    public static readonly ResourceShape Table = new(
        "AWS::DynamoDB::Table",
        "AttributeDefinitions", "GlobalSecondaryIndexes", "KeySchema", "LocalSecondaryIndexes", "PointInTimeRecoverySpecification",
        "ProvisionedThroughput", "StreamSpecification", "TableName", "Tags", "SSESpecification", "BillingMode");

    public static readonly ResourceShape Role = new(
        "AWS::IAM::Role", "AssumeRolePolicyDocument", "ManagedPolicyArns", "Path", "Policies", "PermissionsBoundary", "Tags");

    public static readonly ResourceShape ManagedPolicy = new("AWS::IAM::ManagedPolicy", "Description", "Groups", "PolicyDocument", "Path", "Roles", "Users");

    public static readonly ResourceShape Queue = new("AWS::SQS::Queue", "FifoQueue", "Tags");

    public static readonly ResourceShape QueuePolicy = new("AWS::SQS::QueuePolicy", "PolicyDocument", "Queues");

    public static readonly ResourceShape Topic = new("AWS::SNS::Topic", "TopicName", "Tags") { RefIsArn = true };

    public static readonly ResourceShape TopicPolicy = new("AWS::SNS::TopicPolicy", "PolicyDocument", "Topics");

    public static readonly ResourceShape Subscription = new(
        "AWS::SNS::Subscription", "Endpoint", "Protocol", "TopicArn", "Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy");

    public static readonly ResourceShape Rule = new(
        "AWS::Events::Rule", "Description", "EventBusName", "EventPattern", "Name", "RoleArn", "ScheduleExpression", "State", "Targets");

    public static readonly ResourceShape Schedule = new(
        "AWS::Scheduler::Schedule",
        "ScheduleExpression", "FlexibleTimeWindow", "Name", "State", "Description", "StartDate", "EndDate", "ScheduleExpressionTimezone",
        "GroupName", "KmsKeyArn", "Target");

    public static readonly ResourceShape TopicRule = new("AWS::IoT::TopicRule", "TopicRulePayload", "Tags");

    public static readonly ResourceShape SubscriptionFilter = new("AWS::Logs::SubscriptionFilter", "LogGroupName", "FilterPattern", "DestinationArn");

    public static readonly ResourceShape Bucket = new(
        "AWS::S3::Bucket",
        "AccessControl", "AccelerateConfiguration", "AnalyticsConfigurations", "BucketEncryption", "BucketName", "CorsConfiguration",
        "IntelligentTieringConfigurations", "InventoryConfigurations", "LifecycleConfiguration", "LoggingConfiguration",
        "MetricsConfigurations", "NotificationConfiguration", "ObjectLockConfiguration", "ObjectLockEnabled", "OwnershipControls",
        "PublicAccessBlockConfiguration", "ReplicationConfiguration", "Tags", "VersioningConfiguration", "WebsiteConfiguration");

    public static readonly ResourceShape UserPool = new(
        "AWS::Cognito::UserPool",
        "AccountRecoverySetting", "AdminCreateUserConfig", "AliasAttributes", "AutoVerifiedAttributes", "DeletionProtection",
        "DeviceConfiguration", "EmailAuthenticationMessage", "EmailAuthenticationSubject", "EmailConfiguration", "EmailVerificationMessage",
        "EmailVerificationSubject", "EnabledMfas", "LambdaConfig", "MfaConfiguration", "Policies", "Schema", "SmsAuthenticationMessage",
        "SmsConfiguration", "SmsVerificationMessage", "UserAttributeUpdateSettings", "UsernameAttributes", "UsernameConfiguration",
        "UserPoolAddOns", "UserPoolName", "UserPoolTags", "UserPoolTier", "VerificationMessageTemplate", "WebAuthnRelyingPartyID",
        "WebAuthnUserVerification");

    // The tags of an HTTP API stand in its OpenAPI document, so nothing is propagated to the resource.
    public static readonly ResourceShape HttpApi = new(
        "AWS::ApiGatewayV2::Api",
        "Body", "BodyS3Location", "Description", "FailOnWarnings", "DisableExecuteApiEndpoint", "BasePath", "Tags", "CorsConfiguration")
    {
        Tags = TagForm.None,
    };

    public static readonly ResourceShape ApiStage = new(
        "AWS::ApiGatewayV2::Stage",
        "AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "ClientCertificateId", "Description", "ApiId", "StageName", "Tags",
        "StageVariables", "AutoDeploy")
    {
        Tags = TagForm.Map,
    };

    public static readonly ResourceShape ApiDomain = new(
        "AWS::ApiGatewayV2::DomainName", "DomainName", "DomainNameConfigurations", "MutualTlsAuthentication", "Tags")
    {
        Tags = TagForm.Map,
    };

    public static readonly ResourceShape ApiMapping = new("AWS::ApiGatewayV2::ApiMapping", "ApiId", "ApiMappingKey", "DomainName", "Stage");

    public static readonly ResourceShape RecordSetGroup = new("AWS::Route53::RecordSetGroup", "HostedZoneId", "HostedZoneName", "RecordSets");

    public static readonly ResourceShape RestApi = new(
        "AWS::ApiGateway::RestApi",
        "Body", "BodyS3Location", "Description", "FailOnWarnings", "Name", "Parameters", "EndpointConfiguration", "BinaryMediaTypes",
        "MinimumCompressionSize", "Mode", "ApiKeySourceType", "Tags", "Policy", "SecurityPolicy", "EndpointAccessMode");

    public static readonly ResourceShape RestDeployment = new("AWS::ApiGateway::Deployment", "Description", "RestApiId", "StageName");

    public static readonly ResourceShape RestStage = new(
        "AWS::ApiGateway::Stage",
        "AccessLogSetting", "CacheClusterEnabled", "CacheClusterSize", "CanarySetting", "DeploymentId", "RestApiId", "StageName", "Tags",
        "TracingEnabled", "Variables", "MethodSettings");

    public static readonly ResourceShape RestDomain = new(
        "AWS::ApiGateway::DomainName",
        "RegionalCertificateArn", "DomainName", "EndpointConfiguration", "MutualTlsAuthentication", "SecurityPolicy", "EndpointAccessMode",
        "CertificateArn", "Tags", "OwnershipVerificationCertificateArn");

    public static readonly ResourceShape PrivateDomain = new(
        "AWS::ApiGateway::DomainNameV2",
        "DomainName", "EndpointConfiguration", "SecurityPolicy", "EndpointAccessMode", "CertificateArn", "Tags", "Policy");

    public static readonly ResourceShape BasePathMapping = new(
        "AWS::ApiGateway::BasePathMapping", "BasePath", "DomainName", "RestApiId", "Stage");

    public static readonly ResourceShape PrivateBasePathMapping = new(
        "AWS::ApiGateway::BasePathMappingV2", "BasePath", "DomainNameArn", "RestApiId", "Stage");

    public static readonly ResourceShape AccessAssociation = new(
        "AWS::ApiGateway::DomainNameAccessAssociation", "AccessAssociationSource", "AccessAssociationSourceType", "DomainNameArn");

    public static readonly ResourceShape UsagePlan = new(
        "AWS::ApiGateway::UsagePlan", "ApiStages", "Description", "Quota", "Tags", "Throttle", "UsagePlanName");

    public static readonly ResourceShape UsagePlanKey = new("AWS::ApiGateway::UsagePlanKey", "KeyId", "KeyType", "UsagePlanId");

    public static readonly ResourceShape ApiKey = new("AWS::ApiGateway::ApiKey", "Enabled", "Tags", "StageKeys");

    public static readonly ResourceShape DeploymentApplication = new("AWS::CodeDeploy::Application", "ComputePlatform", "Tags");

    public static readonly ResourceShape DeploymentGroup = new(
        "AWS::CodeDeploy::DeploymentGroup",
        "AlarmConfiguration", "ApplicationName", "AutoRollbackConfiguration", "DeploymentConfigName", "DeploymentStyle", "ServiceRoleArn",
        "TriggerConfigurations", "Tags");
}
