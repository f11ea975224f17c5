using System.Collections.Immutable;

namespace Serverless.Templates;

/// <summary>What a transform adds to the words of plain CloudFormation, told to a checker by those who know the transform.</summary>
public sealed record TemplateVocabulary
{
    /// <summary>Sections that the transform reads.</summary>
    public ImmutableArray<string> Sections { get; init; } = [];

    /// <summary>Attributes of resources, beside <c>Type</c> and the others, that the transform reads.</summary>
    public ImmutableArray<string> ResourceAttributes { get; init; } = [];

    /// <summary>
    /// Is asked about every name that a reference leads to and that the template does not have: true when the
    /// transform will make it. A reference to <c>Function.Version</c> is asked about as a whole, then as <c>Function</c>.
    /// </summary>
    public Func<string, bool> IsKnownElsewhere { get; init; } = _ => false;
}
