using System.Collections.Immutable;
using Serverless.Artifacts.Images;
using Serverless.Diagnostics;

namespace Serverless.Artifacts;

/// <summary>Makes sure that every <c>ServerlessContent</c> ends up in a zip.</summary>
internal static class ContentChecks
{
    /// <summary>Complains of content whose function is not there or has a package of its own making.</summary>
    public static void Check(ImmutableArray<AddedContent> contents, IReadOnlyDictionary<PropertyPlace, ArtifactSource> sources, List<Diagnostic> diagnostics)
    {
        if (contents.IsEmpty)
        {
            return;
        }

        foreach (var content in contents.DistinctBy(content => (content.LogicalId, content.Span)))
        {
            var target = sources.Where(pair => pair.Key.Resource.Value == content.LogicalId).Select(pair => pair.Value).ToList();
            if (target.Count == 0)
            {
                var known = sources.Where(pair => !IsTakenAsItIs(pair.Value)).Select(pair => pair.Key.Resource.Value).Distinct().ToList();
                diagnostics.Add(Complain(content, content.LogicalId.Length == 0
                    ? "does not say which function it belongs to"
                    : $"is for '{content.LogicalId}', which is no function with a package of its own", content.LogicalId.Length == 0
                        ? "Set its LogicalId to the name that the function has in the template."
                        : DidYouMean.Ask(content.LogicalId, known)));
            }
            else if (target.Exists(IsTakenAsItIs))
            {
                diagnostics.Add(Complain(content, $"is for '{content.LogicalId}', whose archive is taken as it is", "Add the file to the archive, or unpack it and name the folder."));
            }
        }
    }

    private static bool IsTakenAsItIs(ArtifactSource source) => source is FileSource or ImageArchiveSource or DockerfileSource;

    private static Diagnostic Complain(AddedContent content, string what, string? help) =>
        ProjectDiagnostics.ContentWithoutFunction.At(content.Span, $"ServerlessContent '{Path.GetFileName(content.SourcePath)}' {what}.", help);
}
