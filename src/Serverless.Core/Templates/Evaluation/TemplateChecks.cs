using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Serverless.Diagnostics;

namespace Serverless.Templates.Evaluation;

/// <summary>What CloudFormation refuses in a template before it looks at any parameter: form, names, references.</summary>
public static partial class TemplateChecks
{
    private static readonly HashSet<string> Sections =
    [
        "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Transform", "Resources", "Outputs", "Hooks",
    ];

    /// <summary>Checks a template whose transforms have been applied.</summary>
    public static ImmutableArray<Diagnostic> Check(Template template)
    {
        var form = Form(template).ToList();
        return form.Count > 0 ? [.. form] : [.. References(template)];
    }

    private static IEnumerable<Diagnostic> Form(Template template)
    {
        var root = template.Root;
        foreach (var (key, _) in root.Where(entry => !Sections.Contains(entry.Key.Text)))
        {
            yield return Bad(key, $"Invalid template property or properties [{key.Text}]", DidYouMean.Ask(key.Text, Sections));
        }

        if (root["Resources"] is not MapValue { Count: > 0 } resources)
        {
            yield return EvaluationDiagnostics.TemplateForm.At(
                root["Resources"]?.Span ?? root.Span, "Template format error: At least one Resources member must be defined.");
            yield break;
        }

        foreach (var section in new[] { "Parameters", "Mappings", "Conditions", "Outputs" })
        {
            if (root[section] is { } value and not (MapValue or NullValue))
            {
                yield return EvaluationDiagnostics.TemplateForm.At(value.Span, $"Template format error: {section} must be an object.");
            }
        }

        foreach (var (key, value) in resources)
        {
            if (!Alphanumeric().IsMatch(key.Text))
            {
                yield return Bad(key, $"Template format error: Resource name {key.Text} is non alphanumeric.");
            }

            if (value is not MapValue body)
            {
                yield return Bad(key, "Template format error: Any Resources member must be an object.");
            }
            else if (body["Type"].AsString() is not { } type)
            {
                yield return Bad(key, $"Template format error: [/Resources/{key.Text}] Every Resources object must contain a Type member.");
            }
            else if (!KnownForm().IsMatch(type))
            {
                yield return Bad(key, $"Template format error: Unrecognized resource types: [{type}]");
            }
            else if (body["Properties"] is { } properties and not (MapValue or NullValue))
            {
                yield return EvaluationDiagnostics.TemplateForm.At(properties.Span, $"Template format error: [/Resources/{key.Text}] Every Properties member must be an object.");
            }
        }

        foreach (var (key, value) in template.Parameters ?? [])
        {
            if (value.AsMap()?["Type"].AsString() is null)
            {
                yield return Bad(key, $"Template format error: Every Parameters object must contain a Type member. [{key.Text}]");
            }
        }

        foreach (var (key, value) in template.Outputs ?? [])
        {
            if (value is not MapValue body || !body.ContainsKey("Value"))
            {
                yield return Bad(key, $"Template format error: Every Outputs object must contain a Value object. [{key.Text}]");
            }
        }
    }

    private static IEnumerable<Diagnostic> References(Template template)
    {
        var resources = template.Resources.Select(resource => resource.Id.Value).ToHashSet();
        var parameters = template.Parameters?.Keys.ToHashSet() ?? [];
        var conditions = template.Conditions?.Keys.ToHashSet() ?? [];

        foreach (var (section, body) in template.Resources.Select(resource => ("Resources", resource.Body))
            .Concat((template.Outputs ?? []).Select(entry => ("Outputs", entry.Value.AsMap() ?? []))))
        {
            if (body["Condition"].AsString() is { } condition && !conditions.Contains(condition))
            {
                yield return EvaluationDiagnostics.UnresolvedReference.At(
                    body["Condition"]!.Span, $"Template format error: Unresolved condition dependency {condition} in the {section} block of the template", DidYouMean.Ask(condition, conditions));
            }

            foreach (var dependency in DependsOn(body).Where(item => !resources.Contains(item.Value)))
            {
                yield return Unresolved(dependency.Value, section, dependency.Span, resources);
            }

            // Properties of resources, everything of outputs: metadata may say what it likes.
            var searched = section == "Resources" ? body["Properties"] : body;
            foreach (var reference in searched is null ? [] : TemplateReferences.In(searched))
            {
                var known = resources.Contains(reference.Name)
                    || (reference.Attribute is null && (parameters.Contains(reference.Name) || PseudoParameterValues.IsName(reference.Name)));
                if (!known)
                {
                    yield return Unresolved(reference.Name, section, reference.Span, resources.Concat(parameters));
                }
            }
        }
    }

    private static Diagnostic Unresolved(string name, string section, Text.SourceSpan span, IEnumerable<string> candidates) =>
        EvaluationDiagnostics.UnresolvedReference.At(
            span, $"Template format error: Unresolved resource dependencies [{name}] in the {section} block of the template", DidYouMean.Ask(name, candidates));

    private static IEnumerable<StringValue> DependsOn(MapValue body) => body["DependsOn"] switch
    {
        StringValue one => [one],
        ListValue many => many.OfType<StringValue>(),
        _ => [],
    };

    private static Diagnostic Bad(MapKey key, string message, string? help = null) => EvaluationDiagnostics.TemplateForm.At(key.Span, message, help);

    [GeneratedRegex("^[A-Za-z0-9]+$")]
    private static partial Regex Alphanumeric();

    [GeneratedRegex("^(AWS|Alexa)::[A-Za-z0-9]+(::[A-Za-z0-9]+)+$|^Custom::.+$|^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}(::MODULE)?$")]
    private static partial Regex KnownForm();
}
