using Serverless.Diagnostics;
using Serverless.Testing;

namespace Serverless.Tool.Building;

public sealed class FindingAProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, "app.csproj")]
    [InlineData(".", "app.csproj")]
    [InlineData("app.csproj", "app.csproj")]
    [InlineData("lib", "lib/lib.fsproj")]
    [InlineData("lib/", "lib/lib.fsproj")]
    [InlineData("lib/lib.fsproj", "lib/lib.fsproj")]
    public void TakesAFileOrTheOneProjectOfAFolder(string? given, string expected)
    {
        _folder.Write("app.csproj", "<Project />");
        _folder.Write("app.sln", "");
        _folder.Write("app.csproj.user", "<Project />");
        _folder.Write("lib/lib.fsproj", "<Project />");
        Assert.Equal(_folder[expected], ProjectFile.Find(given, _folder.Path));
    }

    [Fact]
    public void AnAbsolutePathNeedsNoFolder() =>
        Assert.Equal(_folder.Write("app.vbproj", "<Project />"), ProjectFile.Find(_folder["app.vbproj"], Path.GetTempPath()));

    [Theory]
    [InlineData("nowhere", "neither a file nor a folder")]
    [InlineData("nowhere.csproj", "neither a file nor a folder")]
    [InlineData("empty", "no project file")]
    [InlineData("template.yaml", "'template.yaml' is not a project file")]
    public void NothingToBuildIsReported(string given, string message)
    {
        _folder.Write("empty/template.yaml", "");
        _folder.Write("template.yaml", "");
        var complaint = Complaint(given);
        Assert.Equal(("SLS0020", _folder[given]), (complaint.Code, complaint.Span.Path));
        Assert.Contains(message, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralProjectsAreListed()
    {
        _folder.Write("b.csproj", "<Project />");
        _folder.Write("a.fsproj", "<Project />");
        var complaint = Complaint(null);
        Assert.Equal("SLS0021", complaint.Code);
        Assert.Contains("2 projects: a.fsproj, b.csproj", complaint.Message, StringComparison.Ordinal);
    }

    private Diagnostic Complaint(string? given) => Assert.Single(Assert.Throws<DiagnosticException>(() => ProjectFile.Find(given, _folder.Path)).Diagnostics);
}
