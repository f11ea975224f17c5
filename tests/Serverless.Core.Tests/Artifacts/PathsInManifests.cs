namespace Serverless.Artifacts;

public sealed class PathsInManifests
{
    [Theory]
    [InlineData("/home/ada/app/bin/serverless", "/home/ada/app/template.yaml", "../../template.yaml")]
    [InlineData("/home/ada/app/out", "/home/ada/app/out/App.zip", "App.zip")]
    [InlineData("/home/ada/app", "/home/ada/shared/Lib/Lib.csproj", "../shared/Lib/Lib.csproj")]
    [InlineData("/tmp/out", "/home/ada/app/template.yaml", "template.yaml")]
    [InlineData("/tmp/out/", "/home/ada/app/template.yaml", "template.yaml")]
    [InlineData("/", "/app/template.yaml", "app/template.yaml")]
    public void DoNotTellWhereTheCloneLies(string folder, string path, string expected) => Assert.Equal(expected, RelativePaths.Show(folder, path));
}
