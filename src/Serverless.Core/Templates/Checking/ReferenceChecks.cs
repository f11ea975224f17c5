using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>Whether what is referred to is there.</summary>
internal static class ReferenceChecks
{
    public static IEnumerable<Diagnostic> Check(Template template, TemplateNames names) =>
        template.Resources.SelectMany(resource => References.Of(resource, template.Source)).SelectMany(reference => Check(reference, names))
            .Concat(Shape.Members(template, "Outputs").SelectMany(output => References.In(output.Value, template.Source)).SelectMany(reference => Check(reference, names)))
            .Concat(Shape.Members(template, "Conditions").SelectMany(condition => References.In(condition.Value, template.Source)).SelectMany(reference => InCondition(reference, names)));

    private static IEnumerable<Diagnostic> Check(Reference reference, TemplateNames names)
    {
        var id = reference.Target.Value;
        if (reference.IsPseudoParameter)
        {
            return Pseudo(reference);
        }

        if (names.Resources.Contains(id) || (names.Parameters.Contains(id) && reference is { Attribute: null, Kind: ReferenceKind.Ref or ReferenceKind.Sub }))
        {
            return [];
        }

        var whole = reference.Attribute is null ? id : $"{id}.{reference.Attribute}";
        return names.IsKnownElsewhere(whole) || names.IsKnownElsewhere(id.Split('.')[0]) ? [] : [Unknown(reference, names)];
    }

    private static Diagnostic Unknown(Reference reference, TemplateNames names)
    {
        var id = reference.Target.Value;
        if (reference.Kind == ReferenceKind.Dependency)
        {
            return TemplateRules.UnknownDependency.At(reference.Span, $"There is no resource '{id}' to depend on.", DidYouMean.Ask(id, names.Resources) ?? (names.Parameters.Contains(id) ? "A resource can depend only on resources, not on parameters." : null));
        }

        if (names.Parameters.Contains(id))
        {
            return TemplateRules.UnknownReference.At(reference.Span, $"'{id}' is a parameter, and parameters have no attributes.", $"Use !Ref {id}, or ${{{id}}} inside a !Sub.");
        }

        return reference is { Attribute: null, Kind: not ReferenceKind.Attribute }
            ? TemplateRules.UnknownReference.At(reference.Span, $"There is no parameter or resource '{id}'.", DidYouMean.Ask(id, [.. names.Parameters, .. names.Resources, .. PseudoParameters.Names]) ?? WrittenAsText(reference))
            : TemplateRules.UnknownReference.At(reference.Span, $"There is no resource '{id}'.", DidYouMean.Ask(id, names.Resources) ?? WrittenAsText(reference));
    }

    private static string? WrittenAsText(Reference reference) =>
        reference.Kind == ReferenceKind.Sub ? "If it is meant as text, write '${!…}'." : null;

    private static IEnumerable<Diagnostic> Pseudo(Reference reference) =>
        PseudoParameters.Names.Contains(reference.Target.Value)
            ? []
            : [TemplateRules.UnknownReference.At(reference.Span, $"There is no pseudo parameter '{reference.Target}'.", DidYouMean.Ask(reference.Target.Value, PseudoParameters.Names) ?? $"They are {string.Join(", ", PseudoParameters.Names)}.")];

    // Conditions are decided before anything exists.
    private static IEnumerable<Diagnostic> InCondition(Reference reference, TemplateNames names) =>
        names.Resources.Contains(reference.Target.Value) && !names.Parameters.Contains(reference.Target.Value)
            ? [TemplateRules.UnknownReference.At(reference.Span, $"A condition cannot refer to the resource '{reference.Target}', which does not exist yet when conditions are decided.", "Refer to parameters and mappings only.")]
            : Check(reference, names);
}
