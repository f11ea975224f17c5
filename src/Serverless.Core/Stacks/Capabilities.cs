using System.Collections.Immutable;
using Serverless.Templates;

namespace Serverless.Stacks;

/// <summary>
/// Which capabilities a template needs, read from the template
/// (<see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html"/>, Capabilities).
/// </summary>
public static class Capabilities
{
    /// <summary>The template makes IAM resources.</summary>
    public const string Iam = "CAPABILITY_IAM";

    /// <summary>The template makes IAM resources and names them.</summary>
    public const string NamedIam = "CAPABILITY_NAMED_IAM";

    /// <summary>The template has transforms for CloudFormation to run.</summary>
    public const string AutoExpand = "CAPABILITY_AUTO_EXPAND";

    /// <summary>
    /// What the template needs, sorted. The content of nested stacks cannot be seen from here, so they need everything; name
    /// <see cref="StackTarget.AllowedCapabilities"/> to allow them less.
    /// </summary>
    public static ImmutableArray<string> DeriveFrom(Template template)
    {
        var resources = template.Resources.ToArray();
        var nested = resources.Any(resource => resource.ResourceType is "AWS::CloudFormation::Stack" or "AWS::Serverless::Application");
        var iam = nested || resources.Any(MakesIam);
        var named = nested || resources.Any(NamesIam);
        var expand = nested || HasTransforms(template);
        return [.. Needed(iam, named, expand)];
    }

    /// <summary>True when CloudFormation runs transforms on the template, which may read artifacts while a change set is computed.</summary>
    public static bool HasTransforms(Template template) => template.Root.ContainsKey("Transform") || CallsTransform(template.Root);

    private static IEnumerable<string> Needed(bool iam, bool named, bool expand)
    {
        if (expand)
        {
            yield return AutoExpand;
        }

        if (iam)
        {
            yield return Iam;
        }

        if (named)
        {
            yield return NamedIam;
        }
    }

    // A SAM function that the service expands gets a role unless it brings one.
    private static bool MakesIam(Resource resource) => resource.ResourceType is
        "AWS::IAM::AccessKey" or "AWS::IAM::Group" or "AWS::IAM::InstanceProfile" or "AWS::IAM::ManagedPolicy" or "AWS::IAM::Policy"
        or "AWS::IAM::Role" or "AWS::IAM::User" or "AWS::IAM::UserToGroupAddition" or "AWS::IAM::RolePolicy" or "AWS::IAM::UserPolicy"
        or "AWS::IAM::GroupPolicy" or "AWS::IAM::ServiceLinkedRole"
        || resource.ResourceType?.StartsWith("AWS::Serverless::", StringComparison.Ordinal) == true;

    private static bool NamesIam(Resource resource)
    {
        var property = resource.ResourceType switch
        {
            "AWS::IAM::Role" => "RoleName",
            "AWS::IAM::User" => "UserName",
            "AWS::IAM::Group" => "GroupName",
            "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
            "AWS::IAM::InstanceProfile" => "InstanceProfileName",
            _ => null,
        };
        return property is not null && resource.Properties?[property] is { } name && !name.IsNull();
    }

    private static bool CallsTransform(TemplateValue value) => value switch
    {
        MapValue map => map.Any(entry => entry.Key.Text == "Fn::Transform" || CallsTransform(entry.Value)),
        ListValue list => list.Any(CallsTransform),
        _ => false,
    };
}
