namespace Serverless.Benchmarks;

/// <summary>Samples of one thing.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Samples">The samples in the order they were taken.</param>
public sealed record Series(string Name, IReadOnlyList<double> Samples)
{
    /// <summary>The middle sample.</summary>
    public double Median => Percentile(0.5);

    /// <summary>The middle of the differences to another series, round by round: a slow minute of the machine hits both sides of each.</summary>
    public double MedianDifference(Series other) => new Series(Name, [.. Samples.Zip(other.Samples, (mine, theirs) => mine - theirs)]).Median;

    /// <summary>The sample that this share of all samples does not exceed; between two samples, their mean.</summary>
    public double Percentile(double share)
    {
        var sorted = Samples.Order().ToList();
        var place = share * (sorted.Count - 1);
        return (sorted[(int)Math.Floor(place)] + sorted[(int)Math.Ceiling(place)]) / 2;
    }
}

/// <summary>Samples of the same situation.</summary>
/// <param name="Situation">The situation.</param>
/// <param name="Times">Milliseconds of what was compared; ratios are against the first.</param>
/// <param name="Cpu">The processor time that each of them took, in milliseconds; empty where it cannot be told.</param>
public sealed record Comparison(string Situation, IReadOnlyList<Series> Times, IReadOnlyList<Series> Cpu);
