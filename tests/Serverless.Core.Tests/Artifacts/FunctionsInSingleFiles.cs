using System.Xml.Linq;
using Serverless.Diagnostics;
using Serverless.Testing;
using Serverless.Text;

namespace Serverless.Artifacts;

public sealed class FunctionsInSingleFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GetAProjectFromTheirDirectives()
    {
        var project = Project("""
            #!/usr/bin/env dotnet
            // A comment is no end of the head.
            #:sdk Microsoft.NET.Sdk.Web
            #:sdk Other.Sdk@2.0.0
            #:package Newtonsoft.Json@13.0.3
            #:package Central.Package
            #:property PublishAot=true
            #:project ../lib/lib.csproj

            return 0;
            #:package Too.Late@1.0.0
            """);
        Assert.Equal("Microsoft.NET.Sdk.Web", project.Attribute("Sdk")!.Value);
        Assert.Equal("""<Sdk Name="Other.Sdk" Version="2.0.0" />""", project.Element("Sdk")!.ToString());
        Assert.Equal(
            ["""<PackageReference Include="Newtonsoft.Json" Version="13.0.3" />""", """<PackageReference Include="Central.Package" />"""],
            project.Descendants("PackageReference").Select(reference => reference.ToString()));
        Assert.Equal("/app/lib/lib.csproj", project.Descendants("ProjectReference").Single().Attribute("Include")!.Value);
        Assert.Equal("true", project.Descendants("PublishAot").Single().Value);
        Assert.Equal("/app/functions/one.cs", project.Descendants("Compile").Single().Attribute("Include")!.Value);
    }

    [Theory]
    [InlineData("#:nonsense x", "SLS0333 Error 1: '#:nonsense x' is not a directive that functions in a single file can have. There are #:sdk, #:package, #:property, #:project.")]
    [InlineData("#:package", "SLS0333 Error 1: '#:package' names nothing. Give it a name, as in '#:package Newtonsoft.Json@13.0.3'.")]
    [InlineData("#:property my name=1", "SLS0333 Error 1: '#:property my name=1' is not a directive that functions in a single file can have. There are #:sdk, #:package, #:property, #:project.")]
    [InlineData("#:property PublishAot", "SLS0333 Error 1: '#:property PublishAot' is not a directive that functions in a single file can have. There are #:sdk, #:package, #:property, #:project.")]
    public void ADirectiveThatIsNotUnderstoodIsReportedAtItsLine(string text, string expected) =>
        Assert.Equal(expected, SomeApp.Show(FunctionFile.ToProject(new SourceText("/app/functions/one.cs", text)).Diagnostics));

    [Fact]
    public async Task AFileThatCannotBeReadIsReported()
    {
        var path = _folder.Write("one.cs", "return 0;");
        await using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var complaint = Assert.Single((await WriteAsync(path)).Diagnostics);
        Assert.Equal(("SLS0412", path), (complaint.Code, complaint.Span.Path));
        Assert.StartsWith($"'{path}' cannot be read: ", complaint.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["obj"]));
    }

    [Fact]
    public async Task AProjectThatCannotBeWrittenIsReported()
    {
        _folder.Write("obj", "a file where a folder is wanted");
        Assert.Equal("SLS0413", Assert.Single((await WriteAsync(_folder.Write("one.cs", "return 0;"))).Diagnostics).Code);
    }

    private Task<Checked<IReadOnlyList<RequiredPublish>>> WriteAsync(string path) =>
        FunctionFile.WriteProjectsAsync([new RequiredPublish(path, "linux-x64", "Release")], _folder.Path, _folder["obj"], TestContext.Current.CancellationToken);

    private static XElement Project(string text)
    {
        var project = FunctionFile.ToProject(new SourceText("/app/functions/one.cs", text.ReplaceLineEndings("\r\n")));
        Assert.True(project.IsGood, SomeApp.Show(project.Diagnostics));
        return project.Value;
    }
}
