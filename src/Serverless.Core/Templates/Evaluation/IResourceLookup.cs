namespace Serverless.Templates.Evaluation;

/// <summary>Answers what only a deployment knows: physical ids, attributes and the exports of other stacks.</summary>
public interface IResourceLookup
{
    /// <summary>What <c>Ref</c> of a resource answers; null when the resource does not exist.</summary>
    TemplateValue? Ref(string logicalId);

    /// <summary>What <c>Fn::GetAtt</c> answers; null when the resource has no such attribute.</summary>
    TemplateValue? GetAtt(string logicalId, string attribute);

    /// <summary>What <c>Fn::ImportValue</c> answers; null when no stack exports the name.</summary>
    TemplateValue? Import(string exportName);

    /// <summary>
    /// True when the answers only stand for values that are not known yet, so that taking them apart
    /// (<c>Fn::Select</c>, <c>Fn::Split</c>, <c>Fn::Cidr</c>) must stand for its result too instead of failing.
    /// </summary>
    bool IsSymbolic => false;
}

/// <summary>
/// Answers with the reference itself. Two templates whose evaluations are equal under this lookup deploy the same things,
/// whatever the physical ids are: the comparison behind change sets.
/// </summary>
public sealed class SymbolicLookup : IResourceLookup
{
    /// <summary>The one instance; it has no state.</summary>
    public static SymbolicLookup Instance { get; } = new();

    /// <inheritdoc/>
    public bool IsSymbolic => true;

    /// <inheritdoc/>
    public TemplateValue Ref(string logicalId) => $"{{Ref {logicalId}}}";

    /// <inheritdoc/>
    public TemplateValue GetAtt(string logicalId, string attribute) => $"{{GetAtt {logicalId}.{attribute}}}";

    /// <inheritdoc/>
    public TemplateValue Import(string exportName) => $"{{Import {exportName}}}";
}
