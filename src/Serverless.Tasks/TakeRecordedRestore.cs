using Microsoft.Build.Framework;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>Tells whether a restore would find everything as the last one left it, by what <see cref="RecordRestore"/> wrote down.</summary>
[MSBuildMultiThreadableTask]
public sealed class TakeRecordedRestore : RecordTask
{
    /// <summary>Absolute path of the record.</summary>
    [Required]
    public string RecordPath { get; set; } = "";

    /// <summary>True when there is nothing to restore.</summary>
    [Output]
    public bool IsUnchanged { get; private set; }

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        var change = TargetRecord.Read(RecordPath) is { } record ? record.FindChange(CurrentCircumstances(), new InputStamps([])) : "there is no record that can be read";
        IsUnchanged = change is null;
        Log.LogMessage(MessageImportance.Low, change is null ? "Nothing has changed since the last restore." : "Packages are restored: {0}.", change);
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
