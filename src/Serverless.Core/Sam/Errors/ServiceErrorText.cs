using Serverless.Diagnostics;
using Serverless.Sam.Python;

namespace Serverless.Sam;

/// <summary>
/// Joins the errors of a transform into the one line in which CloudFormation reports a SAM template that it rejects.
/// </summary>
public static class ServiceErrorText
{
    private static readonly string[] _frames = ["Resource with id [", "Event with id [", "Transforming resource with id ["];

    /// <summary>The line: how many errors there are, then each, sorted by the resource or event that is to blame.</summary>
    /// <param name="diagnostics">What the transform said; anything but errors is left out.</param>
    public static string Render(IEnumerable<Diagnostic> diagnostics)
    {
        var messages = diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.Message).ToList();
        var sorted = messages.OrderBy(SortKey, CodePointComparer.Instance);
        return $"Invalid Serverless Application Specification document. Number of errors found: {messages.Count}. {string.Join(' ', sorted)}";
    }

    private static string SortKey(string message)
    {
        foreach (var frame in _frames)
        {
            if (message.StartsWith(frame, StringComparison.Ordinal) && message.IndexOf(']', frame.Length) is > 0 and var end)
            {
                return message[frame.Length..end];
            }
        }

        return message.StartsWith("'Globals' section", StringComparison.Ordinal) ? "Globals" : message;
    }
}
