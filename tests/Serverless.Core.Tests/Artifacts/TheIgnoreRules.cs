namespace Serverless.Artifacts;

public sealed class TheIgnoreRules
{
    [Theory]
    [InlineData("*.md", "readme.md", true)]
    [InlineData("*.md", "docs/deep/readme.md", true)]
    [InlineData("*.md", "readme.mdx", false)]
    [InlineData("/*.md", "docs/readme.md", false)]
    [InlineData("docs/*.md", "docs/readme.md", true)]
    [InlineData("docs/*.md", "docs/deep/readme.md", false)]
    [InlineData("docs/*.md", "x/docs/readme.md", false)]
    [InlineData("**/docs/*.md", "x/docs/readme.md", true)]
    [InlineData("docs/**/a.md", "docs/a.md", true)]
    [InlineData("docs/**/a.md", "docs/x/y/a.md", true)]
    [InlineData("docs/**", "docs/x", true)]
    [InlineData("docs/**", "docs", false)]
    [InlineData("tests/", "tests", false)]
    [InlineData("file?.txt", "file1.txt", true)]
    [InlineData("file?.txt", "file/.txt", false)]
    [InlineData("file[0-9].txt", "file7.txt", true)]
    [InlineData("file[!0-9].txt", "file7.txt", false)]
    [InlineData("file[!0-9].txt", "filex.txt", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("[]", "x", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("# *.md", "readme.md", false)]
    [InlineData(@"\#x", "#x", true)]
    [InlineData(@"\!x", "!x", true)]
    [InlineData("x   ", "x", true)]
    [InlineData(@"x\ ", "x ", true)]
    [InlineData("", "x", false)]
    [InlineData("/", "x", false)]
    [InlineData("!.git", ".git", false)]
    public void AreThoseOfGit(string line, string file, bool isIgnored) => Assert.Equal(isIgnored, IgnoreRules.Parse(line).Ignore(file, isFolder: false));

    [Fact]
    public void ASlashAtTheEndMeansFolders() => Assert.True(IgnoreRules.Parse("tests/").Ignore("x/tests", isFolder: true));

    [Fact]
    public void TheLastRuleThatFitsDecides()
    {
        var rules = IgnoreRules.Parse("*.md", "!keep.md", "docs/keep.md");
        Assert.Equal([true, false, true], new[] { "a.md", "keep.md", "docs/keep.md" }.Select(name => rules.Ignore(name, isFolder: false)));
    }

    [Theory]
    [InlineData(".git", true)]
    [InlineData("lib/__pycache__", true)]
    [InlineData(".venv", true)]
    [InlineData("node_modules", false)]
    [InlineData("bin", false)]
    [InlineData("obj", false)]
    public void TheDefaultsLeaveOutWhatNoFunctionWants(string folder, bool isIgnored) => Assert.Equal(isIgnored, IgnoreRules.Parse().Ignore(folder, isFolder: true));
}
