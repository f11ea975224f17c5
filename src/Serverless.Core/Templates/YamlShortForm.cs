using System.Diagnostics.CodeAnalysis;

namespace Serverless.Templates;

/// <summary>Decides which functions can be written as a tag.</summary>
internal static class YamlShortForm
{
    /// <summary>Finds the tag of a function whose short form reads back as the same value, and what to write behind it.</summary>
    public static bool TryFind(TemplateValue value, out string tag, [NotNullWhen(true)] out TemplateValue? argument)
    {
        (tag, argument) = ("", null);
        if (!Intrinsic.TryRead(value, out var call) || TagOf(call.Name) is not { } found)
        {
            return false;
        }

        (tag, argument) = (found, ArgumentOf(call));
        return argument is not null;
    }

    // "!Ref" is Ref and never Fn::Ref; names with colons, such as Fn::ForEach::Loop, would read as another tag.
    private static string? TagOf(string name) => name switch
    {
        "Ref" or "Condition" => $"!{name}",
        "Fn::Ref" or "Fn::Condition" => null,
        _ when name.Length > 4 && name.Skip(4).All(char.IsAsciiLetterOrDigit) => $"!{name[4..]}",
        _ => null,
    };

    // A tagged scalar is always a text, a tag cannot follow a tag, and a text behind !GetAtt is split at its first dot.
    private static TemplateValue? ArgumentOf(Intrinsic call) => call switch
    {
        { Argument: MapValue map } when TryFind(map, out _, out _) => null,
        { Name: "Fn::GetAtt", Argument: ListValue and [StringValue id, StringValue attribute] } => Join(id.Value, attribute.Value) ?? call.Argument,
        { Name: "Fn::GetAtt", Argument: StringValue } => null,
        { Name: "Ref" or "Condition", Argument: not StringValue } => null,
        { Argument: StringValue or ListValue or MapValue } => call.Argument,
        _ => null,
    };

    private static TemplateValue? Join(string id, string attribute) =>
        id.Contains('.', StringComparison.Ordinal) ? null : new StringValue($"{id}.{attribute}");
}
