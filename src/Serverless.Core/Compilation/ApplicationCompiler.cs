using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Text;

namespace Serverless.Compilation;

/// <summary>Read, plan, address, rewrite, transform: the one way from a template's text to a template for CloudFormation, shared by every job.</summary>
public static class ApplicationCompiler
{
    /// <summary>Compiles a template and those nested in it. A mistake in one stage does not keep later stages from finding theirs.</summary>
    /// <param name="source">The template's text.</param>
    /// <param name="plan">Decides which artifacts it needs.</param>
    /// <param name="address">Tells where they belong; not asked when there are errors already.</param>
    /// <param name="context">What else is needed from outside.</param>
    /// <param name="cancellationToken">Stops addressing.</param>
    /// <returns>The application with every complaint in the order of the text, one template after the other; none when there are errors.</returns>
    public static async Task<Checked<CompiledApplication>> CompileAsync(
        SourceText source, PlanArtifacts plan, AddressArtifact address, CompileContext context, CancellationToken cancellationToken)
    {
        var read = TemplateReader.Read(source);
        if (read.Value is not { } written)
        {
            return Checked.Bad<CompiledApplication>(read.Diagnostics);
        }

        var found = new List<Diagnostic>([.. read.Diagnostics, .. ParameterChecker.Check(written, context.Parameters)]);
        var composed = await TemplateComposer.ComposeAsync(written, context, cancellationToken);
        found.AddRange(composed.Diagnostics);
        if (composed.Value is null)
        {
            // What of the template is there to be read is checked all the same.
            found.AddRange(TemplateChecker.Check(written).Except(found));
            return Checked.Bad<CompiledApplication>(InOrder(found, source.Path));
        }

        var compose = TemplateComposer.ForNested(context);
        var planned = await plan(composed.Value.Template, compose, cancellationToken);
        found.AddRange(planned.Diagnostics);
        var hasErrors = found.Exists(diagnostic => diagnostic.Severity == Severity.Error);

        var compilation = new ApplicationCompilation(planned.Value ?? PackagePlan.Empty, compose, hasErrors ? ArtifactAddresses.Nowhere : address, found);
        await compilation.AddressAllAsync(cancellationToken);
        var application = await compilation.CompileAsync(composed.Value, "", context, cancellationToken);

        var result = Checked.From(application, InOrder(found, source.Path));
        return result.HasErrors ? result with { Value = null } : result;
    }

    // The app's own template first; what belongs to no file as good as belongs to it.
    private static IEnumerable<Diagnostic> InOrder(List<Diagnostic> found, string path) =>
        found.GroupBy(diagnostic => diagnostic.Span.Path ?? path)
            .OrderBy(file => file.Key == path ? 0 : 1)
            .SelectMany(file => file.OrderBy(diagnostic => diagnostic.Span.Start));
}
