using System.Collections.Immutable;
using Serverless.Artifacts;
using Serverless.Diagnostics;

namespace Serverless.Aws;

/// <summary>Which repositories container images go to: one for all functions, one for each, or both.</summary>
/// <param name="Default">
/// The repository of functions that have none of their own: its address, or only its name when it is in the ECR of the caller's account and
/// the region; null when there is none.
/// </param>
public sealed record ImageRepositories(string? Default)
{
    /// <summary>No repository at all.</summary>
    public static ImageRepositories None { get; } = new(null as string);

    /// <summary>Repositories of single functions by logical id, spelled as <see cref="Default"/>.</summary>
    public ImmutableSortedDictionary<string, string> ByFunction { get; init; } = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The repository of a function's image; null when there is none.</summary>
    public string? Find(string? function) => function is not null && ByFunction.TryGetValue(function, out var own) ? own : Default;

    /// <summary>
    /// Reads <c>orders</c>, <c>Orders=orders</c>, or several of them with commas or semicolons between them; of those without a function there
    /// is at most one.
    /// </summary>
    /// <exception cref="DiagnosticException">The text is none of these.</exception>
    public static ImageRepositories Read(string text) => text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Aggregate(None, (read, part) => read.With(part));

    /// <summary>Complaints about functions with a repository that are no functions with a container image.</summary>
    /// <param name="manifest">What is deployed.</param>
    public IEnumerable<Diagnostic> Check(BuildManifest manifest)
    {
        var functions = manifest.Artifacts.Where(artifact => artifact.Image is not null).SelectMany(artifact => artifact.Fills, (_, fill) => fill.Resource).Distinct().Order(StringComparer.Ordinal).ToList();
        return ByFunction.Keys.Except(functions).Select(name => AwsDiagnostics.RepositoryForNobody(name, functions));
    }

    private ImageRepositories With(string part)
    {
        if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var function, var repository])
        {
            return Default is null ? this with { Default = part } : throw Bad(part, $"'{Default}' is the repository of all functions already");
        }

        return function.Length == 0 || repository.Length == 0 ? throw Bad(part, "it names no function or no repository")
            : ByFunction.TryGetValue(function, out var given) ? throw Bad(part, $"'{function}' has '{given}' already")
            : this with { ByFunction = ByFunction.Add(function, repository) };
    }

    private static DiagnosticException Bad(string part, string because) => new(AwsDiagnostics.BadRepository(part, because));
}
