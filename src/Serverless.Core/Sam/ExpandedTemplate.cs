using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Sam;

/// <summary>What the transform made of a template.</summary>
/// <param name="Template">Plain CloudFormation.</param>
/// <param name="Origins">For every resource that the transform made, by its logical id, where it came from.</param>
public sealed record ExpandedTemplate(Template Template, IReadOnlyDictionary<string, ResourceOrigin> Origins);

/// <summary>Where a generated resource came from.</summary>
/// <param name="Id">The resource that it was made for: the first of them for what several share, and its own id for an implicit API.</param>
/// <param name="Span">The place in the user's template: the resource, or the event or property that called for it.</param>
public sealed record ResourceOrigin(LogicalId Id, SourceSpan Span);
