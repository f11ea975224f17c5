using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Templates.Evaluation;
using Serverless.Templates.Includes;
using Serverless.Templates.LanguageExtensions;

namespace Serverless.Compilation;

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
    public static async Task<Checked<ComposedTemplate>> ComposeAsync(Template template, CompileContext context, CancellationToken cancellationToken) =>
        Extend(await IncludeTransform.ApplyAsync(template, context.ReadInclude, cancellationToken), context);

    /// <summary>Composes the templates that others nest.</summary>
    /// <param name="context">The region, and who reads files; its parameters are those of the app's own template.</param>
    public static ComposeNested ForNested(CompileContext context) => new NestedComposer(context).ComposeAsync;

    /// <summary>Applies the language extensions to a template with its includes.</summary>
    internal static Checked<ComposedTemplate> Extend(Checked<IncludedTemplate> included, CompileContext context)
    {
        if (included.Value is not { Template: var whole, Files: var files })
        {
            return Checked.Bad<ComposedTemplate>(included.Diagnostics);
        }

        var extended = LanguageExtensionTransform.Apply(whole, () => Know(whole, context));
        var composed = extended.Value is null ? null : new ComposedTemplate(whole, extended.Value.Template, extended.Value.IsComplete) { IncludedFiles = files };
        return Checked.From(composed, included.Diagnostics.Concat(extended.Diagnostics));
    }

    private static KnownValues Know(Template template, CompileContext context)
    {
        var given = context.Parameters.Select(parameter => new SuppliedParameter(parameter.Name, parameter.Value));
        var known = KnownValues.Of(template, given, context.Transform.Region);
        return context.UnknownParameters.IsEmpty
            ? known
            : known with { Parameters = new(known.Parameters.All.Where(parameter => !context.UnknownParameters.Contains(parameter.Name))) };
    }
}
