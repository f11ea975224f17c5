using System.Globalization;
using System.Xml.Linq;

namespace Serverless.Artifacts.Sizes;

public sealed class TheTreemap
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void IsWellFormedAndTellsEveryFileWithATooltip()
    {
        var titles = Draw(SomeSizes.Report).Descendants(Svg + "title").Select(title => title.Value).ToList();
        Assert.Equal(
            [
                "Models: 90.0 MB unzipped, 80.0 MB zipped, for Models",
                "opt/model.bin: 90.0 MB unzipped, 80.0 MB zipped, 100 % of Models",
                "App-linux-x64: 60.0 MB unzipped, 20.0 MB zipped, for Orders, inner:Payments",
                "bootstrap: 40.0 MB unzipped, 10.0 MB zipped, 67 % of App-linux-x64",
                "vendor/R&D <x>.dll: 20.0 MB unzipped, 9.0 MB zipped, 33 % of App-linux-x64",
                "App.dll: 4.0 KB unzipped, 2.0 KB zipped, 0 % of App-linux-x64",
            ],
            titles);
    }

    [Fact]
    public void KeepsLabelsInsideTheirRectangles() => Assert.All(
        Draw(new([], [SomeSizes.WithFiles([.. Enumerable.Range(1, 90).Select(size => (long)size * size * size)])])).Descendants(Svg + "text"),
        text =>
        {
            var area = text.Parent!.Element(Svg + "rect")!;
            Assert.True(Number(text, "x") + (text.Value.Length * 12 * 0.6) <= Number(area, "x") + Number(area, "width"), text.Value);
            Assert.True(Number(text, "y") <= Number(area, "y") + Number(area, "height"), text.Value);
        });

    [Fact]
    public void DrawsTheSmallestOfVeryManyFilesTogether()
    {
        var titles = Draw(new([], [SomeSizes.WithFiles([.. Enumerable.Range(1, 500).Select(size => (long)size)])])).Descendants(Svg + "title").Select(title => title.Value).ToList();
        Assert.Equal(1 + 200, titles.Count);
        Assert.Contains(titles, title => title.StartsWith("301 smaller files: ", StringComparison.Ordinal));
    }

    [Fact]
    public void OfNothingIsEmpty() => Assert.Empty(Draw(new([], [SomeSizes.WithFiles(0, 0)])).Elements());

    [Fact]
    public void LiesInAPageThatNeedsNothingElse()
    {
        var page = SizePage.Write(SomeSizes.Report);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("R&D <x>", page, StringComparison.Ordinal);
        Assert.Contains("<td>90.0 MB + 1 unknown</td>", page, StringComparison.Ordinal);
        Assert.Equal(page, SizePage.Write(SomeSizes.Report));
    }

    private static XElement Draw(SizeReport report) => XElement.Parse(Treemap.Draw(report));

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
