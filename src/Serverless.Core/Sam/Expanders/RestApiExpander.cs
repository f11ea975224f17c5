using Serverless.Sam.Expanders.RestApis;
using Serverless.Sam.ImplicitApis;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::Api: the REST API with its document, deployment, stage, authorizers' permissions, custom domain and usage plan.</summary>
internal sealed class RestApiExpander : Expander
{
    public override PropertyTable Properties { get; } = new(
        SamTypes.Api,
        Any(DefaultDefinitionBody.Managed),
        StringOrMap("Name"),
        StringOrMap("StageName").Required(),
        Map("Tags"),
        Boolean("PropagateTags"),
        Map("DefinitionBody"),
        StringOrMap("DefinitionUri"),
        Boolean("MergeDefinitions").NoIntrinsic(),
        Boolean("CacheClusterEnabled"),
        String("CacheClusterSize"),
        Map("Variables"),
        StringOrMap("EndpointConfiguration"),
        List("MethodSettings"),
        List("BinaryMediaTypes"),
        Integer("MinimumCompressionSize"),
        StringOrMap("Cors"),
        Map("Auth"),
        Map("GatewayResponses"),
        Map("AccessLogSetting"),
        Map("CanarySetting"),
        Boolean("TracingEnabled"),
        String("OpenApiVersion"),
        Map("Models"),
        Map("Domain"),
        Boolean("FailOnWarnings"),
        String("Description"),
        String("Mode"),
        Boolean("DisableExecuteApiEndpoint"),
        String("ApiKeySourceType"),
        Boolean("AlwaysDeploy").NoIntrinsic(),
        StringOrMap("Policy"),
        String("SecurityPolicy"),
        String("EndpointAccessMode"));

    public override IReadOnlyList<(string Name, string Type)> ReferableProperties { get; } =
    [
        ("Stage", Shapes.RestStage.Type),
        ("Deployment", Shapes.RestDeployment.Type),
        ("DomainName", Shapes.RestDomain.Type),
        ("DomainNameV2", Shapes.PrivateDomain.Type),
        ("UsagePlan", Shapes.UsagePlan.Type),
        ("UsagePlanKey", Shapes.UsagePlanKey.Type),
        ("ApiKey", Shapes.ApiKey.Type),
    ];

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var settings = RestApiSettings.Resolve(resource, run);
        var definition = new RestApiDefinition(settings);
        var api = definition.Build();
        var domain = RestDomain.Build(settings, api);
        var deployment = RestDeployment.Build(settings, api, definition.Hashed);
        var stage = RestStage.Build(settings, api, deployment);
        List<GeneratedResource> resources =
        [
            api,
            deployment,
            stage,
            .. RestApiAuth.Permissions(settings, api),
            .. domain.Resources,
            .. RestUsagePlan.Build(settings, api, stage),
            .. domain.Association,
        ];
        Tags.Propagate(resources, resource["Tags"], resource["PropagateTags"].IsTruthy());
        return resources;
    }
}
