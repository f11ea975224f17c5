using Serverless.Artifacts.ReadyToRun;
using Serverless.Testing;

namespace Serverless.Artifacts;

public sealed class KeepingReadyToRunImages : IDisposable
{
    private static readonly string Assembly = typeof(ReadyToRunCache).Assembly.Location;
    private static readonly string Referenced = typeof(YamlDotNet.Core.Parser).Assembly.Location;

    private readonly TemporaryFolder _folder = new();

    public KeepingReadyToRunImages()
    {
        Directory.CreateDirectory(_folder["packages"]);
        File.Copy(Assembly, _folder["packages/library.dll"]);
        File.Copy(Referenced, _folder["packages/YamlDotNet.dll"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatOneFunctionCompiledAnotherTakes()
    {
        Compile("one", Assert.Single(Take("one")));
        Assert.Empty(Take("two"));
        Assert.Equal("compiled for one", File.ReadAllText(_folder["two/library.dll"]));
    }

    [Theory]
    [InlineData("compiler")]
    [InlineData("target")]
    [InlineData("assembly")]
    [InlineData("reference")]
    public void AnythingThatDecidesTheBytesMakesItAnotherImage(string changed)
    {
        Compile("one", Assert.Single(Take("one")));
        var compilation = Compilation;
        switch (changed)
        {
            case "compiler":
                compilation = compilation with { Compiler = "crossgen 11" };
                break;
            case "target":
                compilation = compilation with { Target = "linux-arm64" };
                break;
            default:
                File.AppendAllText(_folder[changed == "assembly" ? "packages/library.dll" : "packages/YamlDotNet.dll"], "x");
                break;
        }

        Assert.Single(Take("two", compilation));
    }

    [Fact]
    public void AssembliesThatTheLibraryDoesNotReferToDoNotMatter()
    {
        Compile("one", Assert.Single(Take("one")));
        Assert.Empty(Take("two", Compilation with { References = [.. Compilation.References, _folder.Write("packages/Other.dll", "no assembly at all")] }));
    }

    [Fact]
    public void AnImageThatIsUpToDateIsLeftAlone()
    {
        var image = _folder.Write("one/library.dll", "mine");
        File.SetLastWriteTimeUtc(image, DateTime.UtcNow.AddMinutes(1));
        Assert.Empty(Take("one"));
        Assert.Equal("mine", File.ReadAllText(image));
    }

    [Fact]
    public void AnImageOlderThanTheProjectFileIsTakenAgain()
    {
        Compile("one", Assert.Single(Take("one")));
        var changed = DateTime.UtcNow.AddSeconds(-1);
        File.SetLastWriteTimeUtc(_folder["one/library.dll"], changed.AddHours(-1));
        Assert.Empty(Cache.Take([Image("one")], Compilation, changed));
        Assert.True(File.GetLastWriteTimeUtc(_folder["one/library.dll"]) >= changed);
    }

    [Fact]
    public void WhatNobodyUsedForAMonthIsDeleted()
    {
        var old = _folder.Write("cache/ab/abc", "x");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-31));
        Compile("one", Assert.Single(Take("one")));
        Assert.False(File.Exists(old));
        Assert.Empty(Take("two"));
    }

    // Threads meet the file system as processes do: the cache has no state of its own. Every writer's image is of one letter, so that parts
    // of two, or half of one, would show.
    [Fact]
    public async Task BuildsAtTheSameTimeSeeWholeImages()
    {
        const int Length = 1 << 20;
        Compile("first", Assert.Single(Take("first")), new string('z', Length));
        using var ended = new CancellationTokenSource();
        var writers = "abcd".Select(letter => Task.Run(() =>
        {
            var missing = new MissingImage(Image($"writer-{letter}"), Directory.EnumerateFiles(_folder["cache"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).First(name => name!.Length == 64)!);
            for (var i = 0; i < 40; i++)
            {
                Compile($"writer-{letter}", missing, new string(letter, Length));
            }
        })).ToList();
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            var seen = new HashSet<char>();
            for (var i = 0; !ended.IsCancellationRequested; i++)
            {
                var function = $"reader-{reader}-{i}";
                if (Take(function).Count > 0)
                {
                    // Windows may refuse to open a file that is being replaced; such an image is compiled.
                    Assert.True(OperatingSystem.IsWindows(), "A kept image was not found.");
                    continue;
                }

                var image = File.ReadAllText(_folder[$"{function}/library.dll"]);
                Assert.Equal(Length, image.Length);
                Assert.DoesNotContain(image, letter => letter != image[0]);
                seen.Add(image[0]);
                Directory.Delete(_folder[function], recursive: true);
            }

            return seen;
        })).ToList();
        await Task.WhenAll(writers);
        await ended.CancelAsync();
        Assert.True((await Task.WhenAll(readers)).SelectMany(seen => seen).Distinct().Count() > 1, "The readers met one writer alone.");
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder["cache"], "*", SearchOption.AllDirectories), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void ACacheThatCannotBeWrittenOnlyCostsTime()
    {
        _folder.Write("cache", "a file, not a folder");
        var missing = Assert.Single(Take("one"));
        Compile("one", missing);
        Assert.Single(Take("two"));
    }

    [Fact]
    public void WhatIsNoAssemblyIsLeftToTheCompiler()
    {
        File.WriteAllText(_folder["packages/library.dll"], "no assembly");
        Assert.Empty(Take("one"));
        Assert.False(Directory.Exists(_folder["one"]));
    }

    private ReadyToRunCache Cache => new(_folder["cache"], TimeProvider.System);

    private ReadyToRunCompilation Compilation =>
        new("crossgen 10", "linux-x64", [_folder["packages/library.dll"], _folder["packages/YamlDotNet.dll"], typeof(object).Assembly.Location], [Path.GetDirectoryName(typeof(object).Assembly.Location) + Path.DirectorySeparatorChar]);

    private ReadyToRunImage Image(string function) => new(_folder["packages/library.dll"], _folder[$"{function}/library.dll"]);

    private IReadOnlyList<MissingImage> Take(string function, ReadyToRunCompilation? compilation = null) => Cache.Take([Image(function)], compilation ?? Compilation, default);

    private void Compile(string function, MissingImage missing, string? content = null)
    {
        _folder.Write($"{function}/library.dll", content ?? $"compiled for {function}");
        Cache.Keep([missing]);
    }
}
