using Serverless.Diagnostics;

namespace Serverless.Templates.Evaluation;

/// <summary>The values of all parameters of a template for one deployment, in the template's order.</summary>
public sealed class ParameterValues(IEnumerable<ParameterValue> values)
{
    private readonly Dictionary<string, ParameterValue> _values = values.ToDictionary(value => value.Name);

    /// <summary>No parameters.</summary>
    public static ParameterValues None { get; } = new([]);

    /// <summary>All values.</summary>
    public IReadOnlyCollection<ParameterValue> All => _values.Values;

    /// <summary>A parameter's value; null when the template has no such parameter.</summary>
    public ParameterValue? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>Takes each parameter's value from what is supplied, from the stack's previous values or from its default, and checks it against its declaration.</summary>
    /// <param name="template">The template that declares the parameters.</param>
    /// <param name="supplied">What the caller gives.</param>
    /// <param name="previous">What the stack has; null for a new stack.</param>
    public static Checked<ParameterValues> Resolve(Template template, IEnumerable<SuppliedParameter> supplied, ParameterValues? previous = null)
    {
        var declared = template.Parameters ?? [];
        var given = supplied.ToLookup(parameter => parameter.Name);
        var complaints = new List<Diagnostic>();
        var values = new List<ParameterValue>();

        var unknown = given.Select(group => group.Key).Where(name => !declared.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
        {
            complaints.Add(EvaluationDiagnostics.UnknownParameter.At(
                declared.Span, $"Parameters: [{string.Join(", ", unknown)}] do not exist in the template", DidYouMean.Ask(unknown[0], declared.Keys)));
        }

        var missing = new List<MapKey>();
        foreach (var (key, value) in declared)
        {
            var declaration = value.AsMap() ?? [];
            var type = declaration["Type"].AsString() ?? "String";
            if (type.StartsWith("AWS::SSM::Parameter::Value", StringComparison.Ordinal))
            {
                complaints.Add(EvaluationDiagnostics.NeedsAws.At(
                    key.Span.Or(value.Span),
                    $"Parameter '{key.Text}' has the type {type}, whose value is read from AWS Systems Manager; there is none here.",
                    "Declare it as String and pass the value for this environment."));
                continue;
            }

            if (TextOf(key.Text, declaration, given[key.Text].LastOrDefault(), previous) is not { } text)
            {
                missing.Add(key);
                continue;
            }

            complaints.AddRange(Check(key, declaration, type, text).Take(1));
            values.Add(new(key.Text, type, text, declaration["NoEcho"] is ScalarValue { Text: "true" or "True" }));
        }

        if (missing.Count > 0)
        {
            complaints.Add(EvaluationDiagnostics.MissingParameter.At(
                missing[0].Span, $"Parameters: [{string.Join(", ", missing)}] must have values"));
        }

        return Checked.From(new ParameterValues(values), complaints);
    }

    private static string? TextOf(string name, MapValue declaration, SuppliedParameter? given, ParameterValues? previous)
    {
        if (given is { UsePreviousValue: true })
        {
            return previous?.Find(name)?.Text;
        }

        return given?.Value ?? declaration["Default"] switch
        {
            ScalarValue scalar and not NullValue => scalar.Text,
            ListValue list => string.Join(',', list.OfType<ScalarValue>().Select(item => item.Text)),
            _ => null,
        };
    }

    private static IEnumerable<Diagnostic> Check(MapKey key, MapValue declaration, string type, string text)
    {
        var constraint = declaration["ConstraintDescription"].AsString();
        return ParameterRules.FindBroken(declaration, type, text).Select(rule => EvaluationDiagnostics.InvalidParameter.At(
            key.Span.Or(declaration.Span),
            constraint is null ? $"Parameter '{key.Text}' must {rule.Requirement}" : $"Parameter {key.Text} failed to satisfy constraint: {constraint}"));
    }
}
