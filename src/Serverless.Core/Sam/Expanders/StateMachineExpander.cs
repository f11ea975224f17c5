using Serverless.Sam.Events;
using Serverless.Sam.Expanders.StateMachines;
using Serverless.Sam.Resources;
using Serverless.Templates;
using static Serverless.Sam.Resources.PropertyRule;

namespace Serverless.Sam.Expanders;

/// <summary>AWS::Serverless::StateMachine: the state machine with its role, version, alias and events.</summary>
internal sealed class StateMachineExpander : Expander
{
    public override PropertyTable Properties { get; } = new(
        SamTypes.StateMachine,
        Map("Definition"),
        StringOrMap("DefinitionUri"),
        Map("Logging"),
        String("Role"),
        Map("DefinitionSubstitutions"),
        MapOfMaps("Events"),
        String("Name"),
        String("Type"),
        Map("Tags"),
        Boolean("PropagateTags"),
        StringOrList("Policies"),
        Map("Tracing"),
        Any("RolePath"),
        String("PermissionsBoundary"),
        Any("AutoPublishAlias"),
        Any("DeploymentPreference"),
        Boolean("UseAliasAsEventTarget").NoIntrinsic());

    public override bool HasPolicies => true;

    public override List<GeneratedResource> Expand(SamResource resource, TransformRun run)
    {
        var events = StateMachineEvents.Link(resource, run);
        var machine = StateMachineBody.Build(resource);
        var resources = new List<GeneratedResource> { machine };
        var role = StateMachineRole.Assign(resource, machine, run, resources);
        var alias = StateMachineAlias.Add(resource, machine, resources);
        var target = resource["UseAliasAsEventTarget"].IsTruthy() ? alias! : machine;
        StateMachineEvents.Expand(events, new EventExpansion(target, role, run, resources) { PermissionsBoundary = resource["PermissionsBoundary"] });
        Tags.Propagate(resources, resource["Tags"], resource["PropagateTags"].IsTruthy());
        return resources;
    }
}
