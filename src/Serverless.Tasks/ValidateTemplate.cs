using Microsoft.Build.Framework;
using Serverless.Artifacts;
using Serverless.Compilation;
using Serverless.Templates;

namespace Serverless.Tasks;

/// <summary>Checks the template against CloudFormation, SAM and the project, and marks a good one with a stamp file.</summary>
[MSBuildMultiThreadableTask]
public sealed class ValidateTemplate : ApplicationTask
{
    /// <summary>Absolute path of the compiled assembly, in which handlers are looked up; empty when there is none.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>
    /// Absolute path of the file that is written when there are no errors, and that makes the next build skip the check. It lists the
    /// nested templates, one in a line, since whoever changes one of them wants it checked again.
    /// </summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <inheritdoc/>
    protected override async System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        if (Take(TemplateFile.Read(Template)) is not { } source)
        {
            return;
        }

        var compiled = await ApplicationCompiler.CompileAsync(
            source,
            (template, compose, token) => PackagePlanner.PlanBeforePublishAsync(template, Layout, new(DiskFiles.Instance, TimeProvider.System, compose), token),
            ArtifactAddresses.Nowhere,
            Context,
            cancellationToken);
        if (Take(compiled) is { } application)
        {
            await File.WriteAllTextAsync(Stamp, string.Concat(FilesOf(application).Distinct().Select(path => $"{path}\n")), cancellationToken);
        }
    }

    private static IEnumerable<string> FilesOf(CompiledApplication application) =>
        [.. application.Plan.Templates.Select(nested => nested.Template.Source!.Path), .. IncludedIn(application)];

    private static IEnumerable<string> IncludedIn(CompiledApplication application) => application.IncludedFiles.Concat(application.Nested.Values.SelectMany(IncludedIn));

    /// <inheritdoc/>
    protected override ProjectFacts FactsOf(ITaskItem project) =>
        IsTrue(project, "Self") && File.Exists(Assembly) ? base.FactsOf(project) with { AssemblyPath = Assembly } : base.FactsOf(project);
}
