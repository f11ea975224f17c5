using System.Text;
using Serverless.Artifacts;
using Serverless.Compilation;
using Serverless.Diagnostics;
using Serverless.Templates;

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

        var compiled = await ApplicationCompiler.CompileAsync(folder.Value.Source, folder.Value.Plan, ArtifactAddresses.In(store), context, cancellationToken);
        return compiled.IsGood
            ? Checked.From(Request(target, compiled.Value), compiled.Diagnostics)
            : Checked.Bad<DeployRequest>(compiled.Diagnostics);
    }

    private static DeployRequest Request(StackTarget target, CompiledApplication application) =>
        new(target, new StackTemplate(application.Template, Body(application.Template)) { Origin = application.OriginOf }, application.Artifacts);

    // Whoever looks at the template in the console is glad of line breaks, as long as they do not cost the inline limit.
    private static string Body(Template template)
    {
        var readable = TemplateWriter.WriteJson(template);
        return Encoding.UTF8.GetByteCount(readable) <= TemplateLimits.InlineBytes ? readable : TemplateWriter.WriteCompactJson(template.Root);
    }
}
