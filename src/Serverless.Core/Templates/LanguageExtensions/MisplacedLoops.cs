using Serverless.Diagnostics;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>Loops outside of conditions, resources and outputs, where CloudFormation does not take them.</summary>
internal static class MisplacedLoops
{
    public static IEnumerable<Diagnostic> In(MapValue root) =>
        from section in root
        where section.Key.Text is not ("Conditions" or "Resources" or "Outputs")
        from key in Loops(section.Value)
        select LanguageExtensionDiagnostics.BadLoop.At(
            key.Span, $"There can be no loop in the section '{section.Key.Text}'.", "Loops work in Conditions, Resources and Outputs.");

    private static IEnumerable<MapKey> Loops(TemplateValue value) => value switch
    {
        MapValue map => map.SelectMany(entry => Loop.IsLoop(entry.Key.Text) ? [entry.Key] : Loops(entry.Value)),
        ListValue list => list.SelectMany(Loops),
        _ => [],
    };
}
