using Serverless.Diagnostics;

namespace Serverless.Artifacts.Sizes;

/// <summary>Complains of functions that weigh too much.</summary>
internal static class SizeChecks
{
    private const int LargestToName = 3;

    /// <summary>
    /// Errors at the functions that are over their budget, or over Lambda's limit because of their layers; one warning for all zipped ones that
    /// are near the limit, at the fullest, and one for images.
    /// </summary>
    /// <param name="functions">The functions.</param>
    /// <param name="readFiles">Reads the files of an artifact by its id, to name the largest; asked only when there is a complaint.</param>
    public static List<Diagnostic> Check(IReadOnlyList<FunctionSize> functions, Func<string, IEnumerable<FileSize>> readFiles)
    {
        var diagnostics = new List<Diagnostic>();
        var near = new List<FunctionSize>();
        foreach (var function in functions)
        {
            diagnostics.AddRange(function.IsImage ? CheckImage(function, readFiles) : CheckLimit(function));
            diagnostics.AddRange(CheckBudget(function, readFiles));
            if (SizeLimits.Lambda.IsNear(function))
            {
                near.Add(function);
            }
        }

        if (near.Count > 0)
        {
            diagnostics.AddRange(Warn("unzipped, layers included", near.Where(function => !function.IsImage)));
            diagnostics.AddRange(Warn("for uncompressed images", near.Where(function => function.IsImage)));
        }

        return diagnostics;
    }

    private static IEnumerable<Diagnostic> Warn(string what, IEnumerable<FunctionSize> near)
    {
        var fullest = near.OrderByDescending(function => function.UnzippedWithLayers).ThenBy(function => function.Name, StringComparer.Ordinal).ToList();
        if (fullest.Count > 0)
        {
            yield return PackageDiagnostics.NearLimit.At(
                fullest[0].Span,
                $"Near Lambda's limit of {ByteSize.Show(SizeLimits.Lambda.Of(fullest[0]))} {what}: {string.Join(", ", fullest.Select(ShowShare))}.",
                "ServerlessSizeReport shows what the size is made of.");
        }
    }

    private static string ShowShare(FunctionSize function) => $"{function.Name} ({ByteSize.Percent(function.UnzippedWithLayers, SizeLimits.Lambda.Of(function))})";

    // Code that is too large by itself was never packed.
    private static IEnumerable<Diagnostic> CheckLimit(FunctionSize function)
    {
        if (function.UnzippedWithLayers > SizeLimits.Lambda.Unzipped)
        {
            yield return PackageDiagnostics.TooLargeWithLayers.At(
                function.Span,
                $"'{function.LogicalId}' has {ByteSize.Show(function.UnzippedWithLayers)} unzipped with its layers; Lambda takes {ByteSize.Show(SizeLimits.Lambda.Unzipped)}.",
                $"Its own code has {ByteSize.Show(function.Unzipped)}, {string.Join(", ", function.Layers.Select(layer => $"{layer.LogicalId} {ByteSize.Show(layer.Unzipped)}"))}.");
        }
    }

    private static IEnumerable<Diagnostic> CheckImage(FunctionSize function, Func<string, IEnumerable<FileSize>> readFiles)
    {
        if (function.Unzipped > SizeLimits.Lambda.Image)
        {
            yield return PackageDiagnostics.ImageTooLarge.At(
                function.Span,
                $"The image of '{function.LogicalId}' has {ByteSize.Show(function.Unzipped)} uncompressed; Lambda takes {ByteSize.Show(SizeLimits.Lambda.Image)}.",
                Largest(function, readFiles));
        }
    }

    private static IEnumerable<Diagnostic> CheckBudget(FunctionSize function, Func<string, IEnumerable<FileSize>> readFiles)
    {
        var (zipped, unzipped) = (function.Budget?.Zipped, function.Budget?.Unzipped);
        var over = new List<string>();
        if (function.Unzipped > unzipped)
        {
            over.Add(Over(function.Unzipped, "unzipped", unzipped.Value));
        }

        if (function.Zipped > zipped)
        {
            over.Add(Over(function.Zipped, "zipped", zipped.Value));
        }

        if (over.Count > 0)
        {
            yield return PackageDiagnostics.OverBudget.At(
                function.Span, $"'{function.LogicalId}' is over its size budget: {string.Join(" and ", over)}.", Largest(function, readFiles));
        }
    }

    private static string Largest(FunctionSize function, Func<string, IEnumerable<FileSize>> readFiles) =>
        $"The largest files are {string.Join(", ", readFiles(function.Artifact).LargestFirst().Take(LargestToName).Select(file => $"{file.Name} ({ByteSize.Show(file.Unzipped)})"))}.";

    // What differs in no shown digit is told in bytes.
    private static string Over(long bytes, string how, long budget)
    {
        var (shown, allowed) = (ByteSize.Show(bytes), ByteSize.Show(budget));
        return shown == allowed ? $"it has {bytes} bytes {how}, {budget} are allowed" : $"it has {shown} {how}, {allowed} are allowed";
    }
}
