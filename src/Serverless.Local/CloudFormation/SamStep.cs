using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Templates.Evaluation;
using Serverless.Templates.LanguageExtensions;

namespace Serverless.Local.CloudFormation;

/// <summary>The transforms that the local cloud applies itself: the language extensions and SAM.</summary>
internal static class SamStep
{
    private const string Sam = "AWS::Serverless-2016-10-31";

    /// <summary>A <see cref="TemplateTransform"/> for templates that name these; other transforms need AWS.</summary>
    public static Checked<Template> Apply(Template template, ParameterValues parameters, PseudoParameterValues pseudo)
    {
        var strangers = template.Transforms.Where(name => name is not (Sam or LanguageExtensionTransform.Name)).ToList();
        if (strangers.Count > 0)
        {
            return Checked.Bad<Template>(EvaluationDiagnostics.NeedsAws.At(
                template.Root["Transform"]?.Span ?? default, $"No transform named {strangers[0]} found.", "The local cloud knows SAM and the language extensions only; others need AWS."));
        }

        var extended = LanguageExtensionTransform.Apply(template, () => new(parameters, pseudo));
        if (extended.Value is null || !extended.Value.Template.Transforms.Contains(Sam))
        {
            return Checked.From(extended.Value?.Template, extended.Diagnostics);
        }

        var transformed = SamTransform.Apply(extended.Value.Template, new()
        {
            Region = pseudo.Region,
            Time = TimeProvider.System,
            // The service hands every value over as the text that the caller gave.
            ParameterValues = parameters.All.ToDictionary(parameter => parameter.Name, parameter => (TemplateValue)parameter.Text),
        });
        transformed.Value?.Root.Remove("Transform");
        return transformed;
    }
}
