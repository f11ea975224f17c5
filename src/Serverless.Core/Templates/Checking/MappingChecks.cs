using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>Mappings: maps of maps of values that are known without evaluation.</summary>
internal static class MappingChecks
{
    public static IEnumerable<Diagnostic> Check(Template template) =>
        Shape.Members(template, "Mappings").SelectMany(entry => entry.Value is MapValue body
            ? body.Where(member => !Macros.IsMacroKey(member.Key.Text)).SelectMany(member => Check(entry.Key, member))
            : [Shape.NotAMap($"The mapping '{entry.Key.Text}'", entry.Key, entry.Value)]);

    private static IEnumerable<Diagnostic> Check(MapKey mapping, MapEntry member) => member.Value is MapValue body
        ? from entry in body
          where !IsLiteral(entry.Value)
          select Shape.Wrong($"'{entry.Key.Text}' in the mapping '{mapping.Text}'", "a single value or a list of them", entry.Key, entry.Value)
        : [Shape.NotAMap($"'{member.Key.Text}' in the mapping '{mapping.Text}'", member.Key, member.Value)];

    private static bool IsLiteral(TemplateValue value) => value is ScalarValue and not NullValue || (value is ListValue list && list.All(IsLiteral));
}
