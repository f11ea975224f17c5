using Serverless.Diagnostics;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>Functions that work only where the template names the language extensions.</summary>
internal static class UndeclaredUses
{
    private static readonly string[] _sections = ["Conditions", "Resources", "Outputs"];

    public static IEnumerable<Diagnostic> In(Template template)
    {
        // A macro of somebody's own may understand them.
        if (template.Transforms.Any(name => !name.StartsWith("AWS::", StringComparison.Ordinal)))
        {
            return [];
        }

        var found = new List<Diagnostic>();
        foreach (var section in _sections)
        {
            Collect(template.Root[section], found);
        }

        return found;
    }

    private static void Collect(TemplateValue? value, List<Diagnostic> found)
    {
        foreach (var (key, member) in value.AsMap() ?? [])
        {
            if (key.Text is "Fn::Length" or "Fn::ToJsonString" || Loop.IsLoop(key.Text))
            {
                found.Add(LanguageExtensionDiagnostics.NotDeclared.At(
                    key.Span, $"'{key.Text}' is a function of the language extensions, which the template does not name.", $"Add 'Transform: {LanguageExtensionTransform.Name}', before other transforms."));
            }

            Collect(member, found);
        }

        foreach (var item in value.AsList() ?? [])
        {
            Collect(item, found);
        }
    }
}
