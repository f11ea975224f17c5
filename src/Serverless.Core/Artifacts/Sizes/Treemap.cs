using System.Globalization;
using System.Net;
using System.Text;

namespace Serverless.Artifacts.Sizes;

/// <summary>Draws the files of a report's artifacts as rectangles, each as large as the file is unzipped: SVG.</summary>
internal static class Treemap
{
    private const double Width = 1200;
    private const double Height = 720;
    private const double HeadHeight = 20;
    private const double FontSize = 12;

    // More of them are thinner than a pixel, and make the page slow.
    private const int MaxTiles = 200;

    private static readonly Area Whole = new(0, 0, Width, Height);

    /// <summary>The element <c>svg</c>. Every rectangle has a tooltip.</summary>
    public static string Draw(SizeReport report)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Files by unzipped size\">\n");
        var artifacts = report.Artifacts.Where(artifact => artifact.Files.Any(file => file.Unzipped > 0))
            .OrderByDescending(WeightOf).ThenBy(artifact => artifact.Id, StringComparer.Ordinal).ToList();
        foreach (var (artifact, area) in artifacts.Zip(Squares.Cut([.. artifacts.Select(WeightOf)], Whole)))
        {
            DrawArtifact(svg, report, artifact, area);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double WeightOf(ArtifactSize artifact) => artifact.Files.Sum(file => file.Unzipped);

    private static void DrawArtifact(StringBuilder svg, SizeReport report, ArtifactSize artifact, Area area)
    {
        var users = SizeTable.UsersOf(report, artifact);
        var title = $"{artifact.Id}: {ByteSize.Show(artifact.Unzipped)} unzipped, {ByteSize.Show(artifact.Zipped)} zipped{(users.Length > 0 ? $", for {users}" : "")}";
        var head = area.Height > 3 * HeadHeight ? HeadHeight : 0;
        svg.Append("<g class=\"artifact\">\n");
        DrawTile(svg, area, area with { Height = HeadHeight }, head > 0 ? title : "", title);
        var tiles = TilesOf(artifact);
        foreach (var (tile, place) in tiles.Zip(Squares.Cut([.. tiles.Select(tile => (double)tile.Unzipped)], area with { Y = area.Y + head, Height = area.Height - head })))
        {
            var name = tile.Name[(tile.Name.LastIndexOf('/') + 1)..];
            var tip = $"{tile.Name}: {ByteSize.Show(tile.Unzipped)} unzipped{(tile.Zipped is { } zipped ? $", {ByteSize.Show(zipped)} zipped" : "")}, {ByteSize.Percent(tile.Unzipped, artifact.Unzipped)} of {artifact.Id}";
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{tile.Kind.ToString().ToLowerInvariant()}\">");
            DrawTile(svg, place, place, name, tip, ByteSize.Show(tile.Unzipped));
            svg.Append("</g>\n");
        }

        svg.Append("</g>\n");
    }

    private static List<FileSize> TilesOf(ArtifactSize artifact)
    {
        var files = artifact.Files.Where(file => file.Unzipped > 0).LargestFirst().ToList();
        if (files.Count <= MaxTiles)
        {
            return files;
        }

        var rest = files.Skip(MaxTiles - 1).ToList();
        var others = new FileSize($"{rest.Count} smaller files", FileKind.Other, rest.SumZipped(), rest.Sum(file => file.Unzipped));
        return [.. files.Take(MaxTiles - 1).Append(others).LargestFirst()];
    }

    private static void DrawTile(StringBuilder svg, Area area, Area text, string label, string tip, string second = "")
    {
        svg.Append("<title>").Append(WebUtility.HtmlEncode(tip)).Append("</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{area.X:0.##}\" y=\"{area.Y:0.##}\" width=\"{area.Width:0.##}\" height=\"{area.Height:0.##}\"/>");
        DrawText(svg, text, label, 0);
        if (text.Height >= 3 * FontSize)
        {
            DrawText(svg, text, second, 1);
        }
    }

    // A label that has to lose most of its letters says nothing; the tooltip has all of them.
    private static void DrawText(StringBuilder svg, Area area, string text, int line)
    {
        var room = (int)((area.Width - 8) / (FontSize * 0.6));
        if (text.Length == 0 || area.Height < FontSize + 4 || room < Math.Min(text.Length, 5))
        {
            return;
        }

        var shown = text.Length <= room ? text : text[..(room - 1)].TrimEnd() + "…";
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{area.X + 4:0.##}\" y=\"{area.Y + FontSize + 2 + (line * (FontSize + 2)):0.##}\">{WebUtility.HtmlEncode(shown)}</text>");
    }
}
