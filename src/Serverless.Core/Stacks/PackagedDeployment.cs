using Serverless.Artifacts;
using Serverless.Compilation;
using Serverless.Diagnostics;

namespace Serverless.Stacks;

/// <summary>From a packaged app to what a deployment needs, for every host.</summary>
public static class PackagedDeployment
{
    /// <summary>Opens the package, asks where its artifacts belong and compiles its template with these places.</summary>
    /// <param name="manifestPath">Absolute path of the package's manifest.</param>
    /// <param name="target">The stack.</param>
    /// <param name="store">Asked for places; nothing is stored yet.</param>
    /// <param name="context">What compiling needs besides.</param>
    /// <param name="cancellationToken">Stops reading and asking.</param>
    public static async Task<Checked<DeployRequest>> PrepareAsync(
        string manifestPath, StackTarget target, IArtifactStore store, CompileContext context, CancellationToken cancellationToken)
    {
        var folder = await PackageFolder.OpenAsync(manifestPath, cancellationToken);
        if (!folder.IsGood)
        {
            return Checked.Bad<DeployRequest>(folder.Diagnostics);
        }

        var compiled = await ApplicationCompiler.CompileAsync(folder.Value.Source, (template, _, _) => Task.FromResult(folder.Value.Plan(template)), ArtifactAddresses.In(store), context, cancellationToken);
        return compiled.IsGood
            ? Checked.From(Request(target, compiled.Value), compiled.Diagnostics)
            : Checked.Bad<DeployRequest>(compiled.Diagnostics);
    }

    private static DeployRequest Request(StackTarget target, CompiledApplication application) => new(target, Template(application), application.Artifacts);

    private static StackTemplate Template(CompiledApplication application) =>
        new(application.Template, TemplateBody.Write(application.Template, TemplateLimits.InlineBytes))
        {
            Origin = application.OriginOf,
            Nested = id => application.Nested.GetValueOrDefault(id) is { } nested ? Template(nested) : null,
        };
}
