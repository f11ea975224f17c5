using System.Globalization;
using System.Net;
using System.Text;

namespace Serverless.Artifacts.Sizes;

/// <summary>Renders a report as one HTML file that needs nothing else: no script, no font, no address.</summary>
public static class SizePage
{
    private const string Style =
        """
        :root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
        body { margin: 1.5rem; }
        table { border-collapse: collapse; margin: 1rem 0; }
        th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #8886; }
        th:first-child, td:first-child, th:nth-child(2), td:nth-child(2), th:last-child, td:last-child { text-align: left; }
        svg { display: block; width: 100%; height: auto; }
        rect { stroke: #fff; stroke-width: 1; fill: #e3e3e3; }
        text { font: 12px system-ui, sans-serif; fill: #111; pointer-events: none; }
        .artifact > rect { fill: #d0d0d0; }
        .assembly { --fill: #a9cbee; } .native { --fill: #f3c08f; } .symbols { --fill: #d9b8e6; } .other { --fill: #b7dcae; } .layer { --fill: #c9c2f0; }
        .artifact g rect { fill: var(--fill); }
        .artifact g:hover rect { stroke: #111; stroke-width: 2; }
        .legend span { padding: .1rem .6rem; margin-right: .5rem; background: var(--fill); color: #111; }
        """;

    /// <summary>The page.</summary>
    public static string Write(SizeReport report)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<meta name=\"fingerprint\" content=\"{report.Fingerprint}\">\n");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>Sizes of functions</title>\n<style>\n").Append(Style.ReplaceLineEndings("\n")).Append("\n</style>\n</head>\n<body>\n");
        page.Append("<h1>Sizes of functions</h1>\n");
        WriteFunctions(page, report);
        page.Append("<p class=\"legend\"><span class=\"assembly\">assemblies</span><span class=\"native\">native code</span><span class=\"symbols\">symbols</span><span class=\"other\">other files</span><span class=\"layer\">layers of images</span></p>\n");
        page.Append(Treemap.Draw(report));
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void WriteFunctions(StringBuilder page, SizeReport report)
    {
        var limits = report.Limits;
        page.Append("<table>\n");
        WriteRow(page, "th", ["Function", "Artifact", "Zipped", $"of {ByteSize.Show(limits.Zipped)} (direct upload)", "Unzipped", "Layers", $"of {ByteSize.Show(limits.Unzipped)}", $"of {ByteSize.Show(limits.Image)} (images)", "Budget"]);
        foreach (var function in report.Functions)
        {
            WriteRow(page, "td",
            [
                function.Name,
                function.Artifact,
                ByteSize.Show(function.Zipped),
                function.IsImage ? "" : ByteSize.Percent(function.Zipped, limits.Zipped),
                ByteSize.Show(function.Unzipped),
                SizeTable.LayersOf(function),
                function.IsImage ? "" : ByteSize.Percent(function.UnzippedWithLayers, limits.Unzipped),
                function.IsImage ? ByteSize.Percent(function.Unzipped, limits.Image) : "",
                function.Budget?.ToString() ?? "",
            ]);
        }

        page.Append("</table>\n");
    }

    private static void WriteRow(StringBuilder page, string element, IEnumerable<string> cells) =>
        page.Append("<tr>").AppendJoin("", cells.Select(cell => $"<{element}>{WebUtility.HtmlEncode(cell)}</{element}>")).Append("</tr>\n");
}
