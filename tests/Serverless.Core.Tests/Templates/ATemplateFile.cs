using Serverless.Testing;

namespace Serverless.Templates;

public sealed class ATemplateFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ThatDoesNotExistIsReportedByItsPath()
    {
        var read = await TemplateFile.ReadAsync(_folder["none.yaml"], TestContext.Current.CancellationToken);
        var complaint = Assert.Single(read.Diagnostics);
        Assert.Equal(("SLS0121", _folder["none.yaml"]), (complaint.Code, complaint.Span.Path));
    }

    [Fact]
    public async Task ThatIsAFolderIsReportedAsUnreadable()
    {
        var read = await TemplateFile.ReadAsync(_folder.Path, TestContext.Current.CancellationToken);
        Assert.Equal("SLS0122", Assert.Single(read.Diagnostics).Code);
    }

    [Fact]
    public async Task IsReadAsUtf8()
    {
        var read = await TemplateFile.ReadAsync(_folder.Write("t.yaml", "Description: für"), TestContext.Current.CancellationToken);
        Assert.Equal("Description: für", read.Value!.Text);
    }
}
