using Microsoft.Build.Framework;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>Finds the projects that would return again what they have returned, because nothing that was read for it has changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class TakeRecordedResults : ResultTask
{
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
}
