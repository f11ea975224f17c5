using System.Collections.Immutable;

namespace Serverless.Templates;

/// <summary>A template that is all in one piece.</summary>
/// <param name="Included">The template with the files that it includes: all that there is of it, for whatever parameters.</param>
/// <param name="Template">The same with its loops and other language extensions applied, for the parameters that are given.</param>
/// <param name="IsComplete">False when some extensions are left to CloudFormation; the template then names their transform still.</param>
public sealed record ComposedTemplate(Template Included, Template Template, bool IsComplete)
{
    /// <summary>Absolute paths of the files that were put in.</summary>
    public ImmutableArray<string> IncludedFiles { get; init; } = [];

    /// <summary>A template that is taken as it was written.</summary>
    public static ComposedTemplate AsWritten(Template template) => new(template, template, IsComplete: true);
}
