using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Serverless.Aws;
using Serverless.Diagnostics;
using Serverless.Stacks;
using Serverless.Text;

namespace Serverless.Tasks;

/// <summary>A task about a stack: where it is, and how its events reach the log.</summary>
public abstract class StackTask : ServerlessTask
{
    // The local cloud takes requests for any region; this one is what it says it is in.
    private const string LocalRegion = "us-east-1";

    /// <summary>The project's name, which begins the last line.</summary>
    [Required]
    public string ProjectName { get; set; } = "";

    /// <summary>The stack.</summary>
    [Required]
    public string StackName { get; set; } = "";

    /// <summary><c>local</c> for the local cloud.</summary>
    public string Environment { get; set; } = "";

    /// <summary>Another endpoint for all services; empty for AWS's own.</summary>
    public string EndpointUrl { get; set; } = "";

    /// <summary>The region; empty asks the SDK's chain.</summary>
    public string Region { get; set; } = "";

    /// <summary>A named profile; empty asks the SDK's chain.</summary>
    public string Profile { get; set; } = "";

    /// <summary>The account that the credentials must belong to; empty for any.</summary>
    public string ExpectedAccount { get; set; } = "";

    /// <summary>The role that CloudFormation acts as; empty for the caller's own rights.</summary>
    public string RoleArn { get; set; } = "";

    /// <summary>Minutes after which nobody waits any longer; empty for an hour.</summary>
    public string TimeoutMinutes { get; set; } = "";

    /// <summary>True for the local cloud.</summary>
    protected bool IsLocal => string.Equals(Environment, "local", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a line for each event; only the milestones are seen at ordinary verbosity.</summary>
    protected IProgress<DeployEvent> Events => new EventLog(Log);

    /// <summary>A connection to AWS or to the local cloud, or null when complaints were logged.</summary>
    protected AwsConnection? Connect() => Take(AwsConnection.Open(new AwsOptions
    {
        Region = NotEmpty(Region) ?? (IsLocal ? LocalRegion : null),
        Profile = IsLocal ? null : NotEmpty(Profile),
        EndpointUrl = NotEmpty(EndpointUrl),
        ExpectedAccount = IsLocal ? null : NotEmpty(ExpectedAccount),
        Keys = IsLocal ? AwsKeys.ForLocalCloud : null,
    }));

    /// <summary>The stack as far as every job needs it.</summary>
    protected StackTarget Target(AwsConnection connection) => new(StackName, connection.Region)
    {
        RoleArn = NotEmpty(RoleArn),
        Timeout = double.TryParse(TimeoutMinutes, out var minutes) && minutes > 0 ? TimeSpan.FromMinutes(minutes) : TimeSpan.FromHours(1),

        // The local cloud answers within milliseconds and has no quota.
        ShortestPoll = IsLocal ? TimeSpan.FromMilliseconds(10) : TimeSpan.FromSeconds(0.2),
    };

    /// <summary>Logs how a job ended; the last line names the project so that the terminal shows it.</summary>
    protected void Conclude(StackOutcome outcome)
    {
        Report(outcome.Diagnostics);
        if (outcome.StillRunning is { } running)
        {
            Log.LogMessage(MessageImportance.High, "{0}", running);
        }

        Log.LogMessage(MessageImportance.High, "{0} -> {1}", ProjectName, outcome.Summary);
        if (outcome.Kind == StackOutcomeKind.Cancelled)
        {
            throw new OperationCanceledException();
        }

        if (!outcome.IsSuccess && !Log.HasLoggedErrors)
        {
            Report([StackDiagnostics.StackFailed.At(SourceSpan.None, $"The job about {outcome.Summary}.")]);
        }
    }

    /// <summary>Null for an empty property.</summary>
    protected static string? NotEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The outputs as items: name, and <c>Value</c>, <c>Description</c>, <c>ExportName</c>.</summary>
    protected static ITaskItem[] ToItems(IEnumerable<StackOutput> outputs) => [.. outputs.Select(ToItem)];

    private static ITaskItem ToItem(StackOutput output)
    {
        var item = new TaskItem(output.Key);
        item.SetMetadata("Value", output.Value);
        item.SetMetadata("Description", output.Description ?? "");
        item.SetMetadata("ExportName", output.ExportName ?? "");
        return item;
    }

    private sealed class EventLog(TaskLoggingHelper log) : IProgress<DeployEvent>
    {
        public void Report(DeployEvent value)
        {
            if (DeployEventText.Line(value) is { } line)
            {
                log.LogMessage(IsMilestone(value) ? MessageImportance.High : MessageImportance.Normal, "{0}", line);
            }
        }

        private static bool IsMilestone(DeployEvent happened) => happened switch
        {
            ArtifactSkipped or ArtifactProgress or StackSettled => false,
            ResourceChanged { Event.Status.IsInProgress: true } => false,
            _ => true,
        };
    }
}
