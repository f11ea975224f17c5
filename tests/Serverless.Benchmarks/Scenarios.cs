namespace Serverless.Benchmarks;

/// <summary>The scenarios by name.</summary>
public static class Scenarios
{
    private static readonly Dictionary<string, Func<Task<Report>>> All = new(StringComparer.Ordinal)
    {
        ["build"] = BuildOverhead.RunAsync,
        ["package"] = PackageAgainstPublish.RunAsync,
    };

    /// <summary>Runs the named scenarios, or all, and prints a Markdown table for each.</summary>
    /// <returns>0, or 2 when a name is unknown.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> names)
    {
        var unknown = names.Where(name => !All.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Unknown scenario {string.Join(", ", unknown)}. There are: {string.Join(", ", All.Keys)}.");
            return 2;
        }

        foreach (var name in names.Count > 0 ? names : [.. All.Keys])
        {
            Console.WriteLine((await All[name]()).ToMarkdown());
        }

        return 0;
    }
}
