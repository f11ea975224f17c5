using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>Intrinsic functions (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html): their names and arguments.</summary>
internal static class FunctionChecks
{
    private static readonly string[] Names =
    [
        "Ref", "Condition", "Fn::And", "Fn::Base64", "Fn::Cidr", "Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::Equals",
        "Fn::FindInMap", "Fn::GetAtt", "Fn::GetAZs", "Fn::If", "Fn::ImportValue", "Fn::Join", "Fn::Length", "Fn::Not", "Fn::Or",
        "Fn::RefAll", "Fn::Select", "Fn::Split", "Fn::Sub", "Fn::ToJsonString", "Fn::Transform", "Fn::ValueOf", "Fn::ValueOfAll",
    ];

    public static IEnumerable<Diagnostic> Check(Template template)
    {
        var isExtended = template.Transforms.Contains(Macros.LanguageExtensions);
        var arguments = new FunctionArguments(template, isExtended);
        return Roots(template).SelectMany(root => In(root, arguments));
    }

    /// <summary>The values that CloudFormation evaluates: bodies of resources and outputs, and conditions.</summary>
    public static IEnumerable<TemplateValue> Roots(Template template) =>
        from section in (string[])["Conditions", "Resources", "Outputs"]
        from member in Shape.Members(template, section)
        from value in section == "Conditions" || member.Value is not MapValue body ? [member.Value] : body.Where(entry => entry.Key.Text != "Condition").Select(entry => entry.Value)
        select value;

    private static IEnumerable<Diagnostic> In(TemplateValue value, FunctionArguments arguments) => value switch
    {
        MapValue { Count: 1 } map when Intrinsic.TryRead(map, out var call) => OfCall(call, arguments).Concat(In(call.Argument, arguments)),
        MapValue map => map.Where(entry => IsMisplaced(entry.Key.Text)).Select(entry => NotAlone(entry.Key, map)).Concat(map.Values.SelectMany(member => In(member, arguments))),
        ListValue list => list.SelectMany(item => In(item, arguments)),
        _ => [],
    };

    private static IEnumerable<Diagnostic> OfCall(Intrinsic call, FunctionArguments arguments)
    {
        if (Names.Contains(call.Name))
        {
            return arguments.Check(call);
        }

        if (Macros.IsMacroKey(call.Name))
        {
            return [];
        }

        var key = call.Call.KeyOf(call.Name)!;
        var unknown = TemplateRules.UnknownFunction.At(key.Span, $"CloudFormation has no function '{call.Name}'.", Proposal(call.Name));

        // Functions are added from time to time; only what looks like a slip of the pen is surely wrong.
        return [unknown.Help is null ? unknown with { Severity = Severity.Warning, Help = "If CloudFormation has it by now, silence this warning." } : unknown];
    }

    private static string? Proposal(string name) => name switch
    {
        "Fn::Ref" or "Fn::Condition" => $"Did you mean '{name[4..]}'?",
        _ when name.StartsWith("Fn::Fn::", StringComparison.Ordinal) => $"The short form is '!{name[8..]}'.",
        _ => DidYouMean.Ask(name, Names),
    };

    private static bool IsMisplaced(string key) => key.StartsWith("Fn::", StringComparison.Ordinal) && !Macros.IsMacroKey(key);

    private static Diagnostic NotAlone(MapKey key, MapValue map) =>
        TemplateRules.NotAlone.At(key.Span, $"'{key.Text}' stands beside {string.Join(", ", map.Keys.Where(name => name != key.Text).Take(3).Select(name => $"'{name}'"))}; a function must be the only member of its map.", "Check the indentation.");
}
