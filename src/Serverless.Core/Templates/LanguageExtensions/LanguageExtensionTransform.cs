using Serverless.Diagnostics;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>A template after the language extensions.</summary>
/// <param name="Template">The template. It still names the transform when something is left for CloudFormation to resolve.</param>
/// <param name="IsComplete">False when something is left, because a parameter or the account is not known yet.</param>
public sealed record ExtendedTemplate(Template Template, bool IsComplete);

/// <summary>
/// The transform <c>AWS::LanguageExtensions</c>: loops, <c>Fn::Length</c>, <c>Fn::ToJsonString</c>, defaults of <c>Fn::FindInMap</c>, and functions
/// where CloudFormation wants plain values. What CloudFormation can evaluate by itself stays as it is.
/// </summary>
public static class LanguageExtensionTransform
{
    /// <summary>The name by which a template asks for it.</summary>
    public const string Name = "AWS::LanguageExtensions";

    // Conditions come first: the others may ask for them.
    private static readonly string[] _sections = ["Conditions", "Globals", "Resources", "Outputs"];

    /// <summary>Applies the transform to a template that names it; any other stays as it is. The template is not changed.</summary>
    /// <param name="template">The template.</param>
    /// <param name="know">Tells what is known of the deployment; asked only when the template names the transform.</param>
    /// <returns>The template, or none with errors. A template that uses the extensions without naming them is an error too.</returns>
    public static Checked<ExtendedTemplate> Apply(Template template, Func<KnownValues> know)
    {
        if (!template.Transforms.Contains(Name))
        {
            return Checked.From(new ExtendedTemplate(template, true), UndeclaredUses.In(template));
        }

        var known = know();
        var complaints = new List<Diagnostic>(Order(template));
        var root = template.DeepClone().Root;
        var loops = new LoopExpansion(root, known, complaints);
        var isComplete = true;
        foreach (var section in _sections)
        {
            if (root[section] is MapValue body)
            {
                root[section] = loops.Expand(body);
                var functions = new FunctionResolution(new Template(root), known, complaints);
                functions.Resolve(section);
                isComplete &= functions.IsComplete;
            }
        }

        complaints.AddRange(MisplacedLoops.In(root));
        if (isComplete)
        {
            TakeOut(root);
        }

        var extended = complaints.Exists(complaint => complaint.Severity == Severity.Error) ? null : new ExtendedTemplate(new(root, template.Source), isComplete);
        return Checked.From(extended, complaints.DistinctBy(complaint => (complaint.Code, complaint.Span, complaint.Message)).Order(DiagnosticOrder.ByPlace));
    }

    private static IEnumerable<Diagnostic> Order(Template template) =>
        template.Transforms.TakeWhile(name => name != Name).FirstOrDefault(name => name.StartsWith("AWS::", StringComparison.Ordinal)) is { } before
            ? [LanguageExtensionDiagnostics.ListedLate.At(
                template.Root["Transform"]!.Span,
                $"'{Name}' is listed after '{before}', and CloudFormation applies transforms in their order. Here the extensions always come first.",
                $"List '{Name}' first.")]
            : [];

    private static void TakeOut(MapValue root)
    {
        if (root["Transform"] is ListValue list)
        {
            var others = new ListValue(list.Where(name => name.AsString() != Name)) { Span = list.Span };
            root["Transform"] = others;
            if (others.Count > 0)
            {
                return;
            }
        }

        root.Remove("Transform");
    }
}
