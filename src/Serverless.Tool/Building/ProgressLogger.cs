using Microsoft.Build.Framework;
using Serverless.Diagnostics;

namespace Serverless.Tool.Building;

/// <summary>Listens to MSBuild and tells what matters in the tool's own words.</summary>
/// <param name="started">When the build began, in UTC.</param>
/// <param name="request">What is built.</param>
/// <param name="report">Hears the events, one at a time.</param>
internal sealed class ProgressLogger(DateTime started, BuildRequest request, Action<BuildEvent> report) : ILogger
{
    // The task that tells of sizes, when a size report is asked for.
    private const string Packer = "PackApplication";

    // What that task calls its events about artifacts.
    private const string ArtifactEvent = "serverless.artifact";

    // What the task that skips publishes calls its own.
    private const string UnchangedEvent = "serverless.unchanged";

    /// <inheritdoc/>
    public LoggerVerbosity Verbosity { get; set; } = LoggerVerbosity.Minimal;

    /// <inheritdoc/>
    public string? Parameters { get; set; }

    /// <summary>The events that it listens to, in the words of MSBuild's own forwarding logger.</summary>
    public IEnumerable<string> Heard =>
    [
        "PROJECTSTARTEDEVENT", "PROJECTFINISHEDEVENT", "TARGETSTARTEDEVENT", "TASKSTARTEDEVENT", "ERROREVENT", "WARNINGEVENT",
        .. TellsLines ? (string[])["CUSTOMEVENT"] : [],
        .. ShowsMessages ? (string[])["HIGHMESSAGEEVENT"] : [],
        .. request.Verbosity >= BuildVerbosity.Detailed ? (string[])["NORMALMESSAGEEVENT"] : [],
        .. request.Verbosity == BuildVerbosity.Diagnostic ? (string[])["LOWMESSAGEEVENT"] : [],
    ];

    /// <inheritdoc/>
    public void Initialize(IEventSource eventSource)
    {
        eventSource.ProjectStarted += (_, project) => report(new ProjectOpened(At(project), Context(project), StepKeys.Of(project)));
        eventSource.ProjectFinished += (_, project) => report(new ProjectClosed(At(project), Context(project), project.Succeeded));
        eventSource.TargetStarted += (_, target) => report(new TargetEntered(At(target), Context(target), target.TargetName));
        eventSource.TaskStarted += (_, task) => report(new TaskEntered(At(task), Context(task), task.TaskName));
        eventSource.ErrorRaised += (_, error) => report(new Complained(At(error), Complaint.Of(error)));
        eventSource.WarningRaised += (_, warning) => report(new Complained(At(warning), Complaint.Of(warning)));
        if (TellsLines)
        {
            eventSource.CustomEventRaised += (_, custom) => SayLine(custom);
        }

        if (ShowsMessages)
        {
            eventSource.MessageRaised += (_, message) => Say(message);
        }
    }

    /// <inheritdoc/>
    public void Shutdown()
    {
    }

    private bool ReportsSizes => request.Properties.ContainsKey(BuildOptions.SizeReportProperty);

    private bool ShowsMessages => request.Verbosity > BuildVerbosity.Minimal || ReportsSizes;

    // From detailed on, the task's messages say the same.
    private bool TellsLines => request.Verbosity is BuildVerbosity.Minimal or BuildVerbosity.Normal;

    private static int Context(BuildEventArgs happened) => happened.BuildEventContext?.ProjectContextId ?? BuildEventContext.InvalidProjectContextId;

    private TimeSpan At(BuildEventArgs happened) => happened.Timestamp.ToUniversalTime() - started;

    private void SayLine(CustomBuildEventArgs custom)
    {
        if (custom is ExtendedCustomBuildEventArgs { ExtendedType: ArtifactEvent or UnchangedEvent, ExtendedData: { } summary })
        {
            report(new Said(At(custom), summary));
        }
    }

    private void Say(BuildMessageEventArgs message)
    {
        var isSize = ReportsSizes && message is { SenderName: Packer, Importance: MessageImportance.High } && message.Message?.Contains(" -> ", StringComparison.Ordinal) == false;
        if (message.Message is { } text && (isSize || IsShown(message.Importance)))
        {
            report(new Said(At(message), text));
        }
    }

    private bool IsShown(MessageImportance importance) => request.Verbosity switch
    {
        BuildVerbosity.Diagnostic => true,
        BuildVerbosity.Detailed => importance != MessageImportance.Low,
        BuildVerbosity.Normal => importance == MessageImportance.High,
        _ => false,
    };
}
