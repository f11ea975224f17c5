using System.Text.RegularExpressions;
using Serverless.Diagnostics;

namespace Serverless.Aws.Images;

/// <summary>A repository of container images.</summary>
/// <param name="Registry">The registry's host, with its port unless it is the usual one.</param>
/// <param name="Name">The repository's name inside the registry.</param>
internal sealed partial record ImageRepository(string Registry, string Name)
{
    /// <summary>The region of a registry that is ECR; null for any other.</summary>
    public string? EcrRegion => Ecr().Match(Registry) is { Success: true } match ? match.Groups["region"].Value : null;

    /// <summary>Where the registry answers. Only on this machine is that without TLS.</summary>
    public Uri Endpoint => new($"{(new Uri($"http://{Registry}").IsLoopback ? "http" : "https")}://{Registry}/");

    /// <summary>Reads an address: <c>registry/name</c>.</summary>
    /// <exception cref="DiagnosticException">It is none.</exception>
    public static ImageRepository Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (registry, name) = (text[..slash], text[(slash + 1)..]);
        if (!Uri.TryCreate($"https://{registry}", UriKind.Absolute, out _) || !RegistryForm().IsMatch(registry))
        {
            throw Bad(text, $"'{registry}' is not a registry");
        }

        return NameForm().IsMatch(name) ? new(registry, name) : throw Bad(text, $"'{name}' is not the name of a repository");
    }

    /// <summary>True for the name of a repository alone.</summary>
    public static bool IsName(string text) => !text.Split('/')[0].AsSpan().ContainsAny('.', ':') && !text.StartsWith("localhost/", StringComparison.Ordinal);

    public override string ToString() => $"{Registry}/{Name}";

    private static DiagnosticException Bad(string text, string because) => new(AwsDiagnostics.BadRepository(text, because));

    [GeneratedRegex("^[0-9]{12}\\.dkr[.-]ecr(-fips)?\\.(?<region>[a-z0-9-]+)\\.(amazonaws\\.|on\\.aws$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Ecr();

    [GeneratedRegex("^(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9.-]+)(:[0-9]+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex RegistryForm();

    // https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
    [GeneratedRegex("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex NameForm();
}
