using Serverless.Sam.Applications;
using Serverless.Sam.Deployments;
using Serverless.Sam.Expanders.RestApis;
using Serverless.Sam.OpenApi;
using Serverless.Sam.Policies;
using Serverless.Sam.References;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam;

/// <summary>What the expanders of one transform share.</summary>
internal sealed class TransformRun
{
    public TransformRun(TransformContext context, MapValue input, MapValue output, Dictionary<string, TemplateValue> parameters)
    {
        Context = context;
        Partition = Sam.Partition.Of(context.Region);
        InputResources = (MapValue)input["Resources"]!;
        Output = output;
        OutputResources = (MapValue)output["Resources"]!;
        Parameters = new(parameters);
        Mappings = MappingResolver.Of(input);
        ManagedPolicies = new(Partition, context.ManagedPolicies);
    }

    public TransformContext Context { get; }

    public string Partition { get; }

    /// <summary>The user's resources. Expanders edit some of them: an API collects routes, a bucket notifications.</summary>
    public MapValue InputResources { get; }

    /// <summary>True when strings and maps of the template are those of Python 2.7.</summary>
    public bool IsMarked => InputResources is Python27.Python27Map;

    public MapValue Output { get; }

    public MapValue OutputResources { get; }

    public ParameterResolver Parameters { get; }

    public MappingResolver Mappings { get; }

    public ManagedPolicies ManagedPolicies { get; }

    public GeneratedReferences References { get; } = new();

    public ChangedIds ChangedIds { get; } = new();

    /// <summary>Where nested applications lie.</summary>
    public required ApplicationLocations Applications { get; init; }

    public DeploymentPreferences Deployments { get; } = new();

    /// <summary>The record set groups of custom domains, which APIs in one hosted zone share.</summary>
    public Dictionary<string, GeneratedResource> RecordSetGroups { get; } = [];

    /// <summary>The documents of APIs that are being edited.</summary>
    public ApiDocuments Documents { get; init; } = new();

    /// <summary>The usage plan that REST APIs can share.</summary>
    public SharedUsagePlan SharedUsagePlan { get; } = new();

    /// <summary>The ids of the SAM resources that have been expanded; those that are invalid never are.</summary>
    public HashSet<string> Expanded { get; } = [];

    public Dictionary<string, ResourceOrigin> Origins { get; } = [];

    /// <summary>A resource as it stands: expanded, or the user's own where it is not expanded yet. Null when there is none.</summary>
    public MapValue? FindResource(string id) =>
        OutputResources[id].AsMap() ?? (Expanded.Contains(id) ? null : InputResources[id].AsMap());

    /// <summary>Adds a condition to the expanded template.</summary>
    public void AddCondition(string name, TemplateValue condition)
    {
        if (Output["Conditions"] is not MapValue conditions)
        {
            conditions = [];
            Output["Conditions"] = conditions;
        }

        conditions[name] = condition;
    }

    /// <summary>Puts a resource into the expanded template; one of the same id gives way but keeps its place.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="origin">The user's resource that it was made for.</param>
    /// <param name="metadata">Metadata that it inherits unless it replaces another resource; null for none.</param>
    public void Emit(GeneratedResource resource, LogicalId origin, TemplateValue? metadata = null)
    {
        var body = resource.ToValue();
        if (metadata is not null && !OutputResources[resource.Id].IsTruthy())
        {
            body["Metadata"] = metadata;
        }

        OutputResources.Set(new MapKey(resource.Id) { Span = resource.Source }, body);
        Origins.TryAdd(resource.Id, new(origin, resource.Source));
    }

    /// <summary><c>arn:partition:service:region:account:resource</c>, with region and account for <c>Fn::Sub</c> to fill in.</summary>
    public static string Arn(string partition, string service, string resource) =>
        $"arn:{partition}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}";
}
