using System.Text.Json;

namespace Serverless.Tasks.Results;

/// <summary>
/// What NuGet wrote about one project that it restored: <c>project.assets.json</c>, and <c>project.nuget.cache</c> by which it sees itself
/// whether there is anything to do.
/// </summary>
internal static class RestoreOutcome
{
    /// <summary>The files that must stay as they are for the next restore to do nothing: settings, packages, and what it wrote; or null, with the reason.</summary>
    /// <param name="assetsPath">Absolute path of <c>project.assets.json</c>.</param>
    /// <param name="hindrance">Why the project has to be restored each time, as the end of a sentence.</param>
    public static IReadOnlyList<string>? FindFiles(string assetsPath, out string? hindrance)
    {
        var cachePath = Path.Combine(Path.GetDirectoryName(assetsPath)!, "project.nuget.cache");
        try
        {
            using var cache = JsonDocument.Parse(File.ReadAllBytes(cachePath));
            using var assets = JsonDocument.Parse(File.ReadAllBytes(assetsPath));
            hindrance = FindHindrance(cache.RootElement, assets.RootElement.GetProperty("project"), cachePath);
            return hindrance is null
                ? [cachePath, .. Texts(cache.RootElement.GetProperty("expectedPackageFiles")), .. Texts(assets.RootElement.GetProperty("project").GetProperty("restore").GetProperty("configFilePaths"))]
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            hindrance = $"what restore wrote to {Path.GetDirectoryName(cachePath)} cannot be read";
            return null;
        }
    }

    private static string? FindHindrance(JsonElement cache, JsonElement project, string cachePath)
    {
        if (!cache.GetProperty("success").GetBoolean() || cache.GetProperty("logs").GetArrayLength() > 0)
        {
            return $"its restore had something to say, which {cachePath} keeps";
        }

        return project.GetProperty("frameworks").EnumerateObject().SelectMany(framework => Dependencies(framework.Value)).FirstOrDefault(IsFloating) is { Value.ValueKind: JsonValueKind.Object } floating
            ? $"the version of {floating.Name} is a pattern"
            : null;
    }

    private static IEnumerable<JsonProperty> Dependencies(JsonElement framework) => framework.TryGetProperty("dependencies", out var dependencies) ? dependencies.EnumerateObject() : [];

    private static bool IsFloating(JsonProperty dependency) => dependency.Value.TryGetProperty("version", out var version) && version.GetString()?.Contains('*', StringComparison.Ordinal) == true;

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString()!);
}
