namespace Serverless.Benchmarks;

/// <summary>Something to measure.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="RunAsync">The measured part.</param>
public sealed record Contestant(string Name, Func<Task> RunAsync)
{
    /// <summary>Unmeasured work before each run.</summary>
    public Func<Task> PrepareAsync { get; init; } = () => Task.CompletedTask;
}

/// <summary>Measures contestants in turn, so that the machine's moods hit all of them alike.</summary>
public static class Rounds
{
    /// <summary>Runs every contestant once unmeasured and then <paramref name="count"/> times, in turn; time and processor time of programs.</summary>
    public static async Task<Comparison> CompareAsync(string situation, int count, params IReadOnlyList<Contestant> contestants)
    {
        var measured = await RunAsync(count, [Gauge.Clock, Gauge.ProgramsCpu], contestants);
        return new(situation, measured[0], measured[1]);
    }

    /// <summary>Runs every contestant once unmeasured and then <paramref name="count"/> times, in turn: for each gauge the contestants' series.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<Series>>> RunAsync(int count, IReadOnlyList<Gauge> gauges, IReadOnlyList<Contestant> contestants)
    {
        var samples = gauges.Select(_ => contestants.Select(_ => new List<double>()).ToList()).ToList();
        for (var round = -1; round < count; round++)
        {
            for (var place = 0; place < contestants.Count; place++)
            {
                // There and back: what a run leaves behind, good or bad, is met by each of its neighbours as often.
                var i = round % 2 == 0 ? place : contestants.Count - 1 - place;
                await contestants[i].PrepareAsync();
                var before = gauges.Select(gauge => gauge.Read()).ToList();
                await contestants[i].RunAsync();
                var after = gauges.Select(gauge => gauge.Read()).ToList();
                for (var gauge = 0; round >= 0 && gauge < gauges.Count; gauge++)
                {
                    samples[gauge][i].Add(after[gauge] - before[gauge]);
                }
            }
        }

        return [.. samples.Select(ofGauge => (IReadOnlyList<Series>)[.. contestants.Select((contestant, i) => new Series(contestant.Name, ofGauge[i]))])];
    }
}
