using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>What every resource has, whatever its type (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-product-attribute-reference.html).</summary>
internal static class ResourceChecks
{
    private static readonly string[] Attributes =
    [
        "Type", "Properties", "DependsOn", "Condition", "Metadata", "DeletionPolicy", "UpdateReplacePolicy",
        "CreationPolicy", "UpdatePolicy", "Description", "Version",
    ];

    private static readonly string[] Maps = ["Properties", "Metadata", "CreationPolicy", "UpdatePolicy"];

    public static IEnumerable<Diagnostic> Check(Template template, TemplateNames names) =>
        Shape.Members(template, "Resources").SelectMany(entry => entry.Value is MapValue body
            ? Check(entry.Key, body, names)
            : [Shape.NotAMap($"The resource '{entry.Key.Text}'", entry.Key, entry.Value)]);

    private static IEnumerable<Diagnostic> Check(MapKey key, MapValue body, TemplateNames names) =>
    [
        .. Type(key, body),
        .. Unknown(body, names),
        .. Maps.SelectMany(name => Shape.Check<MapValue>(body, name, $"'{name}' of the resource '{key.Text}'", "a map")),
        .. Shape.Check<StringValue>(body, "Condition", $"The condition of the resource '{key.Text}'", "the name of a condition"),
        .. DependsOn(key, body),
    ];

    private static IEnumerable<Diagnostic> Type(MapKey key, MapValue body) => body["Type"] switch
    {
        null when body.ContainsKey("Fn::Transform") => [],
        null => [TemplateRules.NoType.At(key.Span, $"The resource '{key.Text}' has no type.", "Add 'Type:', for example AWS::Lambda::Function.")],
        StringValue { Value.Length: > 0 } => [],
        var other => [Shape.Wrong($"The type of the resource '{key.Text}'", "a text", body.KeyOf("Type")!, other)],
    };

    private static IEnumerable<Diagnostic> Unknown(MapValue body, TemplateNames names)
    {
        string[] known = [.. Attributes, .. names.Vocabulary.ResourceAttributes];

        // A transform mostly drops what it does not know; CloudFormation refuses it.
        return from entry in body
               where names.IsWrong(entry.Key.Text, known)
               select TemplateRules.UnknownAttribute.At(entry.Key.Span, $"'{entry.Key.Text}' is not an attribute of a resource.", DidYouMean.Ask(entry.Key.Text, known) ?? "If it is a property, indent it below 'Properties:'.")
                   with { Severity = names.HasTransform ? Severity.Warning : Severity.Error };
    }

    private static IEnumerable<Diagnostic> DependsOn(MapKey key, MapValue body) => body["DependsOn"] switch
    {
        null or StringValue => [],
        ListValue list => list.Where(item => item is not StringValue).Select(item => Shape.Wrong($"'DependsOn' of the resource '{key.Text}'", "the name of a resource or a list of names", body.KeyOf("DependsOn")!, item)),
        var other => [Shape.Wrong($"'DependsOn' of the resource '{key.Text}'", "the name of a resource or a list of names", body.KeyOf("DependsOn")!, other)],
    };
}
