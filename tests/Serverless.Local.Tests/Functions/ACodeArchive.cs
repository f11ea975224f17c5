using System.Text;
using Serverless.Diagnostics;
using Serverless.Local.Functions;
using Serverless.Testing;

namespace Serverless.Local.Tests.Functions;

public sealed class ACodeArchive : IDisposable
{
    private const int Executable = 0x81ed << 16;
    private const int Plain = 0x81a4 << 16;
    private const int Link = 0xa1ff << 16;

    private readonly TemporaryFolder _folder = new();
    private readonly CodeCache _cache;

    public ACodeArchive() => _cache = new CodeCache(_folder["cache"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task IsExtractedOnceForItsContent()
    {
        var code = Pack(("a/b.txt", "content", Plain));
        var first = await _cache.ExtractAsync(Configure(code));
        var written = Directory.GetLastWriteTimeUtc(first);
        var second = await new CodeCache(_folder["cache"]).ExtractAsync(Configure(code) with { Name = "other" });

        Assert.Equal(first, second);
        Assert.Equal(Convert.ToHexStringLower(Convert.FromBase64String(code.Sha256)), Path.GetFileName(first));
        Assert.Equal(written, Directory.GetLastWriteTimeUtc(second));
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(first, "a", "b.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task IsExtractedOnceByManyAtOnce()
    {
        var code = Pack(("file", "content", Plain));
        var folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => new CodeCache(_folder["cache"]).ExtractAsync(Configure(code))));

        Assert.Single(folders.Distinct());
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder["cache"]));
    }

    [Fact]
    public async Task KeepsItsModesButIsReadOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes are Unix'");
            return;
        }

        var folder = await _cache.ExtractAsync(Configure(Pack(("bootstrap", "x", Executable), ("data", "x", Plain), ("from-windows", "x", 0))));

        Assert.Equal(Convert.ToInt32("555", 8), (int)File.GetUnixFileMode(Path.Combine(folder, "bootstrap")));
        Assert.Equal(Convert.ToInt32("444", 8), (int)File.GetUnixFileMode(Path.Combine(folder, "data")));
        Assert.Equal(Convert.ToInt32("444", 8), (int)File.GetUnixFileMode(Path.Combine(folder, "from-windows")));
    }

    [Theory]
    [InlineData("../evil", Plain, "would leave its folder")]
    [InlineData("a/../../evil", Plain, "would leave its folder")]
    [InlineData("/etc/evil", Plain, "would leave its folder")]
    [InlineData("..\\evil", Plain, "would leave its folder")]
    [InlineData("link", Link, "is a link or a device")]
    public async Task ThatIsUnsafeIsRefusedWhole(string name, int attributes, string reason)
    {
        var code = Pack(("good", "x", Plain), (name, "/etc/passwd", attributes));
        var diagnostic = await RefusedAsync(Configure(code));

        Assert.Equal("SLS0851", diagnostic.Code);
        Assert.Contains(reason, diagnostic.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["cache"]));
        Assert.False(File.Exists(_folder["evil"]));
    }

    [Fact]
    public async Task ThatHoldsAFileTwiceIsRefused() =>
        Assert.Equal("SLS0851", (await RefusedAsync(Configure(Pack(("a", "1", Plain), ("a", "2", Plain))))).Code);

    [Fact]
    public async Task ThatIsNoZipIsRefused()
    {
        var path = _folder.Write("code.zip", "this is no zip");
        var sha = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("this is no zip")));

        Assert.Equal("SLS0851", (await RefusedAsync(Configure((path, sha)))).Code);
    }

    [Fact]
    public async Task ThatIsMissingIsRefused() =>
        Assert.Equal("SLS0851", (await RefusedAsync(Configure((_folder["nothing.zip"], Convert.ToBase64String(new byte[32]))))).Code);

    [Fact]
    public async Task ThatHasAnotherHashIsRefused()
    {
        var code = Pack(("a", "1", Plain));

        Assert.Contains("has the SHA-256", (await RefusedAsync(Configure(code with { Sha256 = Convert.ToBase64String(new byte[32]) }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThatGrowsOverTheLimitIsRefused()
    {
        var code = FunctionCode.Pack(_folder["bomb.zip"], ("zeros", new byte[262_144_001], Plain));

        Assert.Contains("262144000", (await RefusedAsync(Configure(code))).Text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["cache"]));
    }

    private (string Path, string Sha256) Pack(params (string Name, string Content, int Attributes)[] files) =>
        FunctionCode.Pack(_folder["code.zip"], [.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Content), file.Attributes))]);

    private async Task<Diagnostic> RefusedAsync(FunctionConfiguration function) =>
        Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => _cache.ExtractAsync(function))).Diagnostics);

    private static FunctionConfiguration Configure((string Path, string Sha256) code) => FunctionCode.Configure("archived", code);
}
