using Serverless.Testing;

namespace Serverless.Templates;

public sealed class ATemplateFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ThatDoesNotExistIsReportedByItsPath()
    {
        var read = TemplateFile.Read(_folder["none.yaml"]);
        var complaint = Assert.Single(read.Diagnostics);
        Assert.Equal(("SLS0121", _folder["none.yaml"]), (complaint.Code, complaint.Span.Path));
    }

    [Fact]
    public void ThatIsAFolderIsReportedAsUnreadable()
    {
        var read = TemplateFile.Read(_folder.Path);
        Assert.Equal("SLS0122", Assert.Single(read.Diagnostics).Code);
    }

    [Fact]
    public void IsReadAsUtf8()
    {
        var read = TemplateFile.Read(_folder.Write("t.yaml", "Description: für"));
        Assert.Equal("Description: für", read.Value!.Text);
    }
}
