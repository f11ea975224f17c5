using System.Collections.Immutable;
using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Sam;
using Serverless.Templates;
using Serverless.Templates.Includes;

namespace Serverless.Compilation;

/// <summary>Decides which artifacts a template needs: a planner over projects, or a manifest that knows already.</summary>
public delegate Task<Checked<PackagePlan>> PlanArtifacts(Template template, ComposeNested compose, CancellationToken cancellationToken);

/// <summary>
/// Tells where an artifact belongs. This is all that tells the jobs apart: a check of the template names a place that does not exist, a
/// deployment asks the store.
/// </summary>
/// <exception cref="DiagnosticException">For what a user can mend.</exception>
public delegate Task<ArtifactLocation> AddressArtifact(PlannedArtifact artifact, CancellationToken cancellationToken);

/// <summary>Where the SAM transform happens.</summary>
public enum TransformMode
{
    /// <summary>Here: the stack gets plain CloudFormation.</summary>
    Local,

    /// <summary>In CloudFormation, which gets the template as the user wrote it but for the artifacts' places.</summary>
    Service,
}

/// <summary>What compiling takes from outside the template.</summary>
/// <param name="Transform">What the SAM transform takes; its parameter values come from <see cref="Parameters"/>.</param>
public sealed record CompileContext(TransformContext Transform)
{
    /// <summary>Values for the template's parameters.</summary>
    public ImmutableArray<GivenParameter> Parameters { get; init; } = [];

    /// <summary>Parameters of a nested template whose value is known only when the stack is deployed, so that their defaults do not count.</summary>
    internal ImmutableHashSet<string> UnknownParameters { get; init; } = [];

    /// <summary>What is known of the template's parameters.</summary>
    internal KnownParameters KnownParameters =>
        new(Parameters.Reverse().DistinctBy(parameter => parameter.Name).ToImmutableDictionary(parameter => parameter.Name, parameter => parameter.Value), UnknownParameters);

    /// <summary>The same for a nested template.</summary>
    /// <param name="known">What is known of the parameters that it gets.</param>
    internal CompileContext For(KnownParameters known) => this with
    {
        Parameters = [.. known.Values.Select(pair => new GivenParameter(pair.Key, pair.Value))],
        UnknownParameters = known.Unknown,
    };

    /// <summary>Where the SAM transform happens.</summary>
    public TransformMode Mode { get; init; } = TransformMode.Local;

    /// <summary>Reads the files that templates include.</summary>
    public ReadInclude ReadInclude { get; init; } = IncludeFile.ReadAsync;
}

/// <summary>The ways to address artifacts.</summary>
public static class ArtifactAddresses
{
    /// <summary>A place that does not exist, for checks that store nothing.</summary>
    public static Task<ArtifactLocation> Nowhere(PlannedArtifact artifact, CancellationToken cancellationToken) =>
        Task.FromResult(NotStored(artifact.Id));

    /// <summary>A stand-in that looks like a place.</summary>
    internal static ArtifactLocation NotStored(string id) => new("not-stored", id);

    /// <summary>The places that a store has for packed artifacts.</summary>
    public static AddressArtifact In(IArtifactStore store) => (artifact, cancellationToken) => artifact.Source is PackedSource packed
        ? store.AddressAsync(packed.Artifact, cancellationToken)
        : throw new InvalidOperationException($"Artifact '{artifact.Id}' is not packed, so it has no place in a store.");
}
