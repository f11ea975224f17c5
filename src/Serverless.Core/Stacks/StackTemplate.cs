using System.Collections.Immutable;
using Serverless.Artifacts;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Stacks;

/// <summary>The template that is deployed. Printing it does not show the text.</summary>
/// <param name="Template">The template as transformed, from which parameters and capabilities are read.</param>
/// <param name="Body">Its text as CloudFormation gets it.</param>
public sealed record StackTemplate(Template Template, string Body)
{
    /// <summary>Where the user wrote what became a resource; null asks the template's own spans, which is right where the transform keeps them.</summary>
    public Func<LogicalId, SourceSpan>? Origin { get; init; }

    /// <summary>The template of the stack that a resource nests, when it was deployed with this one; null otherwise.</summary>
    public Func<LogicalId, StackTemplate?>? Nested { get; init; }

    /// <summary>Where to point for a resource: its line, or the file when it is not known.</summary>
    public SourceSpan SpanOf(LogicalId id)
    {
        var span = Origin?.Invoke(id) ?? SourceSpan.None;
        return span.Or(Template.FindResource(id)?.Span ?? SourceSpan.None).Or(File);
    }

    /// <summary>The file as a whole, when the template was read from one.</summary>
    public SourceSpan File => Template.Source is { } source ? SourceSpan.File(source.Path) : SourceSpan.None;

    /// <inheritdoc/>
    public override string ToString() => Template.Source?.Path ?? "(made)";
}

/// <summary>Everything that a deployment needs.</summary>
/// <param name="Target">The stack.</param>
/// <param name="Template">What it shall become.</param>
/// <param name="Artifacts">What the template refers to; stored before CloudFormation asks for it.</param>
public sealed record DeployRequest(StackTarget Target, StackTemplate Template, ImmutableArray<AddressedArtifact> Artifacts);
