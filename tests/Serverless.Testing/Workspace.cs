using System.Text.Json;

namespace Serverless.Testing;

/// <summary>A folder outside the checkout with the files of one application.</summary>
public sealed class Workspace
{
    private readonly PackedSdk _sdk;

    private Workspace(PackedSdk sdk, string path) => (_sdk, Path) = (sdk, path);

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>Absolute path of something inside.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    /// <summary>An empty workspace.</summary>
    /// <param name="sdk">The packed SDK.</param>
    /// <param name="name">Name of the folder; made unique.</param>
    public static Workspace Empty(PackedSdk sdk, string name = "app")
    {
        var path = System.IO.Path.Combine(sdk.Path, Guid.NewGuid().ToString("N")[..8], name);
        Directory.CreateDirectory(path);
        return new(sdk, path);
    }

    /// <summary>A workspace with a copy of a sample, whose projects use the packed version.</summary>
    public static Workspace OfSample(PackedSdk sdk, string sample)
    {
        var workspace = Empty(sdk, sample);
        var source = Repository.PathOf($"samples/{sample}");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(source, file);
            if (!relative.Split(System.IO.Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                workspace.Write(relative, File.ReadAllText(file).Replace("Serverless.Sdk/1.0.0", $"Serverless.Sdk/{sdk.Version}", StringComparison.Ordinal)
                    .Replace("Include=\"Serverless.Runtime\" Version=\"1.0.0\"", $"Include=\"Serverless.Runtime\" Version=\"{sdk.Version}\"", StringComparison.Ordinal));
            }
        }

        return workspace;
    }

    /// <summary>Writes a file; <c>$(Version)</c> in its text is the packed version.</summary>
    public Workspace Write(string relativePath, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relativePath])!);
        File.WriteAllText(this[relativePath], text.Replace("$(Version)", _sdk.Version, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Copies a checkout's files as a clone would have them: without what was built.</summary>
    public Workspace CopyOf(string root)
    {
        string[] built = ["bin", "obj", ".git", "TestResults", "BenchmarkDotNet.Artifacts"];
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(root, file);
            if (!relative.Split(System.IO.Path.DirectorySeparatorChar).Any(built.Contains) && !relative.EndsWith("pkg", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
                File.Copy(file, this[relative]);
            }
        }

        return this;
    }

    /// <summary>Changes a file's text.</summary>
    public Workspace Edit(string relativePath, string from, string to)
    {
        var text = File.ReadAllText(this[relativePath]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return Write(relativePath, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Runs <c>dotnet</c> in the workspace.</summary>
    public Task<ProgramResult> DotNetAsync(params string[] arguments) => DotNetAsync(arguments, new Dictionary<string, string?>());

    /// <summary>Runs <c>dotnet</c> in the workspace with variables of its own.</summary>
    public Task<ProgramResult> DotNetAsync(string[] arguments, IReadOnlyDictionary<string, string?> environment) =>
        OutsideProgram.RunAsync("dotnet", arguments, Path, _sdk.Environment.Concat(environment).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value));

    /// <summary>Runs <c>dotnet</c> and reads what a target returned: identity and metadata of each item.</summary>
    public async Task<IReadOnlyList<Dictionary<string, string>>> TargetResultAsync(string target, params string[] arguments)
    {
        var result = (await DotNetAsync([.. arguments, $"-t:{target}", $"-getTargetResult:{target}"])).Succeeded();
        using var json = JsonDocument.Parse(result.Output);
        return
        [
            .. json.RootElement.GetProperty("TargetResults").GetProperty(target).GetProperty("Items").EnumerateArray()
                .Select(item => item.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString() ?? "")),
        ];
    }
}
