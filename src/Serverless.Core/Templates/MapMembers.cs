using Serverless.Diagnostics;

namespace Serverless.Templates;

/// <summary>Fills maps that are being read.</summary>
internal static class MapMembers
{
    /// <summary>
    /// Sets all members and complains about keys that are there already. The last value wins, as it does for
    /// CloudFormation; it is an error all the same, because the other one would vanish without a word.
    /// </summary>
    public static void AddAll(MapValue map, List<MapEntry> entries, List<Diagnostic> diagnostics)
    {
        foreach (var (key, value) in entries)
        {
            if (map.KeyOf(key.Text) is { } first)
            {
                diagnostics.Add(Complain.Duplicate(first, key));
            }

            map.Set(key, value);
        }
    }
}
