using System.Security.Cryptography;
using System.Text;
using Serverless.Diagnostics;
using Serverless.Text;

namespace Serverless.Artifacts.Sizes;

/// <summary>What becomes of a size report.</summary>
public enum SizeReportForm
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Lines of text.</summary>
    Table,

    /// <summary>JSON and a page with a treemap.</summary>
    Files,

    /// <summary>Lines and files.</summary>
    All,
}

/// <summary>Renders size reports, in the end to files in a folder of their own: what is packaged is only what the manifest says.</summary>
public static class SizeReports
{
    private const int HeadLength = 512;

    // A later version renders again what an earlier one rendered.
    private static string Maker => typeof(SizeReports).Assembly.GetName().Version + "/" + typeof(SizeReports).Module.ModuleVersionId;

    /// <summary>Absolute paths of the files that a report has in a folder.</summary>
    public static IEnumerable<string> FilesIn(string folder) => [Path.Combine(folder, SizeReport.JsonName), Path.Combine(folder, SizeReport.PageName)];

    /// <summary>
    /// Renders a report. Files that are there already for the same package are left alone without a look at the zips, and one that would be the
    /// same keeps its time.
    /// </summary>
    /// <param name="outline">The report, without the files of its artifacts; they are read when they are needed.</param>
    /// <param name="form">What is wanted.</param>
    /// <param name="folder">Absolute path of the folder for files; it is made when it is missing.</param>
    /// <returns>The lines to show, or why a zip cannot be read or a file not be written.</returns>
    public static Checked<string[]> Render(SizeReport outline, SizeReportForm form, string folder) =>
        form == SizeReportForm.None ? Checked.Good<string[]>([]) : RenderWanted(outline, form, folder);

    private static Checked<string[]> RenderWanted(SizeReport outline, SizeReportForm form, string folder)
    {
        var (wantsTable, wantsFiles) = (form is SizeReportForm.Table or SizeReportForm.All, form is SizeReportForm.Files or SizeReportForm.All);
        var (json, page) = (Path.Combine(folder, SizeReport.JsonName), Path.Combine(folder, SizeReport.PageName));
        try
        {
            var report = wantsFiles ? Sign(outline) : outline;
            wantsFiles = wantsFiles && !(IsSigned(json, report.Fingerprint) && IsSigned(page, report.Fingerprint));
            report = wantsTable || wantsFiles ? report.WithFiles() : report;
            if (wantsFiles)
            {
                WholeFile.WriteIfDifferent(json, Encoding.UTF8.GetBytes(SizeJson.Write(report)));
                WholeFile.WriteIfDifferent(page, Encoding.UTF8.GetBytes(SizePage.Write(report)));
            }

            return Checked.Good<string[]>(wantsTable ? [.. SizeTable.Write(report)] : []);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Checked.Bad<string[]>(PackageDiagnostics.CannotWrite.At(SourceSpan.File(folder), $"The size report cannot be made: {broken.Message.TrimEnd('.')}."));
        }
    }

    private static SizeReport Sign(SizeReport outline) =>
        outline with { Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Maker}\n{SizeJson.Write(outline)}"))) };

    // Both files have the fingerprint near their beginning.
    private static bool IsSigned(string path, string fingerprint)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = File.OpenRead(path);
        var head = new byte[HeadLength];
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head.AsSpan(0, count).IndexOf(Encoding.ASCII.GetBytes($"\"{fingerprint}\"")) >= 0;
    }
}
