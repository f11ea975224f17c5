using System.Xml.Linq;
using Serverless.Local.Query;
using Serverless.Templates;
using Serverless.Templates.Evaluation;

namespace Serverless.Local.CloudFormation;

/// <summary>What GetTemplateSummary and ValidateTemplate tell about a template that nobody deploys.</summary>
internal static class TemplateSummary
{
    /// <summary>The result of GetTemplateSummary.</summary>
    public static IEnumerable<object?> Summarize(Template template)
    {
        var types = template.Resources.Select(resource => resource.ResourceType).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        return
        [
            QueryReply.List("Parameters", template.Parameters ?? [], parameter => Parameter(parameter, withConstraints: true)),
            QueryReply.Optional("Description", template.Root["Description"].AsString()),
            .. Capabilities(template),
            QueryReply.List("ResourceTypes", types, type => type),
            QueryReply.Optional("Version", (template.Root["AWSTemplateFormatVersion"] as ScalarValue)?.Text),
            QueryReply.Optional("Metadata", template.Root["Metadata"] is MapValue metadata ? TemplateJson.Write(metadata) : null),
            QueryReply.List("DeclaredTransforms", template.Transforms, name => name),
            QueryReply.List("ResourceIdentifierSummaries", Array.Empty<string>(), name => name),
        ];
    }

    /// <summary>The result of ValidateTemplate.</summary>
    /// <exception cref="QueryException">The template breaks a rule that needs no parameter to see.</exception>
    public static IEnumerable<object?> Validate(Template template)
    {
        // A template with a transform is checked when it is transformed.
        if (!template.Transforms.Any() && TemplateChecks.Check(template) is { Length: > 0 } complaints)
        {
            throw QueryException.Validation(complaints[0].Message);
        }

        return
        [
            QueryReply.List("Parameters", template.Parameters ?? [], parameter => Parameter(parameter, withConstraints: false)),
            QueryReply.Optional("Description", template.Root["Description"].AsString()),
            .. Capabilities(template),
            QueryReply.List("DeclaredTransforms", template.Transforms, name => name),
        ];
    }

    private static IEnumerable<XElement?> Capabilities(Template template)
    {
        var needed = TemplateCapabilities.Needed(template);
        List<string> capabilities = needed is { } found ? [found.Capability] : [];
        if (template.Transforms.Any())
        {
            capabilities.Add("CAPABILITY_AUTO_EXPAND");
        }

        return
        [
            QueryReply.List("Capabilities", capabilities, capability => capability),
            QueryReply.Optional("CapabilitiesReason", needed is { } reason ? $"The following resource(s) require capabilities: [{string.Join(", ", reason.ResourceTypes)}]" : null),
        ];
    }

    private static IEnumerable<object?> Parameter(MapEntry parameter, bool withConstraints)
    {
        var declaration = parameter.Value.AsMap() ?? [];
        var isNoEcho = declaration["NoEcho"] is ScalarValue { Text: "true" or "True" };
        return
        [
            new XElement("ParameterKey", parameter.Key.Text),
            QueryReply.Optional("DefaultValue", declaration["Default"] is ScalarValue value and not NullValue ? (isNoEcho ? ParameterValue.Mask : value.Text) : null),
            withConstraints ? new XElement("ParameterType", declaration["Type"].AsString() ?? "String") : null,
            new XElement("NoEcho", isNoEcho),
            QueryReply.Optional("Description", declaration["Description"].AsString()),
            withConstraints && declaration["AllowedValues"] is ListValue allowed
                ? new XElement("ParameterConstraints", QueryReply.List("AllowedValues", allowed.OfType<ScalarValue>(), choice => choice.Text))
                : null,
        ];
    }
}
