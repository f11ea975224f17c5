using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Templates.Evaluation;
using Serverless.Templates.Includes;
using Serverless.Templates.LanguageExtensions;

namespace Serverless.Compilation;

/// <summary>A template that is all in one piece.</summary>
/// <param name="Included">The template with the files that it includes: all that there is of it, for whatever parameters.</param>
/// <param name="Template">The same with its loops and other language extensions applied, for the parameters that are given.</param>
/// <param name="IsComplete">False when some extensions are left to CloudFormation; the template then names their transform still.</param>
public sealed record ComposedTemplate(Template Included, Template Template, bool IsComplete);

/// <summary>
/// The transforms before SAM: local includes, then the language extensions. They happen wherever SAM is expanded, because artifacts are planned
/// for each round of a loop, and CloudFormation cannot read local files.
/// </summary>
public static class TemplateComposer
{
    /// <summary>Composes a template. One that uses neither is the result itself.</summary>
    /// <param name="template">The template as the user wrote it.</param>
    /// <param name="context">The region, parameters, and who reads files.</param>
    /// <param name="cancellationToken">Stops reading files.</param>
    public static async Task<Checked<ComposedTemplate>> ComposeAsync(Template template, CompileContext context, CancellationToken cancellationToken)
    {
        var included = await IncludeTransform.ApplyAsync(template, context.ReadInclude, cancellationToken);
        if (included.Value is null)
        {
            return Checked.Bad<ComposedTemplate>(included.Diagnostics);
        }

        var given = context.Parameters.Select(parameter => new SuppliedParameter(parameter.Name, parameter.Value));
        var extended = LanguageExtensionTransform.Apply(included.Value, () => KnownValues.Of(included.Value, given, context.Transform.Region));
        var composed = extended.Value is null ? null : new ComposedTemplate(included.Value, extended.Value.Template, extended.Value.IsComplete);
        return Checked.From(composed, included.Diagnostics.Concat(extended.Diagnostics));
    }
}
