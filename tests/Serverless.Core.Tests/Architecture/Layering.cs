using System.Text.RegularExpressions;
using System.Xml.Linq;
using Serverless.Testing;

namespace Serverless.Architecture;

/// <summary>Who may know whom, read from project files and using lines.</summary>
public sealed partial class Layering
{
    public static TheoryData<string, string[]> Projects => new()
    {
        { "Serverless.Core", [] },
        { "Serverless.Aws", ["Serverless.Core"] },
        { "Serverless.Local", ["Serverless.Core"] },
        { "Serverless.Runtime", [] },
        { "Serverless.Tasks", ["Serverless.Aws", "Serverless.Core"] },
        { "Serverless.Tool", ["Serverless.Aws", "Serverless.Core", "Serverless.Local"] },
    };

    public static TheoryData<string, string[]> CoreFolders => new()
    {
        { "Text", [] },
        { "Diagnostics", ["Text"] },
        { "Templates", ["Text", "Diagnostics"] },
        { "Sam", ["Text", "Diagnostics", "Templates"] },
        { "Artifacts", ["Text", "Diagnostics", "Templates"] },
        { "Compilation", ["Text", "Diagnostics", "Templates", "Sam", "Artifacts"] },
        { "Stacks", ["Text", "Diagnostics", "Templates", "Sam", "Artifacts", "Compilation"] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void AProjectRefersToItsNeighboursOnly(string project, string[] neighbours)
    {
        var file = XDocument.Load(Repository.PathOf($"src/{project}/{project}.csproj"));
        var references = file.Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value));
        Assert.Equal(neighbours.Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CoreFolders))]
    public void AFolderOfCoreUsesItsNeighboursOnly(string folder, string[] neighbours)
    {
        var known = CoreFolders.Select(row => row.Data.Item1).ToHashSet();
        var strangers =
            from file in Sources($"src/Serverless.Core/{folder}")
            from name in Usings(file)
            let other = name.Split('.') is ["Serverless", var second, ..] ? second : null
            where other is not null && other != folder && known.Contains(other) && !neighbours.Contains(other)
            select $"{Path.GetFileName(file)} uses {name}";
        Assert.Empty(strangers);
    }

    [Fact]
    public void CoreHasNeverHeardOfItsHosts()
    {
        string[] hosts = ["Microsoft.Build", "Amazon", "Microsoft.AspNetCore", "System.CommandLine", "Spectre"];
        var strangers =
            from file in Sources("src/Serverless.Core")
            from name in Usings(file)
            where hosts.Any(host => name.StartsWith(host, StringComparison.Ordinal))
            select $"{Path.GetFileName(file)} uses {name}";
        Assert.Empty(strangers);
    }

    [Fact]
    public void CoreDoesNotLookAround()
    {
        var strangers =
            from file in Sources("src/Serverless.Core")
            from Match match in Surroundings().Matches(Comments().Replace(File.ReadAllText(file), ""))
            select $"{Path.GetFileName(file)}: {match.Value}";
        Assert.Empty(strangers);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static IEnumerable<string> Usings(string file) =>
        UsingLines().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex UsingLines();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comments();

    // Environment.NewLine is a constant of the platform; all else is the surroundings.
    [GeneratedRegex(@"\b(Console\.|Environment\.(?!NewLine)|Directory\.GetCurrentDirectory|DateTime(Offset)?\.(Utc)?Now|TimeProvider\.System|Stopwatch\.)")]
    private static partial Regex Surroundings();
}
