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

    // Whether a default obeys its parameter's rules is checked with the values that users give.
    private static IEnumerable<Diagnostic> Default(MapKey key, MapValue body) => body["Default"] switch
    {
        null => [],
        ScalarValue and not NullValue => [],
        var other => [Shape.Wrong($"The default of '{key.Text}'", "a single value", body.KeyOf("Default")!, other)],
    };
}
