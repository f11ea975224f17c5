using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Serverless.Local.Functions;

namespace Serverless.Local.Tests.Functions;

/// <summary>Code archives for tests.</summary>
internal static class FunctionCode
{
    private const int Executable = 0x81ed << 16;
    private const int Plain = 0x81a4 << 16;

    /// <summary>The folder that the test function was built into, beside this project's own.</summary>
    public static string TestFunctionFolder { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory.Replace("Serverless.Local.Tests", Path.Combine("functions", "TestFunction"), StringComparison.Ordinal)));

    /// <summary>Packs the test function.</summary>
    public static (string Path, string Sha256) PackTestFunction(string zipPath) =>
        Pack(zipPath, [.. Directory.EnumerateFiles(TestFunctionFolder, "TestFunction.*").Where(path => !path.EndsWith(".pdb", StringComparison.Ordinal))
            .Select(path => (Path.GetFileName(path), File.ReadAllBytes(path), Plain))]);

    /// <summary>Packs a script as <c>bootstrap</c>.</summary>
    public static (string Path, string Sha256) PackScript(string zipPath, string script, string name = "bootstrap") =>
        Pack(zipPath, (name, Encoding.UTF8.GetBytes(script.ReplaceLineEndings("\n")), Executable));

    /// <summary>Packs files with their Unix modes.</summary>
    public static (string Path, string Sha256) Pack(string zipPath, params (string Name, byte[] Content, int Attributes)[] files)
    {
        using (var archive = ZipFile.Open(zipPath, ZipArchiveMode.Create))
        {
            foreach (var (name, content, attributes) in files)
            {
                var entry = archive.CreateEntry(name);
                entry.ExternalAttributes = attributes;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return (zipPath, Convert.ToBase64String(SHA256.HashData(File.ReadAllBytes(zipPath))));
    }

    /// <summary>A configuration for the code.</summary>
    public static FunctionConfiguration Configure(string name, (string Path, string Sha256) code) => new()
    {
        Name = name,
        Arn = $"arn:aws:lambda:us-east-1:000000000000:function:{name}",
        Runtime = "dotnet10",
        Handler = "TestFunction",
        CodePath = code.Path,
        CodeSha256 = code.Sha256,
        MemorySize = 256,
        TimeoutSeconds = 20,
    };
}
