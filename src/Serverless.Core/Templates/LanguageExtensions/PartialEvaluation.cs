using Serverless.Diagnostics;
using Serverless.Templates.Evaluation;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>Why a value is not known.</summary>
/// <param name="Reason">In the middle of a sentence.</param>
/// <param name="Help">What to do.</param>
/// <param name="IsForService">True when CloudFormation knows it by the time it applies transforms.</param>
internal sealed record UnknownValue(string Reason, string Help, bool IsForService);

/// <summary>Evaluates those parts of a template that nothing unknown goes into, as a deployment would.</summary>
internal sealed class PartialEvaluation(Template template, KnownValues known)
{
    private readonly TemplateEvaluator _evaluator = new(template, known.Parameters, known.Pseudo);
    private readonly HashSet<string> _openConditions = [];

    public KnownValues Known => known;

    /// <summary>True for a parameter of the template.</summary>
    public bool IsParameter(string name) => template.Parameters is { } parameters && parameters.ContainsKey(name);

    /// <summary>The first thing in a value that is not known; null when it can be evaluated.</summary>
    public UnknownValue? FindUnknown(TemplateValue value) => value switch
    {
        MapValue when Intrinsic.TryRead(value, out var call) => InCall(call),
        MapValue map => First(map.Values),
        ListValue list => First(list),
        StringValue text when text.Value.Contains("{{resolve:", StringComparison.Ordinal) =>
            new($"'{text.Value}' is looked up by AWS", "Pass the value as a parameter.", IsForService: false),
        _ => null,
    };

    /// <summary>The value without functions; null for <c>AWS::NoValue</c>, and for what was complained about.</summary>
    public TemplateValue? Evaluate(TemplateValue value, List<Diagnostic> complaints) => _evaluator.Evaluate(value, Nothing.Instance, complaints);

    private UnknownValue? First(IEnumerable<TemplateValue> values) => values.Select(FindUnknown).FirstOrDefault(unknown => unknown is not null);

    private UnknownValue? InCall(Intrinsic call) => call switch
    {
        { Name: "Ref", Argument: StringValue name } => InName(name.Value),
        { Name: "Fn::Sub", Argument: StringValue text } => InText(text.Value, null),
        { Name: "Fn::Sub", Argument: ListValue and [StringValue text, MapValue own] } => InText(text.Value, own) ?? First(own.Values),
        { Name: "Fn::If", Argument: ListValue and [StringValue condition, var then, var otherwise] } => InIf(condition, then, otherwise),
        { Name: "Fn::GetAtt" or "Fn::ImportValue" or "Fn::GetAZs" or "Fn::Transform" } =>
            new($"{call.Name} gives it", "Use a parameter or a mapping instead.", IsForService: false),
        _ => FindUnknown(call.Argument),
    };

    private UnknownValue? InText(string text, MapValue? own)
    {
        foreach (var variable in SubVariables.In(text))
        {
            if (own is null || !own.ContainsKey(variable.Name))
            {
                var unknown = variable.Attribute is null
                    ? InName(variable.Name)
                    : new($"it has ${{{variable.Name}}} in it", "Use a parameter or a mapping instead.", IsForService: false);
                if (unknown is not null)
                {
                    return unknown;
                }
            }
        }

        return null;
    }

    private UnknownValue? InName(string name)
    {
        if (known.Has(name))
        {
            return null;
        }

        if (template.Parameters?[name] is { } parameter)
        {
            return parameter.AsMap()?["Type"].AsString() is { } type && type.StartsWith("AWS::SSM::", StringComparison.Ordinal)
                ? new($"the parameter '{name}' is looked up by AWS", "Declare it as String or CommaDelimitedList and pass the value.", IsForService: true)
                : new($"the parameter '{name}' has no value", "Give it a value, or a Default.", IsForService: true);
        }

        return name.StartsWith("AWS::", StringComparison.Ordinal)
            ? new($"{name} is known only when the stack is", "Use a parameter or a mapping instead.", IsForService: true)
            : new($"the resource '{name}' does not exist yet", "Use a parameter or a mapping instead.", IsForService: false);
    }

    // Only the side that counts must be known.
    private UnknownValue? InIf(StringValue condition, TemplateValue then, TemplateValue otherwise)
    {
        if (template.Conditions?[condition.Value] is { } body && InCondition(condition.Value, body) is { } unknown)
        {
            return unknown;
        }

        return FindUnknown(_evaluator.Holds(condition.Value) ? then : otherwise);
    }

    private UnknownValue? InCondition(string name, TemplateValue body)
    {
        if (!_openConditions.Add(name))
        {
            return null;
        }

        var unknown = InConditionBody(body);
        _openConditions.Remove(name);
        return unknown;
    }

    private UnknownValue? InConditionBody(TemplateValue body) => body switch
    {
        MapValue when Intrinsic.TryRead(body, out var call) => call switch
        {
            { Name: "Condition", Argument: StringValue name } => template.Conditions?[name.Value] is { } other ? InCondition(name.Value, other) : null,
            { Name: "Fn::And" or "Fn::Or" or "Fn::Not", Argument: ListValue list } => list.Select(InConditionBody).FirstOrDefault(unknown => unknown is not null),
            _ => FindUnknown(body),
        },
        _ => FindUnknown(body),
    };

    private sealed class Nothing : IResourceLookup
    {
        public static Nothing Instance { get; } = new();

        public TemplateValue? Ref(string logicalId) => null;

        public TemplateValue? GetAtt(string logicalId, string attribute) => null;

        public TemplateValue? Import(string exportName) => null;
    }
}
