using System.Globalization;
using System.Text.RegularExpressions;
using Serverless.Diagnostics;

namespace Serverless.Artifacts;

/// <summary>Holds a function's runtime against what Lambda offers today, and against the project it runs.</summary>
internal sealed partial class RuntimeChecks(TimeProvider clock, List<Diagnostic> diagnostics)
{
    private const int DaysOfNotice = 180;

    /// <summary>Is there such a runtime, and for how long?</summary>
    public void CheckRuntime(FunctionSettings function)
    {
        if (function.Runtime is not { } runtime)
        {
            return;
        }

        if (LambdaRuntime.Find(runtime.Text) is not { } known)
        {
            var unknown = ProjectDiagnostics.UnknownRuntime.At(
                runtime.Span,
                $"'{runtime.Text}' is not a runtime that Lambda is known to have.",
                DidYouMean.Ask(runtime.Text, LambdaRuntime.All.Select(one => one.Name)));
            // A newer member of a family may have come after this version was made.
            diagnostics.Add(NameOfFamily().IsMatch(runtime.Text) ? unknown with { Severity = Severity.Warning } : unknown);
        }
        else if (known.IsImageOnly)
        {
            diagnostics.Add(ProjectDiagnostics.RuntimeForImagesOnly.At(runtime.Span, $"Lambda has '{known.Name}' as a container base image only; it cannot run a zip.", Instead(known)));
        }
        else
        {
            CheckDates(known, runtime);
        }
    }

    /// <summary>Does the runtime start what the project makes?</summary>
    public void CheckProject(FunctionSettings function, string projectPath, ProjectFacts facts)
    {
        if (function.Runtime is not { } runtime)
        {
            return;
        }

        var project = Path.GetFileName(projectPath);
        if (LambdaRuntime.FindDotNetVersion(runtime.Text) is { } version)
        {
            CheckFramework(runtime, version, project, facts);
        }
        else if (LambdaRuntime.IsCustomName(runtime.Text))
        {
            CheckCustom(runtime, project, facts);
        }
        else
        {
            diagnostics.Add(ProjectDiagnostics.RuntimeOfAnotherLanguage.At(
                runtime.Span,
                $"Runtime '{runtime.Text}' does not run .NET, but the code is {project}.",
                TargetFramework.Newest(facts.TargetFrameworks) is { } newest ? $"Use 'dotnet{newest.Major}'." : "Use 'dotnet10'."));
        }
    }

    private void CheckDates(LambdaRuntime runtime, Setting setting)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (runtime.Deprecated is not { } deprecated || deprecated > today.AddDays(DaysOfNotice))
        {
            return;
        }

        var message = deprecated > today
            ? $"Runtime '{runtime.Name}' will be deprecated on {Date(deprecated)}."
            : $"Runtime '{runtime.Name}' is deprecated since {Date(deprecated)}.";
        message += Blocked(runtime.CreateBlocked, today, "created") + Blocked(runtime.UpdateBlocked, today, "updated");
        var severity = runtime.UpdateBlocked <= today ? Severity.Error : deprecated > today ? Severity.Information : Severity.Warning;
        diagnostics.Add(ProjectDiagnostics.RuntimeDeprecated.At(setting.Span, message, Instead(runtime)) with { Severity = severity });
    }

    private static string Blocked(DateOnly? date, DateOnly today, string what) => date switch
    {
        null => "",
        { } since when since <= today => $" Functions with it cannot be {what} since {Date(since)}.",
        { } from => $" From {Date(from)} on, functions with it cannot be {what}.",
    };

    private void CheckFramework(Setting runtime, int version, string project, ProjectFacts facts)
    {
        if (facts.SelfContained && !facts.PublishAot)
        {
            diagnostics.Add(ProjectDiagnostics.PublishMode.At(
                runtime.Span,
                $"{project} brings its own .NET (SelfContained), which runtime '{runtime.Text}' does not use.",
                "Publish it without SelfContained, or use runtime 'provided.al2023'."));
        }

        // A native program needs no .NET; which version it was made from does not matter.
        if (facts.PublishAot || facts.TargetFrameworks.IsDefaultOrEmpty || facts.TargetFrameworks.Any(name => TargetFramework.Parse(name)?.Major == version))
        {
            return;
        }

        var mismatch = ProjectDiagnostics.FrameworkMismatch.At(
            runtime.Span,
            $"Runtime '{runtime.Text}' does not start {string.Join(" or ", facts.TargetFrameworks)}, which {project} targets.",
            HowToMatch(version, facts));
        var rollsForward = facts.RollForward is "Major" or "LatestMajor" && TargetFramework.Newest(facts.TargetFrameworks) is { } newest && newest.Major < version;
        diagnostics.Add(rollsForward ? mismatch with { Severity = Severity.Warning, Message = $"{project} targets {string.Join(" and ", facts.TargetFrameworks)} and runs on '{runtime.Text}' only by rolling forward." } : mismatch);
    }

    private static string HowToMatch(int version, ProjectFacts facts)
    {
        var fitting = TargetFramework.Newest(facts.TargetFrameworks) is { } newest ? LambdaRuntime.Find($"dotnet{newest.Major}") : null;
        return fitting is { IsImageOnly: false } && fitting.DotNetVersion != version
            ? $"Use runtime '{fitting.Name}', or target net{version}.0."
            : $"Target net{version}.0.";
    }

    private void CheckCustom(Setting runtime, string project, ProjectFacts facts)
    {
        if (facts.OutputType is not null && facts is { SelfContained: false, PublishAot: false })
        {
            diagnostics.Add(ProjectDiagnostics.PublishMode.At(
                runtime.Span,
                $"Runtime '{runtime.Text}' has no .NET, and {project} does not bring its own.",
                "Set PublishAot or SelfContained in the project, or use a 'dotnet' runtime."));
        }
    }

    private static string? Instead(LambdaRuntime runtime) => runtime.Successor is { } successor ? $"Use '{successor}'." : null;

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(dotnet[0-9]{1,2}|nodejs[0-9]{1,2}\.x|python3\.[0-9]{1,2}|java[0-9]{1,2}|ruby[0-9]\.[0-9]|provided\.al[0-9]{1,4})$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NameOfFamily();
}
