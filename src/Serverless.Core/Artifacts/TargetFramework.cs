using System.Globalization;

namespace Serverless.Artifacts;

/// <summary>A target framework of .NET.</summary>
/// <param name="Name">Its short name, such as <c>net10.0</c>.</param>
/// <param name="Major">Its major version.</param>
internal sealed record TargetFramework(string Name, int Major)
{
    /// <summary>Reads a short name; null for frameworks that make no programs for .NET, such as <c>netstandard2.0</c> and <c>net48</c>.</summary>
    public static TargetFramework? Parse(string name)
    {
        var version = name.Split('-')[0] switch
        {
            var text when text.StartsWith("netcoreapp", StringComparison.Ordinal) => text[10..],
            var text when text.StartsWith("netstandard", StringComparison.Ordinal) => "",
            var text when text.StartsWith("net", StringComparison.Ordinal) => text[3..],
            _ => "",
        };

        // net48 and its like have no dot.
        return version.Split('.') is [var major, _] && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(name, number)
            : null;
    }

    /// <summary>The one of the highest version, or null when none can be read.</summary>
    public static TargetFramework? Newest(IEnumerable<string> names) => names.Select(Parse).OfType<TargetFramework>().MaxBy(framework => framework.Major);

    /// <summary>Which of several a function needs: the one of its runtime's version, otherwise the newest. Null when there is no choice.</summary>
    public static string? Choose(IReadOnlyCollection<string> names, string? runtime)
    {
        if (names.Count < 2)
        {
            return null;
        }

        var version = runtime is null ? null : LambdaRuntime.FindDotNetVersion(runtime);
        return names.FirstOrDefault(name => version is not null && Parse(name)?.Major == version) ?? Newest(names)?.Name ?? names.First();
    }
}
