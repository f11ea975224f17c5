using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Compilation;

/// <summary>Holds what a template asks of its nested stacks against the outputs that they have.</summary>
internal static class NestedOutputs
{
    private const string Prefix = "Outputs.";

    /// <summary>Complains of <c>Fn::GetAtt</c> of an output that the nested template does not have.</summary>
    /// <param name="template">The template.</param>
    /// <param name="nested">Its nested templates by the resource that nests them.</param>
    public static IEnumerable<Diagnostic> Check(Template template, IReadOnlyDictionary<LogicalId, CompiledApplication> nested) =>
        nested.Count == 0 ? [] :
        from asked in Asked(template.Root)
        where nested.ContainsKey(asked.Resource)
        let outputs = nested[asked.Resource].Template.Outputs?.Keys.ToList() ?? []
        where !outputs.Contains(asked.Output)
        select ProjectDiagnostics.NestedOutputMissing.At(
            asked.At.Span,
            $"'{asked.Resource}' has no output '{asked.Output}'.",
            DidYouMean.Ask(asked.Output, outputs) ?? (outputs.Count == 0 ? "Its template has no outputs." : $"It has {string.Join(", ", outputs)}."));

    private static IEnumerable<(LogicalId Resource, string Output, TemplateValue At)> Asked(TemplateValue value) => value switch
    {
        MapValue map when Intrinsic.TryRead(map, out var call) && call.Name == "Fn::GetAtt" && Read(call.Argument) is { } read => [read],
        MapValue map => map.Values.SelectMany(Asked),
        ListValue list => list.SelectMany(Asked),
        _ => [],
    };

    // The attribute may also come in one text with the resource, or cut at its dot.
    private static (LogicalId Resource, string Output, TemplateValue At)? Read(TemplateValue argument)
    {
        var text = argument switch
        {
            StringValue one => one.Value,
            ListValue list when list.All(item => item is StringValue) => string.Join('.', list.Cast<StringValue>().Select(item => item.Value)),
            _ => "",
        };
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && text[(dot + 1)..] is var attribute && attribute.StartsWith(Prefix, StringComparison.Ordinal)
            ? (text[..dot], attribute[Prefix.Length..], argument)
            : null;
    }
}
