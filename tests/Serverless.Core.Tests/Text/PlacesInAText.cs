using Serverless.Text;

namespace Serverless.Core.Tests.Text;

public sealed class PlacesInAText
{
    private static readonly SourceText Source = new("t", "ab\r\ncd\n\nef\rgh");

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 3)]
    [InlineData(4, 2, 1)]
    [InlineData(7, 3, 1)]
    [InlineData(8, 4, 1)]
    [InlineData(11, 5, 1)]
    [InlineData(13, 5, 3)]
    [InlineData(99, 5, 3)]
    [InlineData(-1, 1, 1)]
    public void AreCountedAsEditorsCount(int offset, int line, int column) => Assert.Equal(new Position(line, column), Source.PositionAt(offset));

    [Fact]
    public void LinesComeWithoutTheirBreaks() => Assert.Equal(["ab", "cd", "", "ef", "gh"], Enumerable.Range(1, Source.LineCount).Select(Source.Line));

    [Fact]
    public void LinesOutsideTheTextAreEmpty() => Assert.Equal(["", ""], [Source.Line(0), Source.Line(6)]);

    [Fact]
    public void AByteOrderMarkIsNotPartOfTheText() => Assert.Equal("a", new SourceText("t", "\uFEFFa").Text);
}
