using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>Complaints about values of the wrong kind.</summary>
internal static class Shape
{
    /// <summary>A member that must be a map. The key is where to point when the value itself has no extent.</summary>
    public static Diagnostic NotAMap(string what, MapKey key, TemplateValue value) => Wrong(what, "a map", key, value);

    public static Diagnostic Wrong(string what, string expected, MapKey key, TemplateValue value) =>
        value is NullValue
            ? TemplateRules.WrongShape.At(key.Span, $"{what} is empty.", $"Give it {expected}, or remove it.")
            : TemplateRules.WrongShape.At(value.Span.Or(key.Span), $"{what} must be {expected}, but this is {Describe.Value(value)}.");

    /// <summary>A member that may be missing and must be of a kind when it is there.</summary>
    public static IEnumerable<Diagnostic> Check<T>(MapValue body, string name, string what, string expected)
        where T : TemplateValue =>
        body[name] is { } value and not T ? [Wrong(what, expected, body.KeyOf(name)!, value)] : [];

    /// <summary>Members that no such thing has.</summary>
    public static IEnumerable<Diagnostic> UnknownMembers(MapValue body, string owner, IReadOnlyCollection<string> known) =>
        from entry in body
        where !known.Contains(entry.Key.Text) && !Macros.IsMacroKey(entry.Key.Text)
        select TemplateRules.UnknownAttribute.At(entry.Key.Span, $"{owner} has no '{entry.Key.Text}'.", DidYouMean.Ask(entry.Key.Text, known) ?? $"It can have {string.Join(", ", known)}.");

    /// <summary>The members of a section that a person wrote, without those that a macro is to write.</summary>
    public static IEnumerable<MapEntry> Members(Template template, string section) =>
        template.Root[section].AsMap()?.Where(entry => !Macros.IsMacroKey(entry.Key.Text)) ?? [];
}
