using Serverless.Sam;
using Serverless.Templates;

namespace Serverless.Core.Tests.Sam;

/// <summary>What is said about REST APIs; the texts are those of the reference transform, aws-sam-translator 1.110.0.</summary>
public class RestApis
{
    private const string Frame = "Resource with id [Shop] is invalid. ";
    private const string Structure = "Structure of the SAM template is invalid. ";

    [Theory]
    [InlineData("OpenApiVersion: '4.0'", Frame + "The OpenApiVersion value must be of the format '3.0.0'.")]
    [InlineData("DefinitionUri: s3://b/k, MergeDefinitions: true", Frame + "Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.")]
    [InlineData("DefinitionUri: {Bucket: b}", Frame + "'DefinitionUri' requires Bucket and Key properties to be specified.")]
    [InlineData("DefinitionUri: s3://b/k, DefinitionBody: {a: b}", Frame + "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.")]
    [InlineData("DefinitionUri: s3://b/k, Cors: x", Frame + "Cors works only with inline Swagger specified in 'DefinitionBody' property.")]
    [InlineData("DefinitionUri: s3://b/k, Auth: {ApiKeyRequired: true}", Frame + "Auth works only with inline Swagger specified in 'DefinitionBody' property.")]
    [InlineData("DefinitionUri: s3://b/k, Models: {A: {type: object}}", Frame + "Models works only with inline Swagger specified in 'DefinitionBody' property.")]
    [InlineData("DefinitionUri: s3://b/k, GatewayResponses: {A: {}}", Frame + "GatewayResponses works only with inline Swagger specified in 'DefinitionBody' property.")]
    [InlineData("DefinitionUri: s3://b/k, DisableExecuteApiEndpoint: true", Frame + "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.")]
    [InlineData("DefinitionBody: {a: b}, Cors: x", Frame + "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid Swagger definition.")]
    [InlineData("DefinitionBody: {a: b}, Models: {A: {type: object}}", Frame + "Unable to add Models definitions because 'DefinitionBody' does not contain a valid Swagger definition.")]
    [InlineData("DefinitionBody: {a: b}, BinaryMediaTypes: [c]", Structure + "Invalid Swagger document or the Swagger document is not explicitly defined in 'DefinitionBody'.")]
    [InlineData("DefinitionBody: {openapi: 3.0.1, paths: [1]}", Structure + "Value of paths must be a dictionary according to Swagger spec.")]
    [InlineData("DefinitionBody: {openapi: 3.0.1, paths: {/a: {options: 5}}}", Structure + "Value of options method for path /a must be a dictionary according to Swagger spec.")]
    [InlineData("DefinitionBody: {openapi: 3.0.1, paths: {/a: {options: {responses: {'200': 5}}}}}", Structure + "Invalid responses in options method for path /a: The value of '200' should be a map.")]
    [InlineData("DefinitionBody: {openapi: 3.0.1, paths: {}, servers: [5]}, DisableExecuteApiEndpoint: true", Structure + "Invalid OpenAPI definition of 'servers[0]': It should be a map.")]
    [InlineData("EndpointConfiguration: {Type: PRIVATE, VPCEndpointIds: [a], VpcEndpointIds: [b]}", Frame + "'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.")]
    [InlineData("Models: {A: {}}", Structure + "'Models' schema is missing 'type'.")]
    [InlineData("Models: {A: 5}", Frame + "Invalid value for 'Models' property")]
    [InlineData("Cors: {Origin: x}", Frame + "Invalid key 'Origin' for 'Cors' property.")]
    [InlineData("Cors: {AllowCredentials: true}", Frame + "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set")]
    [InlineData("Cors: {AllowOrigin: ''}, DefinitionBody: {swagger: 2, paths: {/a: {}}}", Frame + Structure + "Invalid input. Value for AllowedOrigins is required")]
    [InlineData("GatewayResponses: {A: [5]}", Frame + "Invalid property type 'list' for GatewayResponses. Expected an object of type 'GatewayResponse'.")]
    [InlineData("GatewayResponses: {A: {Ref: x}}", Frame + "Unable to set GatewayResponses attribute because intrinsic functions are not supported for this field.")]
    [InlineData("GatewayResponses: {A: {Status: 5}}", Frame + "Invalid property 'Status' in 'GatewayResponses' property 'A'.")]
    [InlineData("GatewayResponses: {A: {StatusCode: x}}", Frame + "Property 'StatusCode' must be numeric")]
    [InlineData("GatewayResponses: {A: {ResponseParameters: {Footers: {}}}}", Frame + "Invalid gateway response parameter 'Footers'")]
    [InlineData("GatewayResponses: {A: {ResponseParameters: {Headers: x}}}", Frame + "Property 'ResponseParameters.Headers' should be a map.")]
    public void ASettingThatCannotBeIsReported(string properties, string message) => AssertOnly(message, properties);

    [Theory]
    [InlineData("Foo: bar", "Invalid value for 'Auth' property")]
    [InlineData("Authorizers: [1]", "Property 'Auth.Authorizers' should be a map.")]
    [InlineData("Authorizers: {a: 5}", "Property 'Auth.Authorizers.a' should be a map.")]
    [InlineData("DefaultAuthorizer: b, Authorizers: {a: {UserPoolArn: x}}", "Unable to set DefaultAuthorizer because 'b' was not defined in 'Authorizers'.")]
    [InlineData("DefaultAuthorizer: {Ref: b}, Authorizers: {a: {UserPoolArn: x}}", "DefaultAuthorizer is not a string.")]
    [InlineData("Authorizers: {a: {FunctionArn: x, FunctionPayloadType: request}}", "a Authorizer has invalid 'FunctionPayloadType': request.")]
    [InlineData("Authorizers: {a: {FunctionArn: x, FunctionPayloadType: REQUEST}}", "a Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.")]
    [InlineData("Authorizers: {a: {FunctionArn: x, FunctionPayloadType: REQUEST, Identity: {Headers: x}}}", "Property 'Auth.Authorizers.a.Identity.Headers' should be a list.")]
    [InlineData("Authorizers: {a: {FunctionArn: x, Identity: [1]}}", "Auth.Authorizers.<Authorizer>.Identity must be a dict (LambdaTokenAuthorizationIdentity, LambdaRequestAuthorizationIdentity or CognitoAuthorizationIdentity).")]
    [InlineData("Authorizers: {a: {FunctionArn: x, AuthorizationScopes: x}}", "Property 'Authorizers.a.AuthorizationScopes' should be a list.")]
    [InlineData("Authorizers: {a: {FunctionArn: x, DisableFunctionDefaultPermissions: 5}}", "Property 'Authorizers.a.DisableFunctionDefaultPermissions' should be a boolean.")]
    [InlineData("UsagePlan: x", "'UsagePlan' must be a dictionary")]
    [InlineData("UsagePlan: {}", "'CreateUsagePlan' is a required field for UsagePlan.")]
    [InlineData("UsagePlan: {CreateUsagePlan: EACH}", "'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].")]
    [InlineData("UsagePlan: {Name: x}", "Invalid property for 'UsagePlan'")]
    public void AnAuthThatCannotBeIsReported(string auth, string message) => AssertOnly(Frame + message, $"Auth: {{{auth}}}");

    [Theory]
    [InlineData("security: {a: b}", "Type of security for path /a method get must be a list")]
    [InlineData("security: [5]", "5 in Security for path /a method get is not a valid dictionary.")]
    public void SecurityThatIsNoneIsReported(string security, string message) => AssertOnly(
        Structure + message,
        $"Auth: {{ApiKeyRequired: true}}, DefinitionBody: {{swagger: 2, paths: {{/a: {{get: {{x-amazon-apigateway-integration: {{type: mock}}, {security}}}}}}}}}");

    [Theory]
    [InlineData("x", "ResourcePolicy must be a map (ResourcePolicyStatement).")]
    [InlineData("{AwsAccountWhitelist: '1'}", "Type of '1' must be a list or dictionary")]
    [InlineData("{SourceVpcBlacklist: [5]}", "SourceVpcBlacklist must be a list of strings. Use IntrinsicVpcBlacklist instead for values that use Intrinsic Functions")]
    public void APolicyThatCannotBeIsReported(string policy, string message) =>
        AssertOnly(Structure + message, $"Auth: {{ResourcePolicy: {policy}}}, DefinitionBody: {{swagger: 2, paths: {{/a: {{get: {{}}}}}}}}");

    [Theory]
    [InlineData("DomainName: d", "Property 'Domain.CertificateArn' is required.")]
    [InlineData("DomainName: d, CertificateArn: c, EndpointConfiguration: LOCAL", "EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].")]
    [InlineData("DomainName: d, CertificateArn: c, MutualTlsAuthentication: {Foo: x}", "Available Domain.MutualTlsAuthentication fields are ['TruststoreUri', 'TruststoreVersion'].")]
    [InlineData("DomainName: d, CertificateArn: c, BasePath: [{Ref: x}]", "Property 'Domain.BasePath[0]' should be a string.")]
    [InlineData("DomainName: d, CertificateArn: c, Route53: {}", "HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.")]
    [InlineData("DomainName: d, CertificateArn: c, Route53: {HostedZoneId: z, SeparateRecordSetGroup: x}", "Property 'Domain.Route53.SeparateRecordSetGroup' should be a boolean.")]
    public void ADomainThatCannotBeIsReported(string domain, string message) => AssertOnly(Frame + message, $"Domain: {{{domain}}}");

    [Fact]
    public void APolicyOfAPublicDomainIsReportedForTheDomain() => AssertOnly(
        "Resource with id [ApiGatewayDomainName3c363836cf] is invalid. property Policy not defined for resource of type AWS::ApiGateway::DomainName",
        "Domain: {DomainName: d, CertificateArn: c, Policy: {a: b}}");

    [Fact]
    public void ASharedUsagePlanWithAConditionNeedsConditions()
    {
        var error = Some.OnlyError("""
            Resources:
              Shop: {Type: AWS::Serverless::Api, Condition: C, Properties: {StageName: v1, Auth: {UsagePlan: {CreateUsagePlan: SHARED}}}}
            """);
        Assert.Equal(Structure + "Can't have condition without having 'Conditions' section in the template", error.Message);
    }

    [Fact]
    public void MistakesAreReportedWhereTheyStand()
    {
        var error = Some.OnlyError("""
            Resources:
              Shop:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: v1
                  Auth:
                    DefaultAuthorizer: Missing
                    Authorizers: {Users: {UserPoolArn: arn}}
            """);
        Assert.Equal(("SLS0251", 7), (error.Code, error.Span.Start.Line));
    }

    [Fact]
    public void EveryGeneratedResourceHasAnOrigin()
    {
        var (template, origins) = Some.Good(Some.WithFunction("""
                  Events:
                    Get: {Type: Api, Properties: {Path: /hello, Method: get}}
            """));
        Assert.Equal(template.Resources.Select(resource => resource.Id.Value).Order(StringComparer.Ordinal), origins.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("Hello", 10), Origin("HelloGetPermissionProd"));
        Assert.Equal(("ServerlessRestApi", 10), Origin("ServerlessRestApi"));
        Assert.Equal(("ServerlessRestApi", 10), Origin("ServerlessRestApiProdStage"));

        (string, int) Origin(string id) => (origins[id].Id.Value, origins[id].Span.Start.Line);
    }

    [Fact]
    public void RoutesCarryThePlaceOfTheirEvents()
    {
        var body = (MapValue)Some.Good(Some.WithFunction("""
                  Events:
                    Get:
                      Type: Api
                      Properties:
                        Path: /hello
                        Method: get
            """)).Template.FindResource("ServerlessRestApi")!.Properties!["Body"]!;
        var paths = (MapValue)body["paths"]!;
        Assert.Equal(13, paths.KeyOf("/hello")!.Span.Start.Line);
        Assert.Equal(14, paths["/hello"].AsMap()!.KeyOf("get")!.Span.Start.Line);
    }

    [Fact]
    public void ADeploymentThatIsAlwaysNewIsMadeOfTheTime()
    {
        var first = DeploymentAt(0);
        Assert.Equal(first, DeploymentAt(0));
        Assert.NotEqual(first, DeploymentAt(1));
    }

    [Fact]
    public void ADeploymentIsNewWhenAFunctionIsAnotherOne() =>
        Assert.NotEqual(Deployment(Some.WithFunction(Event)), Deployment(Some.WithFunction(Event + "\n      FunctionName: other")));

    private const string Event = "      Events: {Get: {Type: Api, Properties: {Path: /hello, Method: get}}}";

    private static string DeploymentAt(int seconds) => Deployment(
        "Resources: {Shop: {Type: AWS::Serverless::Api, Properties: {StageName: v1, AlwaysDeploy: true}}}",
        Some.Context with { Time = new Clock(DateTimeOffset.UnixEpoch.AddSeconds(seconds)) });

    private static string Deployment(string yaml, TransformContext? context = null) =>
        Some.Good(yaml, context).Template.Resources.Single(resource => resource.ResourceType == "AWS::ApiGateway::Deployment").Id.Value;

    private static void AssertOnly(string message, string properties) => Assert.Equal(
        message,
        Some.OnlyError($"Resources: {{Shop: {{Type: AWS::Serverless::Api, Properties: {{StageName: v1, {properties}}}}}}}").Message);

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
