using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Complaints that the readers of both formats make.</summary>
internal static class Complain
{
    public static Diagnostic Duplicate(MapKey first, MapKey second, Severity severity) =>
        TemplateSyntax.DuplicateKey.At(second.Span, $"'{second.Text}' occurs twice in this map; the first is at line {first.Span.Start.Line}.", "Remove or rename one of them: only the last counts.")
            with { Severity = severity, Related = [new(first.Span, $"'{first.Text}' is here first")] };

    /// <summary>Says it once: what lies deeper is skipped, and the next branch is probably as deep.</summary>
    public static void TooDeep(List<Diagnostic> diagnostics, SourceSpan span)
    {
        if (!diagnostics.Exists(diagnostic => diagnostic.Descriptor == TemplateSyntax.TooDeep))
        {
            diagnostics.Add(TemplateSyntax.TooDeep.At(span, $"Maps and lists lie more than {TemplateReader.MaxDepth} deep inside each other here.", "Move the inner part into a file of its own."));
        }
    }
}
