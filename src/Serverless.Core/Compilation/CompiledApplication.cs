using System.Collections.Immutable;
using Serverless.Artifacts;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Compilation;

/// <summary>A template that is ready for CloudFormation, with what it points at.</summary>
/// <param name="Source">The template as the user wrote it, with the files that it includes.</param>
/// <param name="Template">The template for CloudFormation: artifacts have their places, and SAM is expanded unless CloudFormation shall do that.</param>
/// <param name="Plan">Which artifacts it needs.</param>
public sealed record CompiledApplication(Template Source, Template Template, PackagePlan Plan)
{
    private static readonly Dictionary<string, ResourceOrigin> NoOrigins = [];

    /// <summary>What a template without nested ones has.</summary>
    internal static readonly IReadOnlyDictionary<LogicalId, CompiledApplication> NoNested = new Dictionary<LogicalId, CompiledApplication>();

    /// <summary>The source with loops and other language extensions applied; the plan is made for it.</summary>
    public Template Composed { get; init; } = Source;

    /// <summary>Absolute paths of the files that the source includes, so that it is more than its own text.</summary>
    public ImmutableArray<string> IncludedFiles { get; init; } = [];

    /// <summary>
    /// The artifacts that are packed, with their places, and the nested templates, which are stored like them; what is not packed yet is only
    /// in the plan. Those of a nested template that are no templates are with the app's own.
    /// </summary>
    public ImmutableArray<AddressedArtifact> Artifacts { get; init; } = [];

    /// <summary>Where resources that the SAM transform made came from.</summary>
    public IReadOnlyDictionary<string, ResourceOrigin> Origins { get; init; } = NoOrigins;

    /// <summary>The templates that this one nests, by the resource that does.</summary>
    public IReadOnlyDictionary<LogicalId, CompiledApplication> Nested { get; init; } = NoNested;

    /// <summary>The place in the user's template that a resource of <see cref="Template"/> came from; unknown for an id that is not there.</summary>
    public SourceSpan OriginOf(LogicalId id) =>
        Source.FindResource(id)?.Span ?? Origins.GetValueOrDefault(id.Value)?.Span ?? Template.FindResource(id)?.Span ?? SourceSpan.None;
}
