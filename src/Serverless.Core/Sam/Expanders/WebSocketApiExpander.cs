using Serverless.Sam.Expanders.HttpApis;
using Serverless.Sam.Expanders.WebSocketApis;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>
/// AWS::Serverless::WebSocketApi: the API with its routes, custom domain, stage and authorizer. Nothing inherits the resource's condition or
/// policies, and its record set groups are its own: that is how the service does it.
/// </summary>
internal sealed class WebSocketApiExpander : Expander
{
    private const string CreatorTag = "websocketapi:createdBy";

    public override PropertyTable Properties { get; } = new(
        SamTypes.WebSocketApi,
        String("ApiKeySelectionExpression"),
        Map("AccessLogSettings"),
        Map("Auth"),
        Map("DefaultRouteSettings"),
        String("Description"),
        Boolean("DisableExecuteApiEndpoint"),
        Map("Domain"),
        Boolean("DisableSchemaValidation"),
        Boolean("FailOnWarnings"),
        String("IpAddressType"),
        String("Name"),
        Boolean("PropagateTags"),
        Map("Routes").Required(),
        Map("RouteSettings"),
        String("RouteSelectionExpression").Required(),
        StringOrMap("StageName"),
        Map("StageVariables"),
        Map("Tags"));

    public override IReadOnlyList<(string Name, string Type)> ReferableProperties { get; } =
    [
        ("Stage", Shapes.ApiStage.Type),
        ("DomainName", Shapes.ApiDomain.Type),
    ];

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var auth = new WebSocketAuth(resource, run.Parameters.Resolve(resource["Auth"]));
        var domain = run.Parameters.Resolve(resource["Domain"]);
        var routes = resource.Subject.Map(run.Parameters.Resolve(resource["Routes"]), "Routes");
        if (routes.Count == 0)
        {
            throw resource.Error("WebSocket API must have at least one route.", resource.Properties["Routes"]);
        }

        var api = WebSocketBody.Build(resource, CreatorTag);
        var custom = Domain(resource, domain, api);
        var stage = WebSocketStage.Build(resource, api, Values.Map((CreatorTag, "SAM")));
        auth.Check(routes);
        var made = new WebSocketRoutes(resource, auth, stage).Build(routes, api);
        WebSocketStage.WaitForRoutes(resource, stage, made);
        List<GeneratedResource> resources = [api, .. made, .. custom, stage, .. auth.Build(api)];
        Tags.Propagate(resources, resource["Tags"], resource["PropagateTags"].IsTruthy());
        return resources;
    }

    private static List<GeneratedResource> Domain(SamResource resource, TemplateValue? domain, GeneratedResource api)
    {
        if (domain.AsMap()?["MutualTlsAuthentication"] is { IsTruthy: true } mutual)
        {
            throw resource.Error("Mutual TLS domain name association is not supported for Websocket APIs.", mutual);
        }

        return new CustomDomain(resource, CreatorTag, [], []).Build(domain, api);
    }
}
