using System.Collections.Immutable;
using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>Where a build is.</summary>
internal sealed record BuildState
{
    /// <summary>Before the first event.</summary>
    public static BuildState Empty { get; } = new();

    /// <summary>The requests that are being answered, with their steps.</summary>
    public ImmutableDictionary<int, StepKey> Requests { get; init; } = ImmutableDictionary<int, StepKey>.Empty;

    /// <summary>The steps that run, in the order in which they began.</summary>
    public ImmutableArray<BuildStep> Running { get; init; } = [];

    /// <summary>The steps that have ended, in this order.</summary>
    public ImmutableArray<BuildStep> Ended { get; init; } = [];

    /// <summary>Every error and warning once.</summary>
    public ImmutableArray<Diagnostic> Complaints { get; init; } = [];

    /// <summary>Lines for the user, in the order in which they came.</summary>
    public ImmutableArray<string> Messages { get; init; } = [];

    /// <summary>How many complaints are of a severity.</summary>
    public int Count(Severity severity) => Complaints.Count(complaint => complaint.Severity == severity);
}
