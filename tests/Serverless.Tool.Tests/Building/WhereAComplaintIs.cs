using Serverless.Text;

namespace Serverless.Tool.Building;

public sealed class WhereAComplaintIs
{
    [Theory]
    [InlineData("Program.cs", "/src/App/App.csproj", "/src/App/Program.cs")]
    [InlineData("/other/Program.cs", "/src/App/App.csproj", "/other/Program.cs")]
    [InlineData("", "/src/App/App.csproj", "/src/App/App.csproj")]
    [InlineData("CSC", "", "CSC")]
    [InlineData("", "", null)]
    public void IsAFileSeenFromItsProject(string file, string project, string? expected) => Assert.Equal(expected, Complaint.Span(file, project, (2, 3), (2, 5)).Path);

    [Theory]
    [InlineData(2, 3, 2, 5, "2,3-2,5")]
    [InlineData(2, 3, 0, 0, "2,3-2,4")]
    [InlineData(2, 0, 0, 0, "2,1-2,2")]
    [InlineData(2, 3, 2, 3, "2,3-2,4")]
    [InlineData(0, 0, 0, 0, "0,0-0,0")]
    public void HasAnEndBehindItsStart(int line, int column, int endLine, int endColumn, string expected)
    {
        SourceSpan span = Complaint.Span("/a.cs", null, (line, column), (endLine, endColumn));
        Assert.Equal(expected, $"{span.Start}-{span.End}");
    }
}
