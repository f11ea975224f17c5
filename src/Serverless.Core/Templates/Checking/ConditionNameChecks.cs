using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>Whether the conditions that are named exist.</summary>
internal static class ConditionNameChecks
{
    public static IEnumerable<Diagnostic> Check(Template template, TemplateNames names) =>
        from name in OfMembers(template, "Resources").Concat(OfMembers(template, "Outputs")).Concat(FunctionChecks.Roots(template).SelectMany(OfIf)).Concat(Shape.Members(template, "Conditions").SelectMany(condition => OfCondition(condition.Value)))
        where !names.Conditions.Contains(name.Value) && !names.IsKnownElsewhere(name.Value)
        select TemplateRules.UnknownCondition.At(name.Span, $"There is no condition '{name.Value}'.", DidYouMean.Ask(name.Value, names.Conditions) ?? "Conditions are defined in the section 'Conditions'.");

    /// <summary>The conditions that a condition is made of.</summary>
    public static IEnumerable<StringValue> OfCondition(TemplateValue value) => value switch
    {
        MapValue map when Intrinsic.TryRead(map, out var call) => call is { Name: "Condition", Argument: StringValue name } ? [name] : OfCondition(call.Argument),
        ListValue list => list.SelectMany(OfCondition),
        _ => [],
    };

    private static IEnumerable<StringValue> OfMembers(Template template, string section) =>
        from member in Shape.Members(template, section)
        let name = member.Value.AsMap()?["Condition"] as StringValue
        where name is not null
        select name;

    private static IEnumerable<StringValue> OfIf(TemplateValue value) => value switch
    {
        MapValue map when Intrinsic.TryRead(map, out var call) && call is { Name: "Fn::If", Argument: ListValue and [StringValue name, ..] } => OfIf(call.Argument).Prepend(name),
        MapValue map => map.Values.SelectMany(OfIf),
        ListValue list => list.SelectMany(OfIf),
        _ => [],
    };
}
