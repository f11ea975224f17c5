using Serverless.Sam.Resources;

namespace Serverless.Sam.Expanders.WebSocketApis;

/// <summary>The types of API Gateway that only WebSocket APIs need.</summary>
internal static class WebSocketShapes
{
    public static readonly ResourceShape Api = new(
        "AWS::ApiGatewayV2::Api",
        "ApiKeySelectionExpression", "Description", "DisableExecuteApiEndpoint", "DisableSchemaValidation", "IpAddressType", "Name",
        "ProtocolType", "RouteSelectionExpression", "Tags") { Tags = TagForm.Map };

    public static readonly ResourceShape Route = new(
        "AWS::ApiGatewayV2::Route",
        "ApiId", "ApiKeyRequired", "AuthorizationScopes", "AuthorizationType", "AuthorizerId", "ModelSelectionExpression", "OperationName",
        "RequestModels", "RequestParameters", "RouteKey", "RouteResponseSelectionExpression", "Target");

    public static readonly ResourceShape Integration =
        new("AWS::ApiGatewayV2::Integration", "ApiId", "IntegrationType", "IntegrationUri", "TimeoutInMillis");

    public static readonly ResourceShape Authorizer = new(
        "AWS::ApiGatewayV2::Authorizer", "ApiId", "AuthorizerCredentialsArn", "AuthorizerType", "AuthorizerUri", "IdentitySource", "Name");
}
