using CsCheck;

namespace Serverless.Artifacts.Sizes;

public sealed class CuttingARectangle
{
    private static readonly Gen<(double[] Weights, Area Whole)> Some =
        from weights in Gen.Long[1, 1L << 28].Array[1, 80]
        from width in Gen.Double[1, 2000]
        from height in Gen.Double[1, 2000]
        select (weights.Order().Reverse().Select(weight => (double)weight).ToArray(), new Area(3, 5, width, height));

    [Fact]
    public void GivesEveryWeightItsShareOfTheArea() => Some.Sample(some =>
    {
        var (weights, whole) = some;
        var scale = whole.Width * whole.Height / weights.Sum();
        Assert.All(Squares.Cut(weights, whole).Zip(weights), pair =>
            Assert.Equal(pair.Second * scale, pair.First.Width * pair.First.Height, 1e-6 * whole.Width * whole.Height));
    });

    [Fact]
    public void StaysInsideAndIsNeverNegative() => Some.Sample(some =>
    {
        var whole = some.Whole;
        Assert.All(Squares.Cut(some.Weights, whole), piece =>
        {
            Assert.True(piece.Width >= 0 && piece.Height >= 0, $"{piece}");
            Assert.True(piece.X >= whole.X && piece.Y >= whole.Y && piece.Right <= whole.Right + 1e-6 && piece.Bottom <= whole.Bottom + 1e-6, $"{piece}");
        });
    });

    [Fact]
    public void LeavesNoGapAndNoOverlap() => Some.Sample(some =>
    {
        var pieces = Squares.Cut(some.Weights, some.Whole);
        Assert.Equal(some.Whole.Width * some.Whole.Height, pieces.Sum(piece => piece.Width * piece.Height), 1e-6 * some.Whole.Width * some.Whole.Height);
        foreach (var (piece, at) in pieces.Select((piece, at) => (piece, at)))
        {
            Assert.DoesNotContain(pieces.Skip(at + 1), other =>
                Math.Min(piece.Right, other.Right) - Math.Max(piece.X, other.X) > 1e-6 && Math.Min(piece.Bottom, other.Bottom) - Math.Max(piece.Y, other.Y) > 1e-6);
        }
    });

    [Fact]
    public void IsTheSameEveryTime() => Some.Sample(some => Assert.Equal(Squares.Cut(some.Weights, some.Whole), Squares.Cut(some.Weights, some.Whole)));

    // The example of the paper: 6, 6, 4, 3, 2, 2, 1 in 6 by 4.
    [Fact]
    public void FollowsThePaper() => Assert.Equal(
        ["0 0 3 2", "0 2 3 2", "3 0 1.71 2.33", "4.71 0 1.29 2.33", "3 2.33 1.2 1.67", "4.2 2.33 1.2 1.67", "5.4 2.33 0.6 1.67"],
        Squares.Cut([6, 6, 4, 3, 2, 2, 1], new(0, 0, 6, 4)).Select(piece => FormattableString.Invariant($"{piece.X:0.##} {piece.Y:0.##} {piece.Width:0.##} {piece.Height:0.##}")));

    [Fact]
    public void EqualWeightsInASquareAreSquares() =>
        Assert.All(Squares.Cut([1, 1, 1, 1], new(0, 0, 10, 10)), piece => Assert.Equal((5, 5), (piece.Width, piece.Height)));

    [Fact]
    public void NothingIsCutIntoNothing() => Assert.Empty(Squares.Cut([], new(0, 0, 10, 10)));
}
