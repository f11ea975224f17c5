using System.IO.Compression;

namespace Serverless.Tool.Cloud;

/// <summary>The built test function, which lies beside this project's own output.</summary>
internal static class TestFunctionCode
{
    private static string Folder { get; } = AppContext.BaseDirectory.Replace("Serverless.Tool.Tests", Path.Combine("functions", "TestFunction"), StringComparison.Ordinal);

    public static void Pack(Stream zip)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var file in Files)
        {
            archive.CreateEntryFromFile(file, Path.GetFileName(file));
        }
    }

    public static void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Files)
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "TestFunction.*").Where(path => !path.EndsWith(".pdb", StringComparison.Ordinal));
}
