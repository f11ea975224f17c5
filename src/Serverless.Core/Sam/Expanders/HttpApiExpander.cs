using Serverless.Sam.Expanders.HttpApis;
using Serverless.Sam.ImplicitApis;
using Serverless.Sam.Resources;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::HttpApi: the API with its document, authorizers' permissions, custom domain and stage.</summary>
internal sealed class HttpApiExpander : Expander
{
    public override PropertyTable Properties { get; } = new(
        SamTypes.HttpApi,
        Boolean(DefaultDefinitionBody.Managed),
        Any("Name"),
        StringOrMap("StageName"),
        Map("Tags"),
        Boolean("PropagateTags"),
        Map("DefinitionBody"),
        StringOrMap("DefinitionUri"),
        Map("StageVariables"),
        BooleanOrMap("CorsConfiguration"),
        Map("AccessLogSettings"),
        Map("DefaultRouteSettings"),
        Map("Auth"),
        Map("RouteSettings"),
        Map("Domain"),
        Boolean("FailOnWarnings"),
        String("Description"),
        Boolean("DisableExecuteApiEndpoint"));

    public override IReadOnlyList<(string Name, string Type)> ReferableProperties { get; } =
    [
        ("Stage", Shapes.ApiStage.Type),
        ("DomainName", Shapes.ApiDomain.Type),
    ];

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var cors = run.Parameters.Resolve(resource["CorsConfiguration"]);
        var domain = run.Parameters.Resolve(resource["Domain"]);
        var definition = new HttpApiDefinition(resource, run);
        var api = definition.Build(cors);
        var resources = new List<GeneratedResource> { api };
        var custom = new CustomDomain(resource, "httpapi:createdBy", resource.PassedOn, run.RecordSetGroups).Build(domain, api);
        resources.AddRange(HttpApiAuth.Permissions(resource, api));
        resources.AddRange(custom);
        resources.Add(HttpApiStage.Build(resource, definition.Tags, api));
        Tags.Propagate(resources, resource["Tags"], resource["DefinitionBody"] is not null);
        return resources;
    }
}
