using Serverless.Diagnostics;

namespace Serverless.Templates;

/// <summary>Fills maps that are being read.</summary>
internal static class MapMembers
{
    /// <summary>
    /// Sets all members and complains about keys that are there already. The last value wins, as it does for
    /// CloudFormation, which takes such templates without a word; hence a warning, as the first value is lost. Of
    /// sections, AWS says that two of a name give undefined behavior
    /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html): an error.
    /// </summary>
    public static void AddAll(MapValue map, List<MapEntry> entries, int depth, List<Diagnostic> diagnostics)
    {
        foreach (var (key, value) in entries)
        {
            if (map.KeyOf(key.Text) is { } first)
            {
                diagnostics.Add(Complain.Duplicate(first, key, depth == 1 && value is not ScalarValue ? Severity.Error : Severity.Warning));
            }

            map.Set(key, value);
        }
    }
}
