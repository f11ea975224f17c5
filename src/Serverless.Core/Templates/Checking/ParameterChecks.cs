using System.Globalization;
using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>Parameters (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html).</summary>
internal static class ParameterChecks
{
    private static readonly string[] Attributes =
    [
        "Type", "Default", "Description", "AllowedValues", "AllowedPattern", "ConstraintDescription", "NoEcho",
        "MinLength", "MaxLength", "MinValue", "MaxValue",
    ];

    private static readonly string[] Types = ["String", "Number", "List<Number>", "List<String>", "CommaDelimitedList"];

    public static IEnumerable<Diagnostic> Check(Template template) =>
        Shape.Members(template, "Parameters").SelectMany(entry => entry.Value is MapValue body
            ? Check(entry.Key, body)
            : [Shape.NotAMap($"The parameter '{entry.Key.Text}'", entry.Key, entry.Value)]);

    private static IEnumerable<Diagnostic> Check(MapKey key, MapValue body) =>
    [
        .. Shape.UnknownMembers(body, "A parameter", Attributes),
        .. Type(key, body),
        .. Shape.Check<ListValue>(body, "AllowedValues", $"The allowed values of '{key.Text}'", "a list"),
        .. Default(key, body),
    ];

    private static IEnumerable<Diagnostic> Type(MapKey key, MapValue body) => body["Type"] switch
    {
        null => [TemplateRules.MissingMember.At(key.Span, $"The parameter '{key.Text}' has no type.", "Add 'Type: String', or another type.")],
        StringValue { Value: var name } type when !Types.Contains(name) && !name.Contains("AWS::", StringComparison.Ordinal) =>
            [TemplateRules.BadParameter.At(type.Span, $"'{name}' is not a type of parameters.", DidYouMean.Ask(name, Types) ?? $"The types are {string.Join(", ", Types)} and those that start with AWS::.")],
        StringValue => [],
        var other => [Shape.Wrong("The type of a parameter", "a text", body.KeyOf("Type")!, other)],
    };

    private static IEnumerable<Diagnostic> Default(MapKey key, MapValue body) => body["Default"] switch
    {
        null => [],
        ScalarValue value and not NullValue => Refused(key, body, value),
        var other => [Shape.Wrong($"The default of '{key.Text}'", "a single value", body.KeyOf("Default")!, other)],
    };

    private static IEnumerable<Diagnostic> Refused(MapKey key, MapValue body, ScalarValue value)
    {
        var type = body["Type"].AsString();
        if (type is "Number" && !decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            return [TemplateRules.BadParameter.At(value.Span, $"The parameter '{key.Text}' is a number, but its default is {Describe.Value(value)}.")];
        }

        var allowed = body["AllowedValues"].AsList()?.OfType<ScalarValue>().Select(item => item.Text).ToList();
        return type is "String" or "Number" && allowed is not null && !allowed.Contains(value.Text)
            ? [TemplateRules.BadParameter.At(value.Span, $"The default '{value.Text}' of the parameter '{key.Text}' is not among its allowed values.", DidYouMean.Ask(value.Text, allowed) ?? $"They are {string.Join(", ", allowed)}.")]
            : [];
    }
}
