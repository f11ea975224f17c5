using System.Collections.Immutable;
using Serverless.Diagnostics;
using Serverless.Templates.Checking;

namespace Serverless.Templates;

/// <summary>
/// Checks what CloudFormation would refuse before it creates anything: sections, resources, functions, references,
/// circles, limits. It knows no resource type.
/// </summary>
public static class TemplateChecker
{
    // Ten times what CloudFormation takes; beyond it, that is the only thing worth saying.
    private const int MaxResources = 5_000;

    // Of each kind; nobody reads more.
    private const int MaxComplaints = 500;

    /// <summary>All there is to complain about, in the order of the text.</summary>
    /// <param name="template">
    /// The template. Circles and empty values are looked for only where no <c>Transform</c> is left to rewrite it, and
    /// unknown names are not held against a template that a macro of somebody's own may extend.
    /// </param>
    /// <param name="vocabulary">
    /// What the template's transform understands beyond CloudFormation; null when nobody knows, and then unknown
    /// sections and attributes of a template with a transform are reported only where they look like a slip of the pen.
    /// </param>
    public static ImmutableArray<Diagnostic> Check(Template template, TemplateVocabulary? vocabulary = null)
    {
        var names = new TemplateNames(template, vocabulary);
        var sections = SectionChecks.Check(template, names);
        IEnumerable<Diagnostic>[] others = names.Resources.Count > MaxResources
            ? []
            :
            [
                NameChecks.Check(template),
                ParameterChecks.Check(template),
                ResourceChecks.Check(template, names),
                OutputChecks.Check(template),
                MappingChecks.Check(template),
                EmptyValueChecks.Check(template),
                FunctionChecks.Check(template),
                ReferenceChecks.Check(template, names),
                ConditionNameChecks.Check(template, names),
                MappingReferenceChecks.Check(template, names),
                CircleChecks.Check(template),
            ];
        return [.. sections.Concat(others.SelectMany(check => check.Take(MaxComplaints))).Order(DiagnosticOrder.ByPlace).ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal)];
    }
}
