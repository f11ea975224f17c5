using Serverless.Local.Query;
using Serverless.Templates;

namespace Serverless.Local.CloudFormation;

/// <summary>Which capabilities a template needs the caller to acknowledge. See "Acknowledging IAM resources in CloudFormation templates".</summary>
internal static class TemplateCapabilities
{
    private static readonly Dictionary<string, string?> IamTypes = new()
    {
        ["AWS::IAM::AccessKey"] = null,
        ["AWS::IAM::Group"] = "GroupName",
        ["AWS::IAM::InstanceProfile"] = "InstanceProfileName",
        ["AWS::IAM::ManagedPolicy"] = "ManagedPolicyName",
        ["AWS::IAM::Policy"] = null,
        ["AWS::IAM::Role"] = "RoleName",
        ["AWS::IAM::RolePolicy"] = null,
        ["AWS::IAM::User"] = "UserName",
        ["AWS::IAM::UserPolicy"] = null,
        ["AWS::IAM::GroupPolicy"] = null,
        ["AWS::IAM::UserToGroupAddition"] = null,
    };

    /// <summary>The IAM capability that a plain template needs, with the resources that need it; null when it needs none.</summary>
    public static (string Capability, IReadOnlyList<string> ResourceTypes)? Needed(Template template)
    {
        var iam = template.Resources.Where(resource => resource.ResourceType is { } type && IamTypes.ContainsKey(type)).ToList();
        if (iam.Count == 0)
        {
            return null;
        }

        var isNamed = iam.Exists(resource => IamTypes[resource.ResourceType!] is { } name && resource.Properties?[name] is { } value && !IsNoValue(value));
        return (isNamed ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM", [.. iam.Select(resource => resource.ResourceType!).Distinct()]);
    }

    /// <summary>What is missing among the acknowledged capabilities; null when nothing is.</summary>
    public static string? Missing(Template template, IReadOnlyCollection<string> acknowledged) => Needed(template) switch
    {
        null => null,
        ("CAPABILITY_IAM", _) when acknowledged.Contains("CAPABILITY_IAM") || acknowledged.Contains("CAPABILITY_NAMED_IAM") => null,
        ("CAPABILITY_NAMED_IAM", _) when acknowledged.Contains("CAPABILITY_NAMED_IAM") => null,
        var (capability, _) => $"Requires capabilities : [{capability}]",
    };

    /// <summary>The refusal of a request that lacks a capability.</summary>
    public static QueryException Refusal(string message) => new("InsufficientCapabilitiesException", message);

    private static bool IsNoValue(TemplateValue value) => Intrinsic.TryRead(value, out var call) && call.Name == "Ref" && call.Argument.AsString() == "AWS::NoValue";
}
