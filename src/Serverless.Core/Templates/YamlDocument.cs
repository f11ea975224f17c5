using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Reads a YAML text as far as it can be understood.</summary>
internal static class YamlDocument
{
    private const int MaxRepairs = 20;
    private const int MaxFailures = 10;

    /// <summary>The document; null when its grammar is broken, and then with as many complaints as make sense.</summary>
    public static TemplateValue? Read(SourceText source, List<Diagnostic> diagnostics)
    {
        var value = Read(YamlInput.Whole(source), diagnostics, out var failedAt);
        if (failedAt is { } failure)
        {
            ReadOn(source, failure.Line, diagnostics);
        }

        return value;
    }

    private static TemplateValue? Read(YamlInput input, List<Diagnostic> diagnostics, out Position? failedAt)
    {
        for (var repairs = 0; ; repairs++)
        {
            var found = new List<Diagnostic>();
            var reader = new YamlReader(input, found);
            var value = reader.ReadDocument();
            if (reader.Failure is { } failure && repairs < MaxRepairs && YamlRepair.Find(input, failure) is { } repaired)
            {
                input = repaired;
                continue;
            }

            // What was found on the way stays: those complaints are true whatever follows.
            diagnostics.AddRange(found);
            failedAt = null;
            if (reader.Failure is { } final)
            {
                var complaint = YamlSyntax.Explain(final, input);
                diagnostics.Add(complaint);
                failedAt = complaint.Span.Start;
            }

            return value;
        }
    }

    // The parts behind the mistake are read on their own, only for their mistakes.
    private static void ReadOn(SourceText source, int line, List<Diagnostic> diagnostics)
    {
        for (var failures = 1; failures < MaxFailures && YamlParts.NextAfter(source, line) is { } part; failures++)
        {
            var found = new List<Diagnostic>();
            Read(YamlInput.Part(source, part.Start, part.End), found, out var failedAt);
            diagnostics.AddRange(found.Where(complaint => complaint.Descriptor != TemplateSyntax.UnknownAlias && complaint.Descriptor != TemplateSyntax.Empty));
            line = failedAt is { } next ? Math.Max(next.Line, part.FirstLine) : part.LastLine;
        }
    }
}
