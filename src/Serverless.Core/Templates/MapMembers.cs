using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Templates;

/// <summary>Makes maps of members that were read.</summary>
internal static class MapMembers
{
    /// <summary>
    /// A map with all members, and complaints about keys that are there already. The last value wins, as it does for
    /// CloudFormation, which takes such templates without a word; hence a warning, as the first value is lost. Of
    /// sections, AWS says that two of a name give undefined behavior
    /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html): an error.
    /// </summary>
    public static MapValue ToMap(ReadOnlySpan<MapEntry> entries, SourceSpan span, int depth, List<Diagnostic> diagnostics)
    {
        var map = new MapValue(entries.Length) { Span = span };
        foreach (var entry in entries)
        {
            if (map.KeyOf(entry.Key.Text) is { } first)
            {
                diagnostics.Add(Complain.Duplicate(first, entry.Key, depth == 1 && entry.Value is not ScalarValue ? Severity.Error : Severity.Warning));
            }

            map.SetEntry(entry);
        }

        return map;
    }
}
