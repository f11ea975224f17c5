using Serverless.Diagnostics;

namespace Serverless.Templates.Checking;

/// <summary>CloudFormation refuses explicit nulls; transforms mostly drop them, so only final templates are looked at.</summary>
internal static class EmptyValueChecks
{
    public static IEnumerable<Diagnostic> Check(Template template) =>
        template.Transforms.Any() || Macros.MayAddAnything(template)
            ? []
            : from resource in template.Resources
              from entry in resource.Properties ?? []
              from diagnostic in In(entry.Key, entry.Value)
              select diagnostic;

    private static IEnumerable<Diagnostic> In(MapKey key, TemplateValue value) => value switch
    {
        NullValue => [TemplateRules.EmptyValue.At(key.Span.Or(value.Span), $"'{key.Text}' has no value.", "Give it one, or remove it. CloudFormation does not take nulls.")],
        MapValue map => map.SelectMany(entry => In(entry.Key, entry.Value)),
        ListValue list => list.SelectMany(item => In(key with { Span = item.Span }, item)),
        _ => [],
    };
}
