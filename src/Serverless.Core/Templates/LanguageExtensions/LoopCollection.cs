using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates.LanguageExtensions;

/// <summary>What a loop goes through: a list of texts, or a function that gives one.</summary>
internal static class LoopCollection
{
    /// <summary>The items in order; none, with a complaint, when they cannot be told.</summary>
    public static IEnumerable<string> Read(Loop loop, PartialEvaluation evaluation, List<Diagnostic> complaints)
    {
        var span = loop.Collection.Span.Or(loop.Key.Span);
        if (evaluation.FindUnknown(loop.Collection) is { } unknown)
        {
            return Unknown(span, $"What the loop '{loop.Name}' goes through is not known before deployment: {unknown.Reason}.", unknown.Help);
        }

        if (SecretIn(loop.Collection, evaluation.Known) is { } secret)
        {
            return Unknown(span, $"The parameter '{secret}' is secret (NoEcho), and a loop would show what is in it.", "Loop over a parameter that is not.");
        }

        if (evaluation.Evaluate(loop.Collection, complaints) is not ListValue items)
        {
            complaints.Add(LanguageExtensionDiagnostics.BadLoop.At(span, $"The loop '{loop.Name}' goes through a list, but this is none.", "Give it a list, or a parameter of the type CommaDelimitedList."));
            return [];
        }

        if (items.FirstOrDefault(item => item is NullValue or MapValue or ListValue) is { } bad)
        {
            complaints.Add(LanguageExtensionDiagnostics.BadLoop.At(bad.Span.Or(span), $"The loop '{loop.Name}' goes through texts, but this is {Describe.Value(bad)}."));
            return [];
        }

        return items.Select(item => ((ScalarValue)item).Text);

        IEnumerable<string> Unknown(SourceSpan at, string message, string help)
        {
            complaints.Add(LanguageExtensionDiagnostics.UnknownCollection.At(at, message, help));
            return [];
        }
    }

    private static string? SecretIn(TemplateValue value, KnownValues known) =>
        References.In(value).Select(reference => reference.Target.Value).FirstOrDefault(name => known.Parameters.Find(name) is { IsNoEcho: true });
}
