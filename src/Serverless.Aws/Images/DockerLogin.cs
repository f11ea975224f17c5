using System.Text.Json;

namespace Serverless.Aws.Images;

/// <summary>What <c>docker login</c> has left in docker's config.json. Credential helpers are programs, and are not started.</summary>
internal static class DockerLogin
{
    /// <summary>User and password of a registry in the form of Basic authentication; null when there are none.</summary>
    public static string? Find(string registry)
    {
        var folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));
            return document.RootElement.TryGetProperty("auths", out var all)
                && (all.TryGetProperty(registry, out var login) || all.TryGetProperty($"https://{registry}", out login))
                && login.TryGetProperty("auth", out var auth)
                    ? auth.GetString()
                    : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
