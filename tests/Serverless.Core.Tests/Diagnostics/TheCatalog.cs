using System.Text.RegularExpressions;
using Serverless.Diagnostics;

namespace Serverless.Core.Tests.Diagnostics;

public sealed partial class TheCatalog
{
    private static readonly DiagnosticDescriptor[] All = [.. DiagnosticCatalog.Of(typeof(Diagnostic).Assembly)];

    [Fact]
    public void HasEveryCodeOnce() => Assert.Empty(All.GroupBy(descriptor => descriptor.Code).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void HasCodesOfTheAgreedForm() => Assert.All(All, descriptor => Assert.Matches(Form, descriptor.Code));

    [Fact]
    public void HasAPageForEveryCodeThatStartsWithItsTitle()
    {
        var folder = Path.Combine(Repository(), "docs", "diagnostics");

        var headings = All.Select(descriptor => $"# {descriptor.Code}: {descriptor.Title}").ToList();

        var missing = headings.Where(heading => FirstLine(Path.Combine(folder, $"{heading[2..9]}.md")) != heading).ToList();

        Assert.True(missing.Count == 0, $"docs/diagnostics lacks pages that start with:\n{string.Join('\n', missing)}");
    }

    private static string? FirstLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Serverless.Sdk.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("^SLS[0-9]{4}$")]
    private static partial Regex Form { get; }
}
