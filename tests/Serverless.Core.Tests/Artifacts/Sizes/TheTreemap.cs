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
    public void DrawsLayersOfImages()
    {
        var drawn = Draw(SomeSizes.Image);
        Assert.Contains(drawn.Descendants(Svg + "title"), title => title.Value == "var/task/Jobs.dll: 1.0 GB unzipped, 20 % of Jobs");
        Assert.Equal("layer 1 (0123456789ab): 4.0 GB unzipped, 1.0 GB zipped, 80 % of Jobs", drawn.Descendants(Svg + "g").Single(group => group.Attribute("class")!.Value == "layer").Element(Svg + "title")!.Value);
    }

    // What a reader of the picture goes by: nothing covers anything else, all of it is inside, and areas are sizes.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 12)]
    [InlineData(9, 150)]
    public void DrawsAreasInProportionAndNoneOverAnother(int artifacts, int files)
    {
        var random = new Random(files);
        SizeReport report = new([], [.. Enumerable.Range(0, artifacts).Select(at =>
            SomeSizes.WithFiles([.. Enumerable.Range(0, files).Select(_ => (long)Math.Exp(6 + (random.NextDouble() * 12)))]) with { Id = $"A{at}" })]);
        var drawing = Draw(report);
        Assert.Equal("0 0 1200 720", drawing.Attribute("viewBox")!.Value);
        var groups = drawing.Elements(Svg + "g").ToList();
        Assert.Equal(artifacts, groups.Count);
        AssertApart([.. groups.Select(AreaOf)], new(0, 0, 1200, 720));
        AssertInProportion([.. groups.Select(AreaOf)], [.. report.Artifacts.Select(artifact => (double)artifact.Unzipped).OrderDescending()]);
        foreach (var group in groups)
        {
            var artifact = report.Artifacts.Single(artifact => group.Element(Svg + "title")!.Value.StartsWith($"{artifact.Id}: ", StringComparison.Ordinal));
            List<Area> tiles = [.. group.Elements(Svg + "g").Select(AreaOf)];
            AssertApart(tiles, AreaOf(group));
            AssertInProportion(tiles, [.. artifact.Files.Select(file => (double)file.Unzipped).OrderDescending()]);
        }
    }

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

    private static Area AreaOf(XElement group)
    {
        var area = group.Element(Svg + "rect")!;
        return new(Number(area, "x"), Number(area, "y"), Number(area, "width"), Number(area, "height"));
    }

    // Numbers are written with two decimals.
    private static void AssertApart(List<Area> areas, Area whole)
    {
        const double Rounding = 0.011;
        Assert.All(areas, area => Assert.True(
            area.X >= whole.X - Rounding && area.Y >= whole.Y - Rounding && area.Right <= whole.Right + Rounding && area.Bottom <= whole.Bottom + Rounding, $"{area} in {whole}"));
        for (var one = 0; one < areas.Count; one++)
        {
            for (var other = one + 1; other < areas.Count; other++)
            {
                var (a, b) = (areas[one], areas[other]);
                Assert.True(a.Right <= b.X + Rounding || b.Right <= a.X + Rounding || a.Bottom <= b.Y + Rounding || b.Bottom <= a.Y + Rounding, $"{a} over {b}");
            }
        }
    }

    private static void AssertInProportion(List<Area> areas, List<double> weights)
    {
        Assert.Equal(weights.Count, areas.Count);
        var perWeight = areas.Sum(area => area.Width * area.Height) / weights.Sum();
        Assert.All(areas.Zip(weights), pair =>
        {
            var (area, expected) = (pair.First, pair.Second * perWeight);
            Assert.InRange(area.Width * area.Height, expected - (0.011 * (area.Width + area.Height)), expected + (0.011 * (area.Width + area.Height)));
        });
    }

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
