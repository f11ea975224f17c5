namespace Serverless.Artifacts;

public sealed class ProgramsOfCustomRuntimes
{
    [Theory]
    [InlineData("App App.dll", "bootstrap App.dll")]
    [InlineData("bootstrap App", "bootstrap App")]
    [InlineData("App.dll", "App.dll")]
    [InlineData("sub/App App", "sub/App bootstrap")]
    public void AreNamedBootstrapUnlessThereIsOne(string published, string expected)
    {
        var project = new PublishedProject("/app/App.csproj", "linux-x64", "Release")
        {
            Facts = SomeApp.Facts("App"),
            Files = [.. published.Split(' ').Select(name => new PublishedFile("/app/obj/" + name, name))],
        };
        Assert.Equal(expected, string.Join(' ', project.WithBootstrap().Files.Select(file => file.RelativePath)));
    }
}
