using Serverless.Artifacts;
using Serverless.Diagnostics;
using Serverless.Templates;
using Serverless.Templates.Includes;

namespace Serverless.Compilation;

/// <summary>
/// Composes nested templates for the parameters that they get. Planning and compiling ask for the same, so that included files are read once,
/// and loops run once for equal values.
/// </summary>
/// <param name="context">The region, and who reads files; its parameters are those of the app's own template.</param>
internal sealed class NestedComposer(CompileContext context)
{
    private readonly Dictionary<Template, Composition> _known = [];

    /// <summary>A <see cref="ComposeNested"/>.</summary>
    public async Task<Checked<ComposedTemplate>> ComposeAsync(Template template, KnownParameters parameters, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(template, out var known))
        {
            _known.Add(template, known = new(await IncludeTransform.ApplyAsync(template, context.ReadInclude, cancellationToken)));
        }

        if (!known.Composed.TryGetValue(parameters.Key, out var composed))
        {
            known.Composed.Add(parameters.Key, composed = TemplateComposer.Extend(known.Included, context.For(parameters)));
        }

        return composed;
    }

    private sealed record Composition(Checked<IncludedTemplate> Included)
    {
        public Dictionary<string, Checked<ComposedTemplate>> Composed { get; } = [];
    }
}
