using Microsoft.Build.Framework;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>Finds the projects that would return again what they have returned, because nothing that was read for it has changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class TakeRecordedResults : ResultTask
{
    /// <summary>The type of the events about publishes that are skipped, whose data is a line for people.</summary>
    public const string UnchangedEvent = "serverless.unchanged";

    /// <summary>What those projects have returned.</summary>
    [Output]
    public ITaskItem[] Items { get; private set; } = [];

    /// <summary>The projects that must be asked.</summary>
    [Output]
    public ITaskItem[] Changed { get; private set; } = [];

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        var stamps = NewStamps();
        var circumstances = CurrentCircumstances();
        var items = new List<ITaskItem>();
        var changed = new List<ITaskItem>();
        foreach (var project in Projects)
        {
            var record = IsRecorded(project) ? TargetRecord.Read(RecordOf(project)) : null;
            var change = record is null ? "there is no record of an earlier build" : record.FindChange(circumstances, stamps);
            Log.LogMessage(MessageImportance.Low, change is null ? "{0} is unchanged ({1})." : "{0} is built ({1}): {2}.", project.ItemSpec, project.GetMetadata("AdditionalProperties"), change);
            if (change is null)
            {
                items.AddRange(record!.Items.Select(ResultItem.Of));
                TellOf(project);
            }
            else
            {
                changed.Add(project);
            }
        }

        Items = [.. items];
        Changed = [.. changed];
        return System.Threading.Tasks.Task.CompletedTask;
    }

    // Only publishes have properties of their own; that a project need not be described is of no interest.
    private void TellOf(ITaskItem project)
    {
        var properties = ResultItem.PropertiesOf(project);
        if (properties.TryGetValue("RuntimeIdentifier", out var runtime))
        {
            string[] parts = [Path.GetFileNameWithoutExtension(project.ItemSpec), properties.GetValueOrDefault("TargetFramework", ""), runtime, "unchanged"];
            BuildEngine.LogCustomEvent(new ExtendedCustomBuildEventArgs(UnchangedEvent) { ExtendedData = string.Join(' ', parts.Where(part => part.Length > 0)) });
        }
    }
}
