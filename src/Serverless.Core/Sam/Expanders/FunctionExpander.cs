using Serverless.Sam.Events;
using Serverless.Sam.Expanders.Functions;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::Function: the function with its role, version, alias, URL, destinations and events.</summary>
internal sealed class FunctionExpander : Expander
{
    public override PropertyTable Properties => FunctionRules.Properties;

    public override bool HasPolicies => true;

    public override IReadOnlyList<(string Name, string Type)> ReferableProperties { get; } =
    [
        ("Alias", Shapes.Alias.Type),
        ("Version", Shapes.Version.Type),
        ("DestinationTopic", Shapes.Topic.Type),
        ("DestinationQueue", Shapes.Queue.Type),
    ];

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var events = FunctionEvents.Link(resource, run, EventSourceList.Functions);
        FunctionRules.Check(resource);
        var function = FunctionBody.Build(resource, run);
        var resources = new List<GeneratedResource> { function };
        var alias = FunctionAlias.Add(resource, function, run, resources);
        FunctionUrl.Add(resource, function, alias, resources);
        run.Deployments.Add(resource, alias, run);
        var destinationPolicies = EventInvoke.Add(resource, alias, run, resources);
        var role = FunctionRole.Build(resource, destinationPolicies, run);
        FunctionRole.Assign(resource, function, role, run, resources);
        FunctionEvents.Expand(resource, events, new(alias ?? function, role, run, resources));
        Tags.Propagate(resources, resource["Tags"], resource["PropagateTags"].IsTruthy());
        return resources;
    }
}
