using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Templates.Evaluation;
using Serverless.Text;

namespace Serverless.Compilation;

/// <summary>A value that a user gives for one of a template's parameters. Printing it never shows the value.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Value">Its value; items of a list are separated by commas.</param>
public sealed record GivenParameter(string Name, string Value)
{
    /// <summary>Where it was given; <see cref="SourceSpan.None"/> for a command line.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>True when the value stands in a file or on a command line, so that logs and version control may keep it; false when it came from the environment.</summary>
    public bool IsPlainText { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}=…";
}

/// <summary>
/// Holds the given values, and the template's defaults, against the parameters' declarations, offline. Whether a value is missing only the
/// stack can tell, because it keeps those it has.
/// </summary>
public static class ParameterChecker
{
    /// <summary>Everything that is wrong with the values. Values of <c>NoEcho</c> parameters are never shown.</summary>
    public static IEnumerable<Diagnostic> Check(Template template, IReadOnlyCollection<GivenParameter> given)
    {
        var declared = template.Parameters ?? [];
        var section = declared.Span.Or(template.Source is { } source ? SourceSpan.File(source.Path) : SourceSpan.None);
        foreach (var parameter in given.Where(parameter => !declared.ContainsKey(parameter.Name)))
        {
            yield return ParameterDiagnostics.Unknown.At(
                parameter.Span.Or(section),
                $"The template has no parameter '{parameter.Name}'.",
                DidYouMean.Ask(parameter.Name, declared.Keys) ?? (declared.Count == 0 ? "It has no parameters at all." : $"It has {string.Join(", ", declared.Keys)}."));
        }

        foreach (var (key, value) in declared)
        {
            var declaration = value.AsMap() ?? [];
            var values = given.Where(parameter => parameter.Name == key.Text).ToList();
            var complaints = values.Count > 0
                ? values.SelectMany(parameter => CheckGiven(key, declaration, parameter))
                : CheckDefault(key, declaration);
            foreach (var complaint in complaints)
            {
                yield return complaint;
            }
        }
    }

    private static IEnumerable<Diagnostic> CheckGiven(MapKey key, MapValue declaration, GivenParameter given)
    {
        var span = given.Span.Or(key.Span);
        if (given.IsPlainText && IsSecret(declaration) && !IsDynamicReference(given.Value))
        {
            yield return ParameterDiagnostics.SecretInPlainText.At(
                span,
                $"Parameter '{key.Text}' is secret (NoEcho), but its value is given as plain text, which build logs keep.",
                "Take it from an environment variable (FromEnvironment), or use a dynamic reference such as {{resolve:secretsmanager:…}}.");
        }

        foreach (var complaint in CheckRules(key, declaration, given.Value, span))
        {
            yield return complaint;
        }
    }

    private static IEnumerable<Diagnostic> CheckDefault(MapKey key, MapValue declaration) => declaration["Default"] switch
    {
        ScalarValue scalar and not NullValue => CheckRules(key, declaration, scalar.Text, scalar.Span.Or(key.Span)),
        _ => [],
    };

    private static IEnumerable<Diagnostic> CheckRules(MapKey key, MapValue declaration, string value, SourceSpan span)
    {
        var type = declaration["Type"].AsString() ?? "String";
        // What AWS looks up is not the value itself.
        if (type.StartsWith("AWS::SSM::", StringComparison.Ordinal) || IsDynamicReference(value))
        {
            return [];
        }

        var shown = IsSecret(declaration) ? "The value given" : $"'{value}'";
        return ParameterRules.FindBroken(declaration, type, value).Take(1).Select(rule => ParameterDiagnostics.NotAllowed.At(
            span,
            $"{shown} is not allowed for parameter '{key.Text}': it must {Requirement(rule, declaration)}.",
            declaration["ConstraintDescription"].AsString() ?? (IsSecret(declaration) ? null : DidYouMean.Ask(value, Choices(declaration)))));
    }

    private static string Requirement(BrokenRule rule, MapValue declaration) =>
        rule.Name == "AllowedValues" ? $"be one of {string.Join(", ", Choices(declaration).Select(choice => $"'{choice}'"))}" : rule.Requirement;

    private static IEnumerable<string> Choices(MapValue declaration) => (declaration["AllowedValues"].AsList() ?? []).OfType<ScalarValue>().Select(choice => choice.Text);

    private static bool IsSecret(MapValue declaration) => declaration["NoEcho"] is BooleanValue { Value: true } or ScalarValue { Text: "true" or "True" };

    private static bool IsDynamicReference(string value) => value.Contains("{{resolve:", StringComparison.Ordinal);
}
