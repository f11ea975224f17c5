using System.Collections.Immutable;

namespace Serverless.Artifacts.Sizes;

/// <summary>Renders a report as lines of text.</summary>
public static class SizeTable
{
    private const int FilesToShow = 10;
    private const int UsersToShow = 3;

    /// <summary>The lines: a table of functions, and one of the largest files for every artifact.</summary>
    public static ImmutableArray<string> Write(SizeReport report) =>
        [.. FunctionsOf(report), .. report.Artifacts.SelectMany(artifact => FilesOf(report, artifact))];

    /// <summary>Who an artifact is for, as <c>Orders, Payments</c> or <c>A, B, C and 47 more</c>; empty when no function or layer has it.</summary>
    internal static string UsersOf(SizeReport report, ArtifactSize artifact)
    {
        var users = report.Functions.Where(function => function.Artifact == artifact.Id).Select(function => function.Name)
            .Concat(report.Functions.SelectMany(function => function.Layers).Where(layer => layer.Artifact == artifact.Id).Select(layer => layer.LogicalId))
            .Distinct().ToList();
        return string.Join(", ", users.Take(UsersToShow)) + (users.Count > UsersToShow ? $" and {users.Count - UsersToShow} more" : "");
    }

    /// <summary>What a function's layers weigh, as <c>30.0 MB + 1 unknown</c>; empty without layers.</summary>
    internal static string LayersOf(FunctionSize function) => string.Join(" + ", ((string?[])
    [
        function.Layers.IsEmpty ? null : ByteSize.Show(function.Layers.Sum(layer => layer.Unzipped)),
        function.UnknownLayers == 0 ? null : $"{function.UnknownLayers} unknown",
    ]).OfType<string>());

    private static IEnumerable<string> FunctionsOf(SizeReport report)
    {
        var limits = report.Limits;
        return Align(
            "llrrrrrrl",
            [
                ["Function", "Artifact", "Zipped", $"of {ByteSize.Show(limits.Zipped)}*", "Unzipped", "Layers", $"of {ByteSize.Show(limits.Unzipped)}", $"of {ByteSize.Show(limits.Image)}", "Budget"],
                .. report.Functions.Select(function => (string[])
                [
                    function.Name,
                    function.Artifact,
                    ByteSize.Show(function.Zipped),
                    function.IsImage ? "" : ByteSize.Percent(function.Zipped, limits.Zipped),
                    ByteSize.Show(function.Unzipped),
                    LayersOf(function),
                    function.IsImage ? "" : ByteSize.Percent(function.UnzippedWithLayers, limits.Unzipped),
                    function.IsImage ? ByteSize.Percent(function.Unzipped, limits.Image) : "",
                    function.Budget?.ToString() ?? "",
                ]),
            ]).Concat(report.Functions.Any(function => !function.IsImage) ? ["  * when a zip is uploaded straight to Lambda; deployments go through S3"] : []);
    }

    private static IEnumerable<string> FilesOf(SizeReport report, ArtifactSize artifact)
    {
        var files = artifact.Files.LargestFirst().ToList();
        var rest = files.Skip(FilesToShow).ToList();
        List<string[]> rows = [["Largest files", "Zipped", "Unzipped", "Share"], .. files.Take(FilesToShow).Select(file => Row(file.Name, file.Zipped, file.Unzipped))];
        if (rest.Count > 0)
        {
            rows.Add(Row(rest.Count == 1 ? rest[0].Name : $"{rest.Count} smaller files", rest.SumZipped(), rest.Sum(file => file.Unzipped)));
        }

        var users = UsersOf(report, artifact);
        return Align("lrrr", rows).Prepend(users.Length > 0 ? $"{artifact.Id} ({users})" : artifact.Id).Prepend("");

        string[] Row(string name, long? zipped, long unzipped) => [name, zipped is { } bytes ? ByteSize.Show(bytes) : "", ByteSize.Show(unzipped), ByteSize.Percent(unzipped, artifact.Unzipped)];
    }

    // A column that has nothing but its heading is left out.
    private static IEnumerable<string> Align(string sides, List<string[]> rows)
    {
        var columns = Enumerable.Range(0, sides.Length).Where(column => rows.Count == 1 || rows.Skip(1).Any(row => row[column].Length > 0)).ToList();
        var widths = columns.ToDictionary(column => column, column => rows.Max(row => row[column].Length));
        return rows.Select(row => "  " + string.Join("  ", columns.Select(column =>
            sides[column] == 'r' ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]))).TrimEnd());
    }
}
