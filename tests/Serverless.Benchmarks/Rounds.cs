using System.Diagnostics;

namespace Serverless.Benchmarks;

/// <summary>Something to time.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="RunAsync">The timed part.</param>
public sealed record Contestant(string Name, Func<Task> RunAsync)
{
    /// <summary>Untimed work before each run.</summary>
    public Func<Task> PrepareAsync { get; init; } = () => Task.CompletedTask;
}

/// <summary>Times contestants in turn, so that the machine's moods hit all of them alike.</summary>
public static class Rounds
{
    /// <summary>Runs every contestant once untimed and then <paramref name="count"/> times, in turn; milliseconds.</summary>
    public static async Task<IReadOnlyList<Series>> RunAsync(int count, params IReadOnlyList<Contestant> contestants)
    {
        var samples = contestants.Select(_ => new List<double>()).ToList();
        for (var round = -1; round < count; round++)
        {
            for (var i = 0; i < contestants.Count; i++)
            {
                await contestants[i].PrepareAsync();
                var watch = Stopwatch.GetTimestamp();
                await contestants[i].RunAsync();
                if (round >= 0)
                {
                    samples[i].Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
                }
            }
        }

        return [.. contestants.Select((contestant, i) => new Series(contestant.Name, samples[i]))];
    }
}
