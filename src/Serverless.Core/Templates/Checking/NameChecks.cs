using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>The names that the template gives.</summary>
internal static class NameChecks
{
    private static readonly string[] Sections = ["Parameters", "Resources", "Outputs"];

    public static IEnumerable<Diagnostic> Check(Template template) =>
        Sections.SelectMany(section => Shape.Members(template, section)).Select(entry => entry.Key).Where(key => !IsAlphanumeric(key.Text)).Select(BadId)
            .Concat(Taken(template));

    private static bool IsAlphanumeric(string name) => name.Length is > 0 and <= 255 && name.All(char.IsAsciiLetterOrDigit);

    private static Diagnostic BadId(MapKey key)
    {
        var proposal = string.Concat(key.Text.Where(char.IsAsciiLetterOrDigit));
        return TemplateRules.BadLogicalId.At(key.Span, $"The name '{key.Text}' may have only the letters A to Z, a to z and digits.", proposal.Length is > 0 and <= 255 ? $"Call it '{proposal}'." : null);
    }

    private static IEnumerable<Diagnostic> Taken(Template template) =>
        from entry in Shape.Members(template, "Resources")
        let parameter = template.Parameters?.KeyOf(entry.Key.Text)
        where parameter is not null
        select TemplateRules.NameTaken.At(entry.Key.Span, $"There is a parameter called '{entry.Key.Text}' too, so a reference to it would mean both.", "Rename one of them.")
            with { Related = [new(parameter.Span, "the parameter")] };
}
