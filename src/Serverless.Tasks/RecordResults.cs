using Microsoft.Build.Framework;
using Serverless.Tasks.Results;

namespace Serverless.Tasks;

/// <summary>Records what projects have returned, where nothing that they read has changed since <see cref="DescribeInputs"/>.</summary>
[MSBuildMultiThreadableTask]
public sealed class RecordResults : ResultTask
{
    /// <summary>What all projects have returned.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <inheritdoc/>
    protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellationToken)
    {
        var stamps = NewStamps();
        foreach (var project in Projects.Where(IsRecorded))
        {
            var begun = BegunRecordOf(project);
            if (TargetRecord.Read(begun) is not { } record)
            {
                continue;
            }

            if (record.FindChange(record.Circumstances, stamps) is null)
            {
                Record(project, record);
            }

            File.Delete(begun);
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    // The assembly is not published where its ReadyToRun image is, but read all the same.
    private void Record(ITaskItem project, TargetRecord record)
    {
        var own = Items.Where(item => ResultItem.IsOf(item, project)).ToList();
        var items = own.Select(ResultItem.ToRecord).ToList();
        var assemblies = own.Select(item => item.GetMetadata("AssemblyPath")).Where(path => path.Length > 0).Distinct()
            .Select(path => new RecordedInput(path, InputStamps.OfFile(path) ?? InputStamps.Absent));
        if (items.Count > 0 && !items.Contains(null))
        {
            (record with { Intermediates = [.. assemblies], Items = [.. items.OfType<RecordedItem>()] }).Write(RecordOf(project));
        }
    }
}
