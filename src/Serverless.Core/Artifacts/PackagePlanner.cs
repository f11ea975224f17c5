using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Artifacts;

/// <summary>
/// Puts a nested template in one piece: the files that it includes and its loops, for what is known of its parameters. Asked again for the
/// same, it gives the same.
/// </summary>
public delegate Task<Checked<ComposedTemplate>> ComposeNested(Template template, KnownParameters parameters, CancellationToken cancellationToken);

/// <summary>What planning takes from outside.</summary>
/// <param name="Files">The disk.</param>
/// <param name="Clock">Tells which runtimes are deprecated today.</param>
/// <param name="Compose">Composes nested templates; the app's own is composed before it is planned.</param>
public sealed record PlanContext(IFileTree Files, TimeProvider Clock, ComposeNested Compose);

/// <summary>
/// Decides which artifacts a template and those nested in it need and what they are made of. One artifact serves all functions of one
/// project, runtime identifier and configuration.
/// </summary>
public static class PackagePlanner
{
    /// <summary>
    /// What has to be published, before anything is: <see cref="PackagePlan.RequiredPublishes"/>. Complains only of what hinders the
    /// answer, since the stages that follow say the rest.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="layout">The app; what was published does not matter.</param>
    /// <param name="context">What else is needed.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Checked<PackagePlan>> RequiredPublishesAsync(Template template, ApplicationLayout layout, PlanContext context, CancellationToken cancellationToken)
    {
        var planning = new ApplicationPlanning(template, layout, context);
        return planning.Conclude(await planning.PlanAsync(cancellationToken));
    }

    /// <summary>
    /// The same plan together with all that can be held against the projects without publishing them: runtimes, target frameworks and
    /// handlers. This is the check of an ordinary build.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="layout">The app; what was published does not matter.</param>
    /// <param name="context">What else is needed.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Checked<PackagePlan>> PlanBeforePublishAsync(Template template, ApplicationLayout layout, PlanContext context, CancellationToken cancellationToken)
    {
        var planning = new ApplicationPlanning(template, layout, context);
        var plan = await planning.PlanAsync(cancellationToken);
        planning.Check(context.Clock);
        return planning.Conclude(plan);
    }

    /// <summary>The plan after publishing: every source is there to be packed, and its files are checked too.</summary>
    /// <param name="template">The template.</param>
    /// <param name="layout">The app with what was published.</param>
    /// <param name="context">What else is needed.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<Checked<PackagePlan>> PlanAsync(Template template, ApplicationLayout layout, PlanContext context, CancellationToken cancellationToken)
    {
        var planning = new ApplicationPlanning(template, layout, context);
        var plan = planning.TakePublished(await planning.PlanAsync(cancellationToken));
        planning.Check(context.Clock);
        return planning.Conclude(plan);
    }
}
