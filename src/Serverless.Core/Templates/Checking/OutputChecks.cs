using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>Outputs (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html).</summary>
internal static class OutputChecks
{
    private static readonly string[] Attributes = ["Value", "Description", "Export", "Condition"];

    public static IEnumerable<Diagnostic> Check(Template template) =>
        Shape.Members(template, "Outputs").SelectMany(entry => entry.Value is MapValue body
            ? Check(entry.Key, body)
            : [Shape.NotAMap($"The output '{entry.Key.Text}'", entry.Key, entry.Value)]);

    private static IEnumerable<Diagnostic> Check(MapKey key, MapValue body) =>
    [
        .. Shape.UnknownMembers(body, "An output", Attributes),
        .. Value(key, body),
        .. Shape.Check<StringValue>(body, "Condition", $"The condition of the output '{key.Text}'", "the name of a condition"),
        .. Export(key, body),
    ];

    private static IEnumerable<Diagnostic> Value(MapKey key, MapValue body) =>
        body["Value"].IsNull() && !body.ContainsKey("Fn::Transform")
            ? [TemplateRules.MissingMember.At(key.Span, $"The output '{key.Text}' has no value.", "Add 'Value:'.")]
            : [];

    private static IEnumerable<Diagnostic> Export(MapKey key, MapValue body) => body["Export"] switch
    {
        null => [],
        MapValue export when export["Name"].IsNull() => [TemplateRules.MissingMember.At(body.KeyOf("Export")!.Span, $"The export of the output '{key.Text}' has no name.", "Add 'Name:' below 'Export:'.")],
        MapValue => [],
        var other => [Shape.NotAMap($"The export of the output '{key.Text}'", body.KeyOf("Export")!, other)],
    };
}
