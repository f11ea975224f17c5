using System.Collections.Immutable;

namespace Serverless.Artifacts.Sizes;

/// <summary>A rectangle of a drawing; y grows downwards.</summary>
internal readonly record struct Area(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;
}

/// <summary>
/// Cuts a rectangle into pieces in proportion to weights, as square as it goes: rows along the shorter side, each closed before another
/// piece would make it worse (Bruls, Huizing and van Wijk, Squarified Treemaps, 2000).
/// </summary>
internal static class Squares
{
    /// <summary>The pieces in the order of the weights. Together they are the whole; none reaches into another.</summary>
    /// <param name="weights">Positive numbers, the largest first.</param>
    /// <param name="whole">What is cut.</param>
    public static ImmutableArray<Area> Cut(IReadOnlyList<double> weights, Area whole)
    {
        var pieces = ImmutableArray.CreateBuilder<Area>(weights.Count);
        var (rest, left) = (whole, weights.Sum());
        while (pieces.Count < weights.Count)
        {
            var first = pieces.Count;
            var scale = left > 0 ? rest.Width * rest.Height / left : 0;
            var (count, weight) = TakeRow(weights, first, Math.Min(rest.Width, rest.Height), scale);
            var share = first + count == weights.Count ? 1 : weight / left;
            rest = Lay(weights, first, count, weight, rest, share, pieces);
            left -= weight;
        }

        return pieces.MoveToImmutable();
    }

    private static (int Count, double Weight) TakeRow(IReadOnlyList<double> weights, int first, double side, double scale)
    {
        var (count, weight) = (1, weights[first]);
        while (first + count < weights.Count)
        {
            var longer = weight + weights[first + count];
            if (Worst(longer, weights[first + count]) > Worst(weight, weights[first + count - 1]))
            {
                break;
            }

            (count, weight) = (count + 1, longer);
        }

        return (count, weight);

        // The ratio of the sides of the least square piece of a row.
        double Worst(double row, double least) => Math.Max(side * side * weights[first] / (row * row * scale), row * row * scale / (side * side * least));
    }

    // Each piece ends where the next begins, and the last at the edge, so that rounding leaves no gap.
    private static Area Lay(IReadOnlyList<double> weights, int first, int count, double weight, Area rest, double share, ImmutableArray<Area>.Builder pieces)
    {
        var isUpright = rest.Width >= rest.Height;
        var (start, end) = isUpright ? (rest.Y, rest.Bottom) : (rest.X, rest.Right);
        var edge = share >= 1 ? (isUpright ? rest.Right : rest.Bottom) : isUpright ? rest.X + (rest.Width * share) : rest.Y + (rest.Height * share);
        var (at, done) = (start, 0.0);
        for (var i = first; i < first + count; i++)
        {
            done += weights[i];
            var next = i == first + count - 1 ? end : Math.Min(end, start + ((end - start) * done / weight));
            pieces.Add(isUpright ? new(rest.X, at, edge - rest.X, next - at) : new(at, rest.Y, next - at, edge - rest.Y));
            at = next;
        }

        return isUpright ? new(edge, rest.Y, rest.Right - edge, rest.Height) : new(rest.X, edge, rest.Width, rest.Bottom - edge);
    }
}
