using Serverless.Diagnostics;
using Serverless.Templates;

namespace Serverless.Artifacts;

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
    /// <param name="files">The disk.</param>
    public static Checked<PackagePlan> RequiredPublishes(Template template, ApplicationLayout layout, IFileTree files)
    {
        var planning = new ApplicationPlanning(template, layout, files);
        return planning.Conclude(planning.Plan());
    }

    /// <summary>
    /// The same plan together with all that can be held against the projects without publishing them: runtimes, target frameworks and
    /// handlers. This is the check of an ordinary build.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="layout">The app; what was published does not matter.</param>
    /// <param name="files">The disk.</param>
    /// <param name="clock">Tells which runtimes are deprecated today.</param>
    public static Checked<PackagePlan> PlanBeforePublish(Template template, ApplicationLayout layout, IFileTree files, TimeProvider clock)
    {
        var planning = new ApplicationPlanning(template, layout, files);
        var plan = planning.Plan();
        planning.Check(clock);
        return planning.Conclude(plan);
    }

    /// <summary>The plan after publishing: every source is there to be packed, and its files are checked too.</summary>
    /// <param name="template">The template.</param>
    /// <param name="layout">The app with what was published.</param>
    /// <param name="files">The disk.</param>
    /// <param name="clock">Tells which runtimes are deprecated today.</param>
    public static Checked<PackagePlan> Plan(Template template, ApplicationLayout layout, IFileTree files, TimeProvider clock)
    {
        var planning = new ApplicationPlanning(template, layout, files);
        var plan = planning.TakePublished(planning.Plan());
        planning.Check(clock);
        return planning.Conclude(plan);
    }
}
