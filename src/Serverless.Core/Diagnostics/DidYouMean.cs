namespace Serverless.Diagnostics;

/// <summary>Finds the word that somebody probably meant.</summary>
public static class DidYouMean
{
    /// <summary>The candidate nearest to <paramref name="word"/>, or null when none is near enough to be worth saying.</summary>
    /// <remarks>Near means a third of the word's letters or fewer changed, inserted, left out or swapped, ignoring case.</remarks>
    public static string? Find(string word, IEnumerable<string> candidates) =>
        candidates
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= Tolerance(word, candidate))
            .Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(pair => pair.distance <= Tolerance(word, pair.candidate) && pair.distance < pair.candidate.Length)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    /// <summary>A sentence to append to a complaint: "Did you mean 'Runtime'?", or null.</summary>
    public static string? Ask(string word, IEnumerable<string> candidates) =>
        Find(word, candidates) is { } meant ? $"Did you mean '{meant}'?" : null;

    private static int Tolerance(string word, string candidate) => Math.Max(1, Math.Max(word.Length, candidate.Length) / 3);

    // Optimal string alignment: Levenshtein plus swaps of neighbours, with three rows.
    private static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
