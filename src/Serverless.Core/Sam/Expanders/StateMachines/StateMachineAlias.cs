using Serverless.Sam.Python;
using Serverless.Sam.Resources;
using Serverless.Templates;

namespace Serverless.Sam.Expanders.StateMachines;

/// <summary>The version that is published with every change of a state machine, and the alias that leads to it.</summary>
internal static class StateMachineAlias
{
    /// <returns>The alias; null when the state machine has none.</returns>
    public static GeneratedResource? Add(SamResource resource, GeneratedResource machine, List<GeneratedResource> resources)
    {
        if (resource["AutoPublishAlias"] is not { IsTruthy: true } name)
        {
            Refuse(resource, "UseAliasAsEventTarget");
            Refuse(resource, "DeploymentPreference");
            return null;
        }

        var version = Version(resource, machine);
        var alias = Alias(resource, name, version);
        resources.Add(version);
        resources.Add(alias);
        return alias;
    }

    private static void Refuse(SamResource resource, string property)
    {
        if (resource[property] is { IsTruthy: true } value)
        {
            throw resource.Error($"'{property}' requires 'AutoPublishAlias' property to be specified.", value);
        }
    }

    // Old versions stay, because executions that run may still need them.
    private static GeneratedResource Version(SamResource resource, GeneratedResource machine)
    {
        var version = new GeneratedResource(StateMachineShapes.Version, resource.Id + "Version", resource.Span, resource.PassedOn);
        foreach (var policy in (string[])["DeletionPolicy", "UpdateReplacePolicy"])
        {
            version.Attributes.GetOrAdd(policy, () => "Retain");
        }

        version["StateMachineArn"] = machine.Ref();
        version["StateMachineRevisionId"] = machine.GetAtt("StateMachineRevisionId");
        return version;
    }

    private static GeneratedResource Alias(SamResource resource, TemplateValue name, GeneratedResource version)
    {
        var id = $"{resource.Id}Alias{PythonText.Str(name)}";
        var alias = new GeneratedResource(StateMachineShapes.Alias, id, name.Span.Or(resource.Span), resource.PassedOn);
        var preference = resource["DeploymentPreference"] is { IsTruthy: true } given
            ? resource.Subject.Map(given, "DeploymentPreference")
            : Values.Map(("Type", "ALL_AT_ONCE"));
        preference["StateMachineVersionArn"] = version.Ref();
        alias["Name"] = name;
        alias["DeploymentPreference"] = preference;
        return alias;
    }
}
