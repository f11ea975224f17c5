using Serverless.Diagnostics;

namespace Serverless.Templates.Evaluation;

/// <summary>The truth of a template's conditions. Each is decided once, in whatever order it is asked for.</summary>
internal sealed class Conditions(Template template, Func<TemplateValue, List<Diagnostic>, TemplateValue?> evaluate)
{
    private readonly Dictionary<string, bool> _decided = [];
    private readonly HashSet<string> _open = [];

    /// <summary>The truth of a condition; complaints about it are added once, and an impossible condition is false.</summary>
    public bool Holds(string name, TemplateValue at, List<Diagnostic> complaints)
    {
        if (_decided.TryGetValue(name, out var known))
        {
            return known;
        }

        if (template.Conditions?[name] is not { } condition)
        {
            complaints.Add(EvaluationDiagnostics.UnresolvedReference.At(
                at.Span, $"Template format error: Unresolved condition dependency {name} in the Conditions block of the template", DidYouMean.Ask(name, template.Conditions?.Keys ?? [])));
            return false;
        }

        if (!_open.Add(name))
        {
            complaints.Add(EvaluationDiagnostics.CircularDependency.At(at.Span, $"Circular dependency between conditions: [{string.Join(", ", _open)}]"));
            return false;
        }

        var holds = Truth(condition, complaints);
        _open.Remove(name);
        return _decided[name] = holds;
    }

    /// <summary>The truth of a condition function or of a reference to a condition.</summary>
    public bool Truth(TemplateValue value, List<Diagnostic> complaints)
    {
        if (!Intrinsic.TryRead(value, out var intrinsic))
        {
            return value is ScalarValue { Text: "true" or "True" } || Complain(value, "Every Conditions member must be a condition function.", complaints);
        }

        var argument = intrinsic.Argument;
        var list = argument as ListValue;
        return intrinsic.Name switch
        {
            "Condition" when argument.AsString() is { } name => Holds(name, argument, complaints),
            "Fn::Equals" when list is { Count: 2 } => AreEqual(evaluate(list[0], complaints), evaluate(list[1], complaints)),
            "Fn::Not" when list is { Count: 1 } => !Truth(list[0], complaints),
            "Fn::And" when list is { Count: >= 2 and <= 10 } => list.Select(item => Truth(item, complaints)).ToList().TrueForAll(truth => truth),
            "Fn::Or" when list is { Count: >= 2 and <= 10 } => list.Select(item => Truth(item, complaints)).ToList().Exists(truth => truth),
            "Fn::Equals" or "Fn::Not" or "Fn::And" or "Fn::Or" or "Condition" => Complain(
                argument, $"Template validation error: {intrinsic.Name} has the wrong number or kind of arguments.", complaints),
            _ => Complain(value, $"Template validation error: {intrinsic.Name} is not a condition function.", complaints),
        };
    }

    // CloudFormation compares the texts: true equals "true" and 1 equals "1".
    private static bool AreEqual(TemplateValue? left, TemplateValue? right) => (left, right) switch
    {
        (ScalarValue a, ScalarValue b) => a.Text == b.Text,
        (null, null) => true,
        (null, _) or (_, null) => false,
        var (a, b) => a.ContentEquals(b),
    };

    private static bool Complain(TemplateValue at, string message, List<Diagnostic> complaints)
    {
        complaints.Add(EvaluationDiagnostics.BadIntrinsic.At(at.Span, message));
        return false;
    }
}
