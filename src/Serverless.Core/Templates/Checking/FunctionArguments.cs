using System.Globalization;
using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>What each function can be applied to. With the language extensions a function may stand almost anywhere.</summary>
internal sealed class FunctionArguments(Template template, bool isExtended)
{
    public IEnumerable<Diagnostic> Check(Intrinsic call) => call.Name switch
    {
        "Ref" => Expect(call, call.Argument is StringValue { Value.Length: > 0 }, "the name of a parameter or resource"),
        "Condition" => [],
        "Fn::GetAtt" => GetAtt(call),
        "Fn::Sub" => Sub(call),
        "Fn::Join" => Pair(call, "the text between, and the list of what to join", "the list of what to join", IsListOrCall),
        "Fn::Select" => Select(call),
        "Fn::Split" => Pair(call, "the text to split at, and the text to split", "the text to split", IsTextOrCall),
        "Fn::If" when call.Argument is ListValue and [not StringValue, _, _] => Expect(call with { Argument = call.Argument.AsList()![0] }, isGood: false, "the name of a condition first"),
        "Fn::If" => Expect(call, call.Argument is ListValue and [StringValue, _, _], "a list of three: the name of a condition, the value if it is true, the value if it is false"),
        "Fn::Equals" => Expect(call, call.Argument is ListValue { Count: 2 }, "a list of two values to compare"),
        "Fn::Not" => Expect(call, call.Argument is ListValue { Count: 1 }, "a list of one condition"),
        "Fn::And" or "Fn::Or" => Expect(call, call.Argument is ListValue { Count: >= 2 and <= 10 }, "a list of two to ten conditions"),
        "Fn::FindInMap" => Expect(call, call.Argument is ListValue { Count: 3 } || (isExtended && call.Argument is ListValue { Count: 4 }), "a list of three: mapping, first key, second key"),
        "Fn::Cidr" => Expect(call, call.Argument is ListValue { Count: 2 or 3 }, "a list of the block, the count and, if wanted, the bits"),
        "Fn::Base64" or "Fn::ImportValue" => Expect(call, IsTextOrCall(call.Argument), "a text or a function"),
        "Fn::GetAZs" => Expect(call, IsTextOrCall(call.Argument), "a region or a function"),
        _ => [],
    };

    private IEnumerable<Diagnostic> Expect(Intrinsic call, bool isGood, string expected) =>
        isGood || IsLeftToTheExtensions(call.Argument)
            ? []
            : [TemplateRules.BadArgument.At(call.Argument.Span.Or(call.Call.Span), $"{call.Name} takes {expected}, but here it has {Count(call.Argument)}.")];

    private IEnumerable<Diagnostic> Pair(Intrinsic call, string both, string second, Func<TemplateValue, bool> isSecond) => call.Argument switch
    {
        ListValue and [ScalarValue, var item] when isSecond(item) => [],
        ListValue and [ScalarValue, var item] => Expect(call with { Argument = item }, isGood: false, $"{second} as its second item"),
        _ => Expect(call, isGood: false, $"a list of two: {both}"),
    };

    private bool IsLeftToTheExtensions(TemplateValue argument) =>
        isExtended && (Intrinsic.Is(argument) || (argument is ListValue list && list.Any(Intrinsic.Is)));

    private IEnumerable<Diagnostic> GetAtt(Intrinsic call)
    {
        const string Expected = "a resource and an attribute";
        return call.Argument switch
        {
            StringValue { Value.Length: > 0 } text when !text.Value.Contains('.', StringComparison.Ordinal) => [NoAttribute(call, text.Value)],
            ListValue and [StringValue { Value.Length: > 0 } id] => [NoAttribute(call, id.Value)],
            StringValue text => Expect(call, text.Value.Length > 0 && text.Value[0] != '.' && !text.Value.EndsWith('.'), Expected),
            ListValue and [StringValue { Value.Length: > 0 }, StringValue { Value.Length: > 0 } or MapValue] => [],
            _ => Expect(call, isGood: false, Expected),
        };
    }

    private static Diagnostic NoAttribute(Intrinsic call, string id) =>
        TemplateRules.BadArgument.At(call.Argument.Span.Or(call.Call.Span), $"Fn::GetAtt takes a resource and an attribute, but '{id}' names no attribute.", $"Write !GetAtt {id}.Arn, for example, or !Ref {id}.");

    private IEnumerable<Diagnostic> Select(Intrinsic call)
    {
        if (call.Argument is not (ListValue and [var index, var items]) || !IsTextOrCall(index) || !IsListOrCall(items))
        {
            return Expect(call, isGood: false, "a list of two: the index, and the list to select from");
        }

        return index is ScalarValue scalar && items is ListValue list && !IsIndexOf(scalar.Text, list)
            ? [TemplateRules.BadArgument.At(scalar.Span.Or(call.Call.Span), $"Fn::Select counts from 0, and '{scalar.Text}' is not an index of a list of {list.Count}.")]
            : [];
    }

    private static bool IsIndexOf(string text, ListValue list) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (number < list.Count || list.Any(Intrinsic.Is));

    private IEnumerable<Diagnostic> Sub(Intrinsic call) => call.Argument switch
    {
        StringValue text => BadVariables(text),
        ListValue and [StringValue text, MapValue] => BadVariables(text),
        _ => Expect(call, isGood: false, "a text, or a list of two: the text, and a map of its own variables"),
    };

    private IEnumerable<Diagnostic> BadVariables(StringValue text) =>
        from variable in SubVariables.In(text.Value)
        where !variable.IsWellFormed
        select TemplateRules.BadArgument.At(SubSpans.Find(text, variable, template.Source), $"'${{{variable.Name}}}' is not a variable: its name may have only letters, digits, '.', ':' and '_'.", $"If it is meant as text, write '${{!{variable.Name}}}'.");

    private static bool IsTextOrCall(TemplateValue value) => value is ScalarValue and not NullValue || Intrinsic.Is(value);

    private static bool IsListOrCall(TemplateValue value) => value is ListValue || Intrinsic.Is(value);

    private static string Count(TemplateValue argument) => argument is ListValue list ? $"a list of {list.Count}" : Describe.Value(argument);
}
