using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>An <c>Fn::ForEach::Name: [identifier, collection, fragment]</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Identifier">What stands for an item of the collection.</param>
/// <param name="Collection">What is gone through.</param>
/// <param name="Fragment">What is made for each item.</param>
internal sealed record Loop(MapKey Key, StringValue Identifier, TemplateValue Collection, MapValue Fragment)
{
    private const string Prefix = "Fn::ForEach::";

    public string Name => Key.Text[Prefix.Length..];

    public static bool IsLoop(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Reads a loop; null, with a complaint, when it has not the form of one.</summary>
    public static Loop? Read(MapKey key, TemplateValue value, List<Diagnostic> complaints)
    {
        if (value is not ListValue { Count: 3 } parts)
        {
            return Bad(value.Span.Or(key.Span), $"'{key.Text}' takes a list of three: an identifier, a collection, and what to make for each of its items.", complaints);
        }

        if (!IsAlphanumeric(key.Text[Prefix.Length..]))
        {
            return Bad(key.Span, $"The name of a loop has letters and digits only, but this one is '{key.Text[Prefix.Length..]}'.", complaints);
        }

        if (parts[0] is not StringValue identifier || !IsAlphanumeric(identifier.Value))
        {
            return Bad(parts[0].Span.Or(key.Span), $"The identifier of a loop is a text of letters and digits, but this is {Describe.Value(parts[0])}.", complaints);
        }

        return parts[2] is MapValue fragment
            ? new(key, identifier, parts[1], fragment)
            : Bad(parts[2].Span.Or(key.Span), $"What a loop makes is a map, but this is {Describe.Value(parts[2])}.", complaints);
    }

    private static Loop? Bad(SourceSpan span, string message, List<Diagnostic> complaints)
    {
        complaints.Add(LanguageExtensionDiagnostics.BadLoop.At(span, message, "Write Fn::ForEach::Name: [Item, [A, B], {'Key${Item}': …}]."));
        return null;
    }

    private static bool IsAlphanumeric(string text) => text.Length > 0 && text.All(char.IsAsciiLetterOrDigit);
}
