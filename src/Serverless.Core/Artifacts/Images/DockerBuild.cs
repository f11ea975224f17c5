using System.Collections.Immutable;
using Serverless.Templates;

namespace Serverless.Artifacts.Images;

/// <summary>Reads from a function's metadata how docker shall build its image, in the words of SAM.</summary>
internal static class DockerBuild
{
    /// <summary>The source of an image.</summary>
    /// <param name="resource">The function.</param>
    /// <param name="found">Its Dockerfile.</param>
    /// <param name="architecture">The function's architecture.</param>
    /// <param name="values">Works out values of the template.</param>
    public static DockerfileSource Read(Resource resource, LocalPath.Dockerfile found, LambdaArchitecture architecture, OfflineValues values)
    {
        var metadata = resource.Body["Metadata"].AsMap()!;
        return new(found.ContextPath, found.Path, architecture.Platform)
        {
            Target = values.Resolve(metadata["DockerBuildTarget"]).Value.AsString(),
            Arguments = metadata["DockerBuildArgs"].AsMap() is { } arguments && !Intrinsic.Is(arguments) ? [.. ArgumentsOf(arguments, values)] : [],
        };
    }

    private static ImmutableArray<string> ArgumentsOf(MapValue arguments, OfflineValues values) =>
        [.. from entry in arguments let value = values.Resolve(entry.Value).Value as ScalarValue where value is not null select $"{entry.Key.Text}={value.Text}"];
}
